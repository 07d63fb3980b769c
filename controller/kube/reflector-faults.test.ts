import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../test/support/eventually.ts';
import { answerStatus } from './fake-api.ts';
import { aReflector, aRunningReflector, changed, passBackoff, watching } from './reflector-fixture.ts';
import { failure, sendJson } from './scripted-server.ts';

describe('watches', () => {
  test('ask for bookmarks and a random end, and select', async () => {
    const fixture = await aRunningReflector({ namespace: 'ns', labelSelector: 'x=y' });
    expect(fixture.api.watches[0]).toMatchObject({
      path: '/apis/example.com/v1/namespaces/ns/widgets',
      query: { allowWatchBookmarks: 'true', resourceVersion: '102', labelSelector: 'x=y', timeoutSeconds: '450' },
    });
  });

  test('continue after a bookmark from its resourceVersion', async () => {
    const fixture = await aRunningReflector();
    fixture.api.bookmark();
    await eventually(() => fixture.reflector.stats.events === 1, { what: 'the bookmark' });
    await fixture.clock.advance(1_000);
    fixture.api.endWatches();
    await watching(fixture);
    expect(fixture.api.watches.map(({ query }) => query.resourceVersion)).toEqual(['102', '103']);
    expect(fixture.api.lists).toHaveLength(1);
  });

  test('that the server ends in time are opened again at once', async () => {
    const fixture = await aRunningReflector();
    await fixture.clock.advance(60_000);
    fixture.api.endWatches();
    await watching(fixture);
    expect(fixture.reflector.stats).toMatchObject({ watches: 2, failures: 0, lists: 1 });
  });

  test('that end at once without an event are a failure, not a loop', async () => {
    const fixture = await aRunningReflector();
    fixture.api.endWatches();
    expect(await passBackoff(fixture, 1)).toBeGreaterThanOrEqual(400);
    await watching(fixture);
    expect(fixture.reflector.stats.watches).toBe(2);
  });

  test('continue where they were after the connection broke in the middle', async () => {
    const fixture = await aRunningReflector();
    fixture.api.put('a', 'two');
    await changed(fixture, '~a:two');
    fixture.api.breakWatches();
    await passBackoff(fixture, 1);
    await watching(fixture);
    expect(fixture.api.watches[1]?.query.resourceVersion).toBe('103');
    expect(fixture.api.lists).toHaveLength(1);
  });

  test.each([
    { what: 'half a line', bytes: '{"type":"MODIFIED","object":{"meta', isLastOfConnection: true },
    { what: 'a line that is not JSON', bytes: '<html>\n', isLastOfConnection: false },
    { what: 'an event without an object', bytes: '{"type":"MODIFIED"}\n', isLastOfConnection: false },
  ])('survive $what', async ({ bytes, isLastOfConnection }) => {
    const fixture = await aRunningReflector();
    await fixture.api.sendRaw(bytes);
    if (isLastOfConnection) fixture.api.breakWatches();
    await passBackoff(fixture, 1);
    await watching(fixture);
    fixture.api.put('a', 'two');
    await changed(fixture, '~a:two');
  });

  test('that are silent beyond the limit are given up and opened again', async () => {
    const fixture = await aRunningReflector();
    await fixture.clock.advance(99_000);
    fixture.api.bookmark();
    await eventually(() => fixture.reflector.stats.events === 1, { what: 'the bookmark' });
    await fixture.clock.advance(99_000);
    expect(fixture.reflector.stats).toMatchObject({ watches: 1, failures: 0 });
    await fixture.clock.advance(2_000);
    await eventually(() => fixture.reflector.stats.watches === 2, { what: 'a second watch' });
    await watching(fixture);
    expect(fixture.api.watches[1]?.query.resourceVersion).toBe('103');
  });

  test('that are silent because the server was restored to an earlier state end in a new list', async () => {
    const fixture = await aRunningReflector();
    fixture.api.remove('a', { silently: true });
    fixture.api.nextLists.push((_, response) => {
      const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
      // 507, because the client itself would repeat a 504 a few times.
      sendJson(response, 507, failure(504, 'Timeout', { details: { causes } }));
    });
    await fixture.clock.advance(100_000);
    await passBackoff(fixture, 2);
    await changed(fixture, '-a');
    expect(fixture.api.lists.map(({ query }) => query.resourceVersionMatch)).toEqual([undefined, 'Exact', undefined]);
  });

  test.each([
    { code: 503, reason: 'ServiceUnavailable' },
    { code: 500, reason: 'InternalError' },
    { code: 401, reason: 'Unauthorized' },
  ])('that are refused with $code are tried again from the same position', async ({ code, reason }) => {
    const fixture = await aReflector();
    fixture.api.nextWatches.push(answerStatus(code, reason), answerStatus(code, reason));
    fixture.reflector.start();
    await passBackoff(fixture, 1);
    await passBackoff(fixture, 2);
    await watching(fixture);
    expect(fixture.api.watches.map(({ query }) => query.resourceVersion)).toEqual(['102', '102', '102']);
    expect(fixture.api.lists).toHaveLength(1);
  });

  test('wait as long as Retry-After asks for', async () => {
    const fixture = await aReflector();
    fixture.api.nextWatches.push(answerStatus(429, 'TooManyRequests', { 'retry-after': '17' }));
    fixture.reflector.start();
    expect(await passBackoff(fixture, 1)).toBe(17_000);
    await watching(fixture);
  });

  test('that keep failing end in a new list, for a server whose history was replaced', async () => {
    const fixture = await aReflector();
    for (let refusal = 0; refusal < 5; refusal++) fixture.api.nextWatches.push(answerStatus(504, 'Timeout'));
    fixture.reflector.start();
    for (let refusal = 1; refusal <= 5; refusal++) await passBackoff(fixture, refusal);
    await watching(fixture);
    expect(fixture.api.lists).toHaveLength(2);
  });

  test('back off longer and longer, and begin anew after two healthy minutes', async () => {
    const fixture = await aRunningReflector();
    const waits: number[] = [];
    for (let failures = 1; failures <= 3; failures++) {
      fixture.api.breakWatches();
      waits.push(await passBackoff(fixture, failures));
      await watching(fixture);
    }
    fixture.api.bookmark();
    await eventually(() => fixture.reflector.stats.events === 1, { what: 'the bookmark' });
    for (let minute = 0; minute < 3; minute++) {
      await fixture.clock.advance(60_000);
      fixture.api.bookmark();
      await eventually(() => fixture.reflector.stats.events === minute + 2, { what: 'the bookmark' });
    }
    fixture.api.breakWatches();
    waits.push(await passBackoff(fixture, 4));
    expect(waits).toEqual([600, 1_200, 2_400, 600]);
  });
});

