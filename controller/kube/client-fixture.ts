/** For tests of the client: a client with a fake clock before a scripted server, and answers for that server to give. */
import type { ServerResponse } from 'node:http';
import { afterEach } from '@jest/globals';
import type { ResourceKind } from '../../crds/kubernetes.ts';
import { eventually } from '../../test/support/eventually.ts';
import { FakeClock } from '../runtime/fake-clock.ts';
import { createKubeClient, type HttpKubeClient, type KubeClientOptions } from './client.ts';
import type { Auth } from './connection.ts';
import { type Answerer, failure, ScriptedServer, sendJson } from './scripted-server.ts';
import type { RequestReport } from './transport.ts';

export const kind: ResourceKind = {
  group: 'example.com',
  version: 'v1',
  kind: 'Bucket',
  plural: 'buckets',
  namespaced: true,
};
export const bucket = {
  apiVersion: 'example.com/v1',
  kind: 'Bucket',
  metadata: { name: 'raw', namespace: 'team-a' },
  spec: { region: 'us-east-1' },
};

export const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

export interface Fixture {
  readonly server: ScriptedServer;
  readonly clock: FakeClock;
  readonly client: HttpKubeClient;
  readonly reports: RequestReport[];
}

export async function serve(
  answer: Answerer,
  options: Partial<KubeClientOptions> & { readonly auth?: Auth; readonly prefix?: string } = {},
): Promise<Fixture> {
  const { auth = { type: 'None' }, prefix = '', ...rest } = options;
  const server = await ScriptedServer.start(answer);
  const clock = new FakeClock();
  const reports: RequestReport[] = [];
  const client = createKubeClient(
    { server: server.url + prefix, auth, namespace: 'default', source: 'test' },
    { clock, onRequest: (report) => reports.push(report), ...rest },
  );
  cleanUps.push(
    () => client.close(),
    () => server.close(),
  );
  return { server, clock, client, reports };
}

/** Answers in the given order; the last answer is given for ever. */
export function inOrder(...answers: Answerer[]): Answerer {
  let next = 0;
  return (request, response) => answers[Math.min(next++, answers.length - 1)]?.(request, response);
}

export const ok: Answerer = (_, response) => sendJson(response, 200, bucket);
export const reset: Answerer = (_, response) => void response.destroy();
export const refuse =
  (code: number, reason: string, headers = {}): Answerer =>
  (_, response: ServerResponse) =>
    sendJson(response, code, failure(code, reason), headers);

/** Lets the client wait as long as it likes. */
export async function runThrough<T>({ clock }: Pick<Fixture, 'clock'>, work: Promise<T>): Promise<T> {
  let isOver = false;
  const end = work.finally(() => {
    isOver = true;
  });
  end.catch(() => {});
  await eventually(
    async () => {
      // Never as far as the deadline of the whole call, which is always the last timer.
      if (clock.pending > 1 && clock.untilNext !== undefined) await clock.advance(clock.untilNext);
      return isOver;
    },
    { what: 'the call to end', pollMs: 1 },
  );
  return await end;
}
