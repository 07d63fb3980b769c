import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../test/support/eventually.ts';
import { settle } from '../runtime/fake-clock.ts';
import type { WatchClient } from './client.ts';
import { answerStatus } from './fake-api.ts';
import { aReflector, aRunningReflector, changed, type Fixture, watching } from './reflector-fixture.ts';

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
