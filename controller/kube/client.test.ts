import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { ResourceKind } from '../../crds/kubernetes.ts';
import { eventually } from '../../test/support/eventually.ts';
import { FakeClock, settle } from '../runtime/fake-clock.ts';
import { ApiError } from './api.ts';
import { createKubeClient, type HttpKubeClient, type KubeClientOptions } from './client.ts';
import type { Auth } from './connection.ts';
import { type Answerer, failure, ScriptedServer, sendJson } from './scripted-server.ts';
import type { RequestReport } from './transport.ts';

const kind: ResourceKind = { group: 'example.com', version: 'v1', kind: 'Bucket', plural: 'buckets', namespaced: true };
const bucket = {
  apiVersion: 'example.com/v1',
  kind: 'Bucket',
  metadata: { name: 'raw', namespace: 'team-a' },
  spec: { region: 'us-east-1' },
};

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

interface Fixture {
  readonly server: ScriptedServer;
  readonly clock: FakeClock;
  readonly client: HttpKubeClient;
  readonly reports: RequestReport[];
}

async function serve(
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
function inOrder(...answers: Answerer[]): Answerer {
  let next = 0;
  return (request, response) => answers[Math.min(next++, answers.length - 1)]?.(request, response);
}

const ok: Answerer = (_, response) => sendJson(response, 200, bucket);
const reset: Answerer = (_, response) => void response.destroy();
const refuse =
  (code: number, reason: string, headers = {}): Answerer =>
  (_, response: ServerResponse) =>
    sendJson(response, code, failure(code, reason), headers);

/** Lets the client wait as long as it likes. */
async function runThrough<T>({ clock }: Pick<Fixture, 'clock'>, work: Promise<T>): Promise<T> {
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

describe('requests', () => {
  test('an apply is a strict server-side apply of exactly the given object', async () => {
    const { client, server } = await serve(ok);
    await client.apply(kind, bucket, { fieldManager: 'me', force: true });
    expect(server.requests).toMatchObject([
      {
        method: 'PATCH',
        path: '/apis/example.com/v1/namespaces/team-a/buckets/raw',
        query: { fieldManager: 'me', force: 'true', fieldValidation: 'Strict' },
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify(bucket),
      },
    ]);
  });

  test('a dry run says so', async () => {
    const { client, server } = await serve(ok);
    await client.apply(kind, bucket, { fieldManager: 'me', force: false, dryRun: true });
    expect(server.requests[0]?.query).toMatchObject({ dryRun: 'All', force: 'false' });
  });

  test('status goes to its subresource', async () => {
    const { client, server } = await serve(ok);
    await client.applyStatus(kind, bucket, { fieldManager: 'me', force: true });
    await client.updateStatus(kind, bucket);
    expect(server.requests.map(({ method, path }) => [method, path])).toEqual([
      ['PATCH', '/apis/example.com/v1/namespaces/team-a/buckets/raw/status'],
      ['PUT', '/apis/example.com/v1/namespaces/team-a/buckets/raw/status'],
    ]);
  });

  test('a delete carries the uid and asks for background propagation', async () => {
    const { client, server } = await serve(ok);
    expect(await client.delete(kind, 'team-a', 'raw', { uid: 'u-1' })).toBe(true);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      propagationPolicy: 'Background',
      preconditions: { uid: 'u-1' },
    });
  });

  test('what does not exist is undefined to get and false to delete', async () => {
    const { client } = await serve(refuse(404, 'NotFound'));
    expect([await client.get(kind, 'team-a', 'raw'), await client.delete(kind, 'team-a', 'raw')]).toEqual([
      undefined,
      false,
    ]);
  });

  test('a path prefix of the server is kept', async () => {
    const { client, server } = await serve(ok, { prefix: '/k8s/clusters/c-1/' });
    await client.get(kind, 'team-a', 'raw');
    expect(server.requests[0]?.path).toBe('/k8s/clusters/c-1/apis/example.com/v1/namespaces/team-a/buckets/raw');
  });

  test('a hundred calls share connections', async () => {
    const { client, server } = await serve(ok, { connections: 4 });
    await Promise.all(Array.from({ length: 100 }, () => client.get(kind, 'team-a', 'raw')));
    expect([server.requests.length, server.connections]).toEqual([100, 4]);
  });

  test('open watches leave all connections to calls', async () => {
    const { client } = await serve(
      (request, response) => {
        if (request.query.watch === 'true') response.writeHead(200).write('\n');
        else sendJson(response, 200, bucket);
      },
      { connections: 1 },
    );
    const { signal } = new AbortController();
    for (let watch = 0; watch < 3; watch++) {
      await client.watch(kind, { resourceVersion: '1', timeoutSeconds: 300, signal });
    }
    expect(await client.get(kind, 'team-a', 'raw')).toEqual(bucket);
  });

  test('reports every exchange, also one without an answer', async () => {
    const set = await serve(inOrder(reset, ok));
    await runThrough(set, set.client.get(kind, 'team-a', 'raw'));
    expect(set.reports).toMatchObject([
      { verb: 'get', kind: 'Bucket', method: 'GET', code: undefined },
      { verb: 'get', kind: 'Bucket', method: 'GET', code: 200 },
    ]);
  });

  test('hands on warnings of the server', async () => {
    const seen: string[] = [];
    const { client } = await serve(
      (_, response) => sendJson(response, 200, bucket, { warning: '299 - "v1 is old", 299 - "say \\"v2\\""' }),
      { onWarning: (request, text) => seen.push(`${request}: ${text}`) },
    );
    await client.get(kind, 'team-a', 'raw');
    expect(seen).toEqual(['get Bucket team-a/raw: v1 is old', 'get Bucket team-a/raw: say "v2"']);
  });
});

