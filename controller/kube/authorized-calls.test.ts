import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { FakeClock } from '../runtime/fake-clock.ts';
import { createKubeClient } from './client.ts';
import { failure, ScriptedServer, sendJson } from './scripted-server.ts';

const kind = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false };
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A server that takes only the token "new", and a client whose token file is read before it changes to that. */
async function aRotatedToken() {
  const directory = await mkdtemp(join(tmpdir(), 'token-'));
  const path = join(directory, 'token');
  await writeFile(path, 'old');
  let accepted = 'Bearer old';
  const server = await ScriptedServer.start((request, response) => {
    if (request.headers.authorization !== accepted) sendJson(response, 401, failure(401, 'Unauthorized'));
    else if (request.query.watch === 'true') response.writeHead(200).end();
    else sendJson(response, 200, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } });
  });
  const client = createKubeClient(
    { server: server.url, auth: { type: 'TokenFile', path }, namespace: 'default', source: 'test' },
    { clock: new FakeClock() },
  );
  cleanUps.push(
    () => client.close(),
    () => server.close(),
    () => rm(directory, { recursive: true }),
  );
  await client.get(kind, undefined, 'n');
  return {
    client,
    server,
    path,
    rotate: async (token: string) => {
      accepted = 'Bearer new';
      await writeFile(path, token);
    },
  };
}

test('a call that is refused with 401 is sent again with the token as it is now', async () => {
  const { client, rotate } = await aRotatedToken();
  await rotate('new');
  expect(await client.get(kind, undefined, 'n')).toMatchObject({ metadata: { name: 'n' } });
});

test('so is the opening of a watch, on the same connection', async () => {
  const { client, server, rotate } = await aRotatedToken();
  await rotate('new');
  const { signal } = new AbortController();
  const events = await client.watch(kind, { resourceVersion: '1', timeoutSeconds: 300, signal });
  for await (const event of events) expect(event).toBeUndefined();
  const [, refused, opened] = server.requests;
  expect(opened?.connection).toBe(refused?.connection);
});

test('a token that stays wrong is refused after one more try', async () => {
  const { client, server, rotate } = await aRotatedToken();
  await rotate('still wrong');
  await expect(client.get(kind, undefined, 'n')).rejects.toMatchObject({ code: 401 });
  expect(server.requests).toHaveLength(3);
});

test('credentials that cannot be had are said so, without a request', async () => {
  const server = await ScriptedServer.start(() => {});
  const client = createKubeClient(
    { server: server.url, auth: { type: 'TokenFile', path: '/nowhere/token' }, namespace: 'default', source: 'test' },
    { clock: new FakeClock() },
  );
  cleanUps.push(
    () => client.close(),
    () => server.close(),
  );
  await expect(client.get(kind, undefined, 'n')).rejects.toMatchObject({ reason: 'Credentials' });
  expect(server.requests).toHaveLength(0);
});
