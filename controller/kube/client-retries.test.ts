import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../test/support/eventually.ts';
import { settle } from '../runtime/fake-clock.ts';
import { bucket, inOrder, kind, ok, refuse, reset, runThrough, serve } from './client-fixture.ts';
import type { Answerer } from './scripted-server.ts';

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
