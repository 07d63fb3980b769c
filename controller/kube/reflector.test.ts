import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../test/support/eventually.ts';
import { FakeClock, settle } from '../runtime/fake-clock.ts';
import { silentLog } from '../runtime/log.ts';
import type { ReflectorState } from './api.ts';
import { createKubeClient, type WatchClient } from './client.ts';
import { answerStatus, FakeApi, widgetKind } from './fake-api.ts';
import { Reflector, type ReflectorOptions } from './reflector.ts';
import { failure, sendJson } from './scripted-server.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

interface Fixture {
  readonly api: FakeApi;
  readonly clock: FakeClock;
  readonly reflector: Reflector<string>;
  /** `+a:text`, `~a:text` and `-a`. */
  readonly changes: string[];
  readonly states: ReflectorState[];
  holds(): Readonly<Record<string, string>>;
}

async function aReflector(
  options: Partial<ReflectorOptions<string>> = {},
  objects: Readonly<Record<string, string>> = { a: 'one', b: 'one' },
): Promise<Fixture> {
  const api = await FakeApi.start();
  for (const [name, text] of Object.entries(objects)) api.put(name, text);
  const clock = new FakeClock();
  const client = createKubeClient(
    { server: api.server.url, auth: { type: 'None' }, namespace: 'ns', source: 'test' },
    { clock },
  );
  const changes: string[] = [];
  const states: ReflectorState[] = [];
  const reflector = new Reflector<string>({
    client,
    kind: widgetKind,
    project: (object) => String((object.spec as { text: string }).text),
    clock,
    log: silentLog,
    onState: (state) => states.push(state),
    handlers: {
      onChange: ({ type, key, current }) => changes.push(`${type === 'Added' ? '+' : '~'}${key.slice(3)}:${current}`),
      onDelete: ({ key }) => changes.push(`-${key.slice(3)}`),
    },
    ...options,
  });
  cleanUps.push(
    () => reflector.stop(),
    () => client.close(),
    () => api.close(),
  );
  const holds = () =>
    Object.fromEntries([...reflector.store.keys()].map((key) => [key, reflector.store.get(key) ?? '']));
  return { api, clock, reflector, changes, states, holds };
}

/** Started, complete and watching. */
async function aRunningReflector(
  options?: Partial<ReflectorOptions<string>>,
  objects?: Readonly<Record<string, string>>,
): Promise<Fixture> {
  const fixture = await aReflector(options, objects);
  fixture.reflector.start();
  await fixture.reflector.synced();
  await watching(fixture);
  fixture.changes.length = 0;
  return fixture;
}

async function watching({ api }: Fixture, open = 1): Promise<void> {
  await eventually(() => api.openWatches === open, { what: `${open} open watches` });
}

async function changed({ changes }: Fixture, ...expected: string[]): Promise<void> {
  await eventually(() => expect(changes).toEqual(expected) === undefined, { what: `the changes ${expected}` });
}

/** Waits until the reflector has failed `failures` times and waits, then lets that wait pass. */
async function passBackoff({ clock, reflector }: Fixture, failures: number): Promise<number> {
  await eventually(() => reflector.stats.failures === failures && clock.pending > 0, { what: `failure ${failures}` });
  await settle();
  const waitMs = clock.untilNext ?? 0;
  await clock.advance(waitMs);
  return waitMs;
}

describe('the picture', () => {
  test('is complete when synced, over several pages, and holds projections only', async () => {
    const fixture = await aReflector({ pageSize: 2 }, { a: '1', b: '2', c: '3', d: '4', e: '5' });
    fixture.reflector.start();
    expect(await fixture.reflector.synced()).toBe(true);
    expect(fixture.holds()).toEqual({ 'ns/a': '1', 'ns/b': '2', 'ns/c': '3', 'ns/d': '4', 'ns/e': '5' });
    expect(fixture.changes).toEqual(['+a:1', '+b:2', '+c:3', '+d:4', '+e:5']);
    expect(fixture.api.lists).toHaveLength(3);
  });

  test('follows what is added, modified and deleted', async () => {
    const fixture = await aRunningReflector();
    fixture.api.put('c', 'one');
    fixture.api.put('a', 'two');
    fixture.api.remove('b');
    await changed(fixture, '+c:one', '~a:two', '-b');
    expect(fixture.holds()).toEqual({ 'ns/a': 'two', 'ns/c': 'one' });
  });

  test('tells the handler what was there before, after the store has changed', async () => {
    const seen: unknown[] = [];
    const fixture: Fixture = await aRunningReflector({
      handlers: {
        onChange: ({ key, current, previous }) => {
          if (previous !== undefined) seen.push([previous, current, fixture.reflector.store.get(key)]);
        },
        onDelete: ({ key, previous }) => seen.push([previous, fixture.reflector.store.get(key)]),
      },
    });
    fixture.api.put('a', 'two');
    fixture.api.remove('a');
    await eventually(() => seen.length === 2, { what: 'both changes' });
    expect(seen).toEqual([
      ['one', 'two', 'two'],
      ['two', undefined],
    ]);
  });

  test('ignores an event that repeats what is known', async () => {
    const fixture = await aRunningReflector({}, { a: 'one' });
    const metadata = { name: 'a', namespace: 'ns', resourceVersion: '101' };
    fixture.api.send({ type: 'MODIFIED', object: { metadata, spec: { text: 'one' } } });
    fixture.api.put('b', 'one');
    await changed(fixture, '+b:one');
  });

  test('knows types of events that do not exist yet as nothing', async () => {
    const fixture = await aRunningReflector({}, {});
    fixture.api.send({ type: 'FUTURE', object: { metadata: {} } });
    fixture.api.put('a', 'one');
    await changed(fixture, '+a:one');
  });
});

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

