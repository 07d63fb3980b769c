import { describe, expect, test } from '@jest/globals';
import { FakeClock } from '../runtime/fake-clock.ts';
import { ApiError } from './api.ts';
import { createKubeClient } from './client.ts';
import { bucket, cleanUps, inOrder, kind, ok, refuse, reset, runThrough, serve } from './client-fixture.ts';
import { type Answerer, failure, ScriptedServer, sendJson } from './scripted-server.ts';

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
