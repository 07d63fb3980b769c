/**
 * HTTP endpoints for kubelet and Prometheus: /healthz (restart me when it fails), /readyz (send me nothing yet) and /metrics.
 * What is not given is not served, so that metrics can have a port of their own, which a network policy can close.
 * Checks are named and cheap; `?verbose` lists them all, a failing one is listed always, in the format of the API server's own
 * /readyz. Nothing here is secret, and nothing here can be changed.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { toError } from './errors.ts';

/** Returns undefined when all is well, else why not. A check that throws has failed. */
export type Check = () => string | undefined;
export type Checks = Readonly<Record<string, Check>>;

export interface HealthOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly healthz?: Checks;
  readonly readyz?: Checks;
  readonly registry?: Registry;
}

export class HealthServer {
  readonly #options: HealthOptions;
  readonly #server: Server;

  constructor(options: HealthOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => send(response, 500, `${toError(error).message}\n`));
    });
  }

  /** @throws when the address cannot be bound. @returns the port it listens on */
  async listen(): Promise<number> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path, query] = (request.url ?? '/').split('?', 2);
    const verbose = new URLSearchParams(query).has('verbose');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return send(response, 405, 'method not allowed\n');
    }
    const { healthz, readyz, registry } = this.#options;
    if (path === '/healthz' && healthz !== undefined) return report(response, 'healthz', healthz, verbose);
    if (path === '/readyz' && readyz !== undefined) return report(response, 'readyz', readyz, verbose);
    if (path === '/metrics' && registry !== undefined)
      return send(response, 200, await registry.metrics(), registry.contentType);
    send(response, 404, 'not found\n');
  }
}

function report(response: ServerResponse, name: string, checks: Checks, verbose: boolean): void {
  const results = Object.entries(checks).map(([check, run]) => ({ check, reason: reasonOf(run) }));
  const failed = results.some(({ reason }) => reason !== undefined);
  if (!failed && !verbose) {
    send(response, 200, 'ok');
    return;
  }
  const lines = results.map(({ check, reason }) =>
    reason === undefined ? `[+]${check} ok` : `[-]${check} failed: ${reason}`,
  );
  send(response, failed ? 503 : 200, `${[...lines, `${name} check ${failed ? 'failed' : 'passed'}`].join('\n')}\n`);
}

function reasonOf(check: Check): string | undefined {
  try {
    return check();
  } catch (error) {
    return toError(error).message;
  }
}

function send(response: ServerResponse, code: number, body: string, contentType = 'text/plain; charset=utf-8'): void {
  response.writeHead(code, {
    'content-type': contentType,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
}
