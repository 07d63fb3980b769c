/** For tests of the reflector: one with a fake clock before a fake API server, and what to wait for. */
import { afterEach, expect } from '@jest/globals';
import { eventually } from '../../test/support/eventually.ts';
import { FakeClock, settle } from '../runtime/fake-clock.ts';
import { silentLog } from '../runtime/log.ts';
import type { ReflectorState } from './api.ts';
import { createKubeClient } from './client.ts';
import { FakeApi, widgetKind } from './fake-api.ts';
import { Reflector, type ReflectorOptions } from './reflector.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

export interface Fixture {
  readonly api: FakeApi;
  readonly clock: FakeClock;
  readonly reflector: Reflector<string>;
  /** `+a:text`, `~a:text` and `-a`. */
  readonly changes: string[];
  readonly states: ReflectorState[];
  holds(): Readonly<Record<string, string>>;
}

export async function aReflector(
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
export async function aRunningReflector(
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

export async function watching({ api }: Fixture, open = 1): Promise<void> {
  await eventually(() => api.openWatches === open, { what: `${open} open watches` });
}

export async function changed({ changes }: Fixture, ...expected: string[]): Promise<void> {
  await eventually(() => expect(changes).toEqual(expected) === undefined, { what: `the changes ${expected}` });
}

/** Waits until the reflector has failed `failures` times and waits, then lets that wait pass. */
export async function passBackoff({ clock, reflector }: Fixture, failures: number): Promise<number> {
  await eventually(() => reflector.stats.failures === failures && clock.pending > 0, { what: `failure ${failures}` });
  await settle();
  const waitMs = clock.untilNext ?? 0;
  await clock.advance(waitMs);
  return waitMs;
}
