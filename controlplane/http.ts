/** The few requests that bringing up a control plane needs before there is anything for a real client to talk to. */
import { request } from 'node:https';
import type { Connection } from '../controller/kube/connection.ts';

/** How to reach an API server, and as whom. */
export interface Access {
  /** https://127.0.0.1:6443 */
  readonly server: string;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

/** For the real client. */
export function toConnection({ server, ca, token }: Access): Connection {
  return { server, ca, auth: { type: 'Token', token }, namespace: 'default', source: 'control plane' };
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends one request; rejects only when no answer came within `timeoutMs`. */
export function call(
  access: Access,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  payload?: { readonly contentType: string; readonly body: string },
  timeoutMs = 30_000,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, access.server),
      {
        method,
        ca: access.ca,
        timeout: timeoutMs,
        headers: {
          authorization: `Bearer ${access.token}`,
          accept: 'application/json',
          ...(payload && {
            'content-type': payload.contentType,
            'content-length': String(Buffer.byteLength(payload.body)),
          }),
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.once('end', () =>
          resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
        incoming.once('error', reject);
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error(`${method} ${path}: no answer in ${timeoutMs} ms`)));
    outgoing.once('error', reject);
    outgoing.end(payload?.body);
  });
}