describe('a proxy', () => {
  test('is given every request', async () => {
    const proxy = await ScriptedServer.start(ok);
    const client = createKubeClient(
      { server: 'http://api.invalid:6443', proxy: proxy.url, auth: { type: 'None' }, namespace: 'ns', source: 'test' },
      { clock: new FakeClock() },
    );
    cleanUps.push(
      () => client.close(),
      () => proxy.close(),
    );
    expect(await client.get(kind, 'team-a', 'raw')).toEqual(bucket);
    expect(proxy.requests[0]?.path).toBe('http://api.invalid:6443/apis/example.com/v1/namespaces/team-a/buckets/raw');
  });
});

describe('lists', () => {
  function paged(...pages: { readonly names: readonly string[]; readonly next?: string; readonly code?: number }[]) {
    return inOrder(
      ...pages.map<Answerer>(({ names, next, code }) => (_, response) => {
        if (code !== undefined) return sendJson(response, code, failure(code, 'Expired'));
        const items = names.map((name) => ({ metadata: { name, namespace: 'team-a' } }));
        sendJson(response, 200, { kind: 'List', metadata: { resourceVersion: '7', continue: next ?? '' }, items });
      }),
    );
  }

  test('all pages are read and every item names its type', async () => {
    const { client, server } = await serve(paged({ names: ['a', 'b'], next: 'token' }, { names: ['c'] }));
    const list = await client.list(kind, { pageSize: 2, labelSelector: 'x=y' });
    expect(list.items.map((item) => [item.apiVersion, item.kind, item.metadata.name])).toEqual([
      ['example.com/v1', 'Bucket', 'a'],
      ['example.com/v1', 'Bucket', 'b'],
      ['example.com/v1', 'Bucket', 'c'],
    ]);
    expect(list.resourceVersion).toBe('7');
    expect(server.requests.map(({ query }) => query)).toEqual([
      { limit: '2', labelSelector: 'x=y' },
      { limit: '2', labelSelector: 'x=y', continue: 'token' },
    ]);
  });

  test('a list that expires between its pages starts over and mixes nothing', async () => {
    const { client } = await serve(
      paged({ names: ['old'], next: 'token' }, { names: [], code: 410 }, { names: ['new'] }),
    );
    const { items } = await client.list(kind);
    expect(items.map((item) => item.metadata.name)).toEqual(['new']);
  });

  test('a list that keeps expiring is read in one piece at last', async () => {
    const { client, server } = await serve((request, response) => {
      if (request.query.continue !== undefined) return sendJson(response, 410, failure(410, 'Expired'));
      const next = request.query.limit === undefined ? '' : 'token';
      sendJson(response, 200, { metadata: { resourceVersion: '7', continue: next }, items: null });
    });
    expect(await client.list(kind)).toEqual({ resourceVersion: '7', items: [] });
    expect(server.requests).toHaveLength(7);
  });

  test('an answer that is no list is an error, not an empty list', async () => {
    const { client } = await serve((_, response) => sendJson(response, 200, { hello: 'world' }));
    await expect(client.list(kind)).rejects.toMatchObject({ name: 'RequestError', reason: 'Malformed' });
  });
});