describe('handlers', () => {
  test('that throw are counted and do not end the watch', async () => {
    const seen: string[] = [];
    const fixture = await aRunningReflector({
      handlers: {
        onChange: ({ key, current }) => {
          seen.push(`${key}:${current}`);
          if (current === 'bad') throw new Error('handler');
        },
        onDelete: () => {
          throw new Error('handler');
        },
      },
    });
    fixture.api.put('a', 'bad');
    fixture.api.remove('b');
    fixture.api.put('a', 'good');
    await eventually(() => seen.includes('ns/a:good'), { what: 'the later change' });
    expect(fixture.reflector.stats).toMatchObject({ handlerErrors: 2, failures: 0 });
    expect(fixture.holds()).toEqual({ 'ns/a': 'good' });
  });

  test('are spared an object whose projection throws; it keeps its former entry', async () => {
    const fixture = await aRunningReflector({
      project: (object) => {
        const { text } = object.spec as { text: string };
        if (text === 'bad') throw new Error('projection');
        return text;
      },
    });
    fixture.api.put('a', 'bad');
    fixture.api.put('b', 'two');
    await changed(fixture, '~b:two');
    expect(fixture.holds()).toEqual({ 'ns/a': 'one', 'ns/b': 'two' });
    expect(fixture.reflector.stats.handlerErrors).toBe(1);
  });
});

describe('start and stop', () => {
  test('starting twice makes one list and one watch', async () => {
    const fixture = await aReflector();
    fixture.reflector.start();
    fixture.reflector.start();
    await watching(fixture);
    fixture.reflector.start();
    await settle();
    expect(fixture.reflector.stats).toMatchObject({ lists: 1, watches: 1 });
  });

  test('stopping ends the watch without an error and leaves no timer', async () => {
    const fixture = await aRunningReflector();
    await fixture.reflector.stop();
    await watching(fixture, 0);
    expect(fixture.reflector.state).toBe('Stopped');
    expect([fixture.reflector.stats.failures, fixture.clock.pending]).toEqual([0, 0]);
  });

  test('no handler is called after stop', async () => {
    const fixture = await aRunningReflector();
    const stopping = fixture.reflector.stop();
    fixture.api.put('a', 'two');
    await stopping;
    expect(fixture.changes).toEqual([]);
  });

  test('nor for an event that a connection delivers although it was aborted', async () => {
    let deliver = (): void => {};
    const object = { apiVersion: '', kind: '', metadata: { name: 'late', namespace: 'ns', resourceVersion: '2' } };
    const deaf: WatchClient = {
      pages: async function* () {
        yield { resourceVersion: '1', items: [] };
      },
      watch: async () => {
        await new Promise<void>((resolve) => {
          deliver = resolve;
        });
        return (async function* () {
          yield { type: 'ADDED' as const, object };
        })();
      },
    };
    const { reflector, changes } = await aReflector({ client: deaf, project: () => 'x' });
    reflector.start();
    await reflector.synced();
    await settle();
    const stopping = reflector.stop();
    deliver();
    await stopping;
    expect([changes, reflector.store.size]).toEqual([[], 0]);
  });

  test('stopping during a back-off is seen at once', async () => {
    const fixture = await aReflector();
    fixture.api.nextLists.push(answerStatus(500, 'InternalError'));
    fixture.reflector.start();
    await eventually(() => fixture.reflector.stats.failures === 1, { what: 'the failure' });
    await fixture.reflector.stop();
    await fixture.clock.advance(60_000);
    expect([fixture.api.lists.length, fixture.clock.pending]).toEqual([1, 0]);
  });

  test('stopping before the first list ends the wait for it', async () => {
    const fixture = await aReflector();
    fixture.api.nextLists.push(() => {});
    fixture.reflector.start();
    const synced = fixture.reflector.synced();
    await eventually(() => fixture.api.lists.length === 1, { what: 'the list' });
    await fixture.reflector.stop();
    expect(await synced).toBe(false);
  });

  test('a start after a stop lists anew and computes what happened in between', async () => {
    const fixture = await aRunningReflector();
    const stopping = fixture.reflector.stop();
    fixture.api.remove('a');
    fixture.reflector.start();
    await stopping;
    await fixture.reflector.synced();
    await watching(fixture);
    expect(fixture.changes).toEqual(['-a']);
    expect(fixture.reflector.stats).toMatchObject({ lists: 2, watches: 2 });
  });
});