test('activity goes on while the server is away, contact does not', async () => {
  const fixture = await aRunningReflector();
  const { lastContactAt } = fixture.reflector.stats;
  await fixture.api.close();
  for (let second = 0; second < 300; second++) await fixture.clock.advance(1_000);
  const { stats } = fixture.reflector;
  expect(stats.lastContactAt).toBe(lastContactAt);
  expect(fixture.clock.now() - stats.lastActivityAt).toBeLessThan(60_000);
  expect(stats.lastActivityAt).toBeGreaterThan(lastContactAt + 60_000);
});

describe('an expired position', () => {
  const expired = failure(410, 'Expired');

  test('at the opening of a watch means a new list, from which deletions are computed', async () => {
    const fixture = await aReflector();
    fixture.api.nextWatches.push((_, response) => {
      fixture.api.remove('a');
      fixture.api.put('c', 'one');
      response.writeHead(410).end(JSON.stringify(expired));
    });
    fixture.reflector.start();
    await passBackoff(fixture, 1);
    await watching(fixture);
    expect(fixture.changes).toEqual(['+a:one', '+b:one', '+c:one', '-a']);
    expect(fixture.holds()).toEqual({ 'ns/b': 'one', 'ns/c': 'one' });
  });

  test('in the middle of a watch too, and what did not change is not reported', async () => {
    const fixture = await aRunningReflector();
    fixture.api.put('a', 'two', { silently: true });
    fixture.api.send({ type: 'ERROR', object: expired });
    await passBackoff(fixture, 1);
    await watching(fixture);
    expect(fixture.changes).toEqual(['~a:two']);
    expect(fixture.reflector.stats).toMatchObject({ lists: 2, cacheMisses: 0 });
  });

  test('is followed by a list within a second, unless the next one expires too', async () => {
    const fixture = await aReflector();
    for (let n = 0; n < 3; n++) fixture.api.nextWatches.push(answerStatus(410, 'Expired'));
    fixture.reflector.start();
    const waits = [await passBackoff(fixture, 1), await passBackoff(fixture, 2), await passBackoff(fixture, 3)];
    await watching(fixture);
    expect(waits).toEqual([500, 600, 1_200]);
  });

  test('between the pages of a list begins the list anew', async () => {
    const fixture = await aReflector({ pageSize: 1 });
    fixture.api.nextLists.push(
      (_, response) =>
        void response.end(
          JSON.stringify({
            metadata: { resourceVersion: '90', continue: '1' },
            items: [{ metadata: { name: 'gone', namespace: 'ns', resourceVersion: '80' }, spec: { text: 'x' } }],
          }),
        ),
      answerStatus(410, 'Expired'),
    );
    fixture.reflector.start();
    await passBackoff(fixture, 1);
    await fixture.reflector.synced();
    expect(fixture.holds()).toEqual({ 'ns/a': 'one', 'ns/b': 'one' });
    expect(fixture.changes).toEqual(['+gone:x', '+a:one', '+b:one', '-gone']);
  });
});