describe('refusals', () => {
  test('keep the whole Status and name the request', async () => {
    const causes = [{ reason: 'FieldValueInvalid', message: 'must be lower case', field: 'spec.name' }];
    const { client } = await serve((_, response) =>
      sendJson(response, 422, failure(422, 'Invalid', { details: { causes } })),
    );
    await expect(client.apply(kind, bucket, { fieldManager: 'me', force: true })).rejects.toMatchObject({
      name: 'ApiError',
      code: 422,
      reason: 'Invalid',
      message: 'apply Bucket team-a/raw: Invalid by script',
      details: { causes },
    });
  });

  test('of an apply with unknown fields are a bad request, although the server says 500', async () => {
    const message = 'failed to create typed patch object (team-a/raw; Bucket): .spec.x: field not declared in schema';
    const { client, reports } = await serve((_, response) => sendJson(response, 500, failure(500, '', { message })));
    await expect(client.apply(kind, bucket, { fieldManager: 'me', force: true })).rejects.toMatchObject({
      code: 400,
      reason: 'BadRequest',
      message: `apply Bucket team-a/raw: ${message}`,
      cause: { code: 500 },
    });
    expect(reports.map(({ code }) => code)).toEqual([500]);
  });

  test('that are no Status are quoted, cut', async () => {
    const { client } = await serve((_, response) => void response.writeHead(418).end(`<html>\n${'x'.repeat(5_000)}`));
    const error = await client.get(kind, 'team-a', 'raw').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 418, reason: 'Unknown' });
    expect(String(error).length).toBeLessThan(400);
  });

  test('never carry credentials', async () => {
    const { client } = await serve(refuse(401, 'Unauthorized'), { auth: { type: 'Token', token: 'SECRET' } });
    const error = await client.get(kind, 'team-a', 'raw').catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error)).not.toContain('SECRET');
  });
});

describe('retries', () => {
  const cases: { readonly what: string; readonly first: Answerer }[] = [
    { what: 'a connection that breaks', first: reset },
    { what: '429', first: refuse(429, 'TooManyRequests', { 'retry-after': '1' }) },
    { what: '503', first: refuse(503, 'ServiceUnavailable') },
    { what: '500 that names a delay', first: refuse(500, 'ServerTimeout', { 'retry-after': '1' }) },
    {
      what: 'an answer that breaks off',
      first: (_, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"kind":');
        response.destroy();
      },
    },
  ];

  test.each(cases)('an apply survives $what', async ({ first }) => {
    const set = await serve(inOrder(first, ok));
    const applied = await runThrough(set, set.client.apply(kind, bucket, { fieldManager: 'me', force: true }));
    expect(applied).toEqual(bucket);
  });

  test.each([
    { what: 'a create whose connection broke, which may have been done', first: reset },
    { what: 'a create after a 503 without a delay', first: refuse(503, 'ServiceUnavailable') },
  ])('does not repeat $what', async ({ first }) => {
    const set = await serve(inOrder(first, ok));
    await expect(runThrough(set, set.client.create(kind, bucket))).rejects.toThrow();
    expect(set.server.requests).toHaveLength(1);
  });

  test('repeats a create that was refused for the moment', async () => {
    const set = await serve(inOrder(refuse(429, 'TooManyRequests', { 'retry-after': '1' }), ok));
    expect(await runThrough(set, set.client.create(kind, bucket))).toEqual(bucket);
  });

  test.each([
    { what: 'a merge patch', version: undefined, requests: 2 },
    { what: 'no merge patch guarded by a resourceVersion', version: '1', requests: 1 },
  ])('repeats $what after a broken connection', async ({ version, requests }) => {
    const set = await serve(inOrder(reset, ok));
    const patch = { metadata: { finalizers: null, ...(version !== undefined && { resourceVersion: version }) } };
    await runThrough(set, set.client.mergePatch(kind, 'team-a', 'raw', patch)).catch(() => {});
    expect(set.server.requests).toHaveLength(requests);
  });

  test.each([400, 403, 409, 422, 500])('takes %i as it is', async (code) => {
    const set = await serve(refuse(code, 'No'));
    await expect(runThrough(set, set.client.get(kind, 'team-a', 'raw'))).rejects.toMatchObject({ code });
    expect(set.server.requests).toHaveLength(1);
  });

  test('gives up after a few tries with the last refusal', async () => {
    const set = await serve(refuse(503, 'ServiceUnavailable'));
    await expect(runThrough(set, set.client.get(kind, 'team-a', 'raw'))).rejects.toMatchObject({ code: 503 });
    expect(set.server.requests).toHaveLength(5);
  });

  test('waits as long as Retry-After says', async () => {
    const set = await serve(inOrder(refuse(429, 'TooManyRequests', { 'retry-after': '7' }), ok));
    const call = set.client.get(kind, 'team-a', 'raw');
    await eventually(() => set.clock.untilNext === 7_000, { what: 'a wait of seven seconds' });
    await set.clock.advance(7_000);
    expect(await call).toEqual(bucket);
  });

  test('believes a delay beyond its deadline at once', async () => {
    const set = await serve(refuse(429, 'TooManyRequests', { 'retry-after': '3600' }));
    await expect(set.client.get(kind, 'team-a', 'raw')).rejects.toMatchObject({
      code: 429,
      details: { retryAfterSeconds: 3600 },
    });
  });
});

describe('limits', () => {
  test('a call without an answer ends at its deadline', async () => {
    const { client, clock, server } = await serve(() => {});
    const verdict = expect(client.get(kind, 'team-a', 'raw')).rejects.toMatchObject({
      name: 'RequestError',
      reason: 'Timeout',
      message: 'get Bucket team-a/raw: no answer within 30 s',
    });
    await eventually(() => server.requests.length === 1, { what: 'the request to arrive' });
    await clock.advance(30_000);
    await verdict;
  });

  test('a call ends when its caller aborts, with the reason of the caller', async () => {
    const { client, server } = await serve(() => {});
    const controller = new AbortController();
    const reason = new Error('lease lost');
    const verdict = expect(client.get(kind, 'team-a', 'raw', { signal: controller.signal })).rejects.toBe(reason);
    await eventually(() => server.requests.length === 1, { what: 'the request to arrive' });
    controller.abort(reason);
    await verdict;
  });

  test('an abort during a back-off ends it without another request', async () => {
    const { client, clock, reports } = await serve(refuse(503, 'ServiceUnavailable'));
    const controller = new AbortController();
    const verdict = expect(client.get(kind, 'team-a', 'raw', { signal: controller.signal })).rejects.toThrow('stop');
    await eventually(() => clock.pending === 2, { what: 'the back-off to begin' });
    controller.abort(new Error('stop'));
    await verdict;
    expect([clock.pending, reports.length]).toEqual([0, 1]);
  });

  test('a watch that does not open ends at the deadline', async () => {
    const { client, clock, server } = await serve(() => {});
    const { signal } = new AbortController();
    const verdict = expect(
      client.watch(kind, { resourceVersion: '1', timeoutSeconds: 300, signal }),
    ).rejects.toMatchObject({ name: 'RequestError', reason: 'Timeout' });
    await eventually(() => server.requests.length === 1, { what: 'the request to arrive' });
    await clock.advance(30_000);
    await verdict;
  });

  test('a server that is not there is a connection error that names no address', async () => {
    const set = await serve(ok);
    await set.server.close();
    await expect(runThrough(set, set.client.get(kind, 'team-a', 'raw'))).rejects.toMatchObject({
      reason: 'Connection',
      message: 'get Bucket team-a/raw: the connection to the API server failed (ECONNREFUSED)',
    });
    expect(set.reports).toHaveLength(5);
  });

  test('calls and watches end when the client is closed, without another try', async () => {
    const { client, server, clock } = await serve((request, response) => {
      if (request.query.watch === 'true') response.writeHead(200).flushHeaders();
    });
    const { signal } = new AbortController();
    const events = await client.watch(kind, { resourceVersion: '1', timeoutSeconds: 300, signal });
    const verdicts = [
      expect(client.get(kind, 'team-a', 'raw')).rejects.toMatchObject({ reason: 'Connection' }),
      expect(events[Symbol.asyncIterator]().next()).rejects.toThrow(),
    ];
    await eventually(() => server.requests.length === 2, { what: 'both requests' });
    await client.close();
    await Promise.all(verdicts);
    expect([server.requests.length, clock.pending]).toEqual([2, 0]);
  });

  test('a watch that is aborted before it is read harms nobody', async () => {
    const { client } = await serve((_, response) => response.writeHead(200).flushHeaders());
    const controller = new AbortController();
    const events = await client.watch(kind, { resourceVersion: '1', timeoutSeconds: 300, signal: controller.signal });
    controller.abort(new Error('stop'));
    await settle();
    await expect(events[Symbol.asyncIterator]().next()).rejects.toThrow('stop');
  });

  test('a finished call leaves no timer behind', async () => {
    const { client, clock } = await serve(ok);
    await client.get(kind, 'team-a', 'raw');
    await settle();
    expect(clock.pending).toBe(0);
  });
});