describe('a kind that cannot be read', () => {
  test.each([
    { code: 404, reason: 'NotFound', state: 'KindMissing' },
    { code: 403, reason: 'Forbidden', state: 'Forbidden' },
  ] as const)('is the state $state, looked for again until it can', async ({ code, reason, state }) => {
    const fixture = await aReflector();
    fixture.api.nextLists.push(answerStatus(code, reason), answerStatus(code, reason), answerStatus(code, reason));
    fixture.reflector.start();
    expect(await fixture.reflector.settled()).toBe(state);
    const waits = [await passBackoff(fixture, 1), await passBackoff(fixture, 2), await passBackoff(fixture, 3)];
    expect(await fixture.reflector.synced()).toBe(true);
    expect(fixture.states).toEqual([state, 'Synced']);
    expect(waits).toEqual([900, 1_800, 3_600]);
  });

  test('is looked for at once after a nudge', async () => {
    const fixture = await aReflector();
    fixture.api.nextLists.push(answerStatus(404, 'NotFound'));
    fixture.reflector.start();
    await fixture.reflector.settled();
    await eventually(() => fixture.clock.pending === 1, { what: 'the back-off' });
    fixture.reflector.nudge();
    expect(await fixture.reflector.synced()).toBe(true);
    await watching(fixture);
  });

  test('keeps what is known at the first 404 and drops it at the second', async () => {
    const fixture = await aRunningReflector();
    fixture.api.nextWatches.push(answerStatus(404, 'NotFound'));
    fixture.api.nextLists.push(answerStatus(404, 'NotFound'));
    await fixture.clock.advance(1_000);
    fixture.api.endWatches();
    await eventually(() => fixture.reflector.state === 'KindMissing', { what: 'the first 404' });
    expect(fixture.reflector.store.size).toBe(2);
    await passBackoff(fixture, 1);
    await changed(fixture, '-a', '-b');
  });
});

describe('the comparison', () => {
  const verifyIntervalMs = 60_000;

  test('asks for a list of exactly the position and finds nothing when all is well', async () => {
    const fixture = await aRunningReflector({ verifyIntervalMs });
    await fixture.clock.advance(60_000);
    fixture.api.endWatches();
    await watching(fixture);
    expect(fixture.api.lists[1]?.query).toMatchObject({ resourceVersion: '102', resourceVersionMatch: 'Exact' });
    expect(fixture.reflector.stats).toMatchObject({ lists: 2, cacheMisses: 0 });
    expect(fixture.changes).toEqual([]);
  });

  test('repairs and counts what the watch did not deliver', async () => {
    const fixture = await aRunningReflector({ verifyIntervalMs });
    fixture.api.put('a', 'two', { silently: true });
    fixture.api.put('c', 'one', { silently: true });
    fixture.api.remove('b', { silently: true });
    await fixture.clock.advance(60_000);
    fixture.api.endWatches();
    await watching(fixture);
    expect(fixture.changes).toEqual(['~a:two', '+c:one', '-b']);
    expect(fixture.reflector.stats.cacheMisses).toBe(3);
  });

  test('lets the server end the watch when it is due', async () => {
    const fixture = await aRunningReflector({ verifyIntervalMs });
    expect(fixture.api.watches[0]?.query.timeoutSeconds).toBe('60');
  });

  test('counts nothing when the server no longer has the position', async () => {
    const fixture = await aRunningReflector({ verifyIntervalMs });
    fixture.api.put('a', 'two', { silently: true });
    fixture.api.nextLists.push(answerStatus(410, 'Expired'));
    await fixture.clock.advance(60_000);
    fixture.api.endWatches();
    await passBackoff(fixture, 1);
    await watching(fixture);
    expect(fixture.changes).toEqual(['~a:two']);
    expect(fixture.reflector.stats.cacheMisses).toBe(0);
  });
});
