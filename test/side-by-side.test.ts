import { expect, test } from '@jest/globals';
import { type Step, sideBySide } from './side-by-side.ts';
import { declaredRuns } from './suites.ts';

/** Steps that end when the test says so; `log` has their starts and ends. */
function stage(...names: readonly (readonly [name: string, after?: string])[]) {
  const log: string[] = [];
  const ends = new Map<string, (good: boolean) => void>();
  const steps = names.map(
    ([name, after]): Step<boolean> => ({
      name,
      ...(after === undefined ? {} : { after }),
      start: () => {
        log.push(`+${name}`);
        return new Promise((resolve) => {
          ends.set(name, (good) => {
            log.push(`-${name}`);
            resolve(good);
          });
        });
      },
    }),
  );
  const end = async (name: string, good = true): Promise<void> => {
    ends.get(name)?.(good);
    await new Promise(setImmediate);
  };
  const run = (lanes: number) =>
    sideBySide(
      steps,
      lanes,
      (good) => good,
      () => false,
    );
  return { log, end, run };
}

test('as many run as there are lanes, in their order', async () => {
  const { log, end, run } = stage(['a'], ['b'], ['c']);
  const done = run(2);
  expect(log).toEqual(['+a', '+b']);
  await end('b');
  expect(log).toEqual(['+a', '+b', '-b', '+c']);
  await end('a');
  await end('c');
  expect([...(await done)]).toEqual([
    ['b', true],
    ['a', true],
    ['c', true],
  ]);
});

test('a step that waits for another holds up no third one', async () => {
  const { log, end, run } = stage(['a'], ['b', 'a'], ['c']);
  const done = run(2);
  expect(log).toEqual(['+a', '+c']);
  await end('a');
  expect(log).toEqual(['+a', '+c', '-a', '+b']);
  await end('b');
  await end('c');
  expect((await done).size).toBe(3);
});

test('what waits for a failed step does not start, and what waits for that neither', async () => {
  const { log, end, run } = stage(['a'], ['b', 'a'], ['c', 'b']);
  const done = run(2);
  await end('a', false);
  expect(Object.fromEntries(await done)).toEqual({ a: false, b: false, c: false });
  expect(log).toEqual(['+a', '-a']);
});

test('a step whose predecessor is not asked for starts at once', async () => {
  const { log, end, run } = stage(['b', 'a']);
  const done = run(1);
  expect(log).toEqual(['+b']);
  await end('b');
  expect([...(await done).values()]).toEqual([true]);
});

test('steps that wait for each other are an error, not an endless wait', async () => {
  await expect(stage(['a', 'b'], ['b', 'a']).run(2)).rejects.toThrow('a, b wait for each other');
});

test('two of one name are refused, of which one would never run', async () => {
  await expect(stage(['tools'], ['tools']).run(2)).rejects.toThrow('two steps are called tools');
});

test('the suites of this repository each have a name of their own', () => {
  const names = declaredRuns().map(({ name }) => name);
  expect(names).toHaveLength(new Set(names).size);
  expect(names).toEqual(expect.arrayContaining(['tools', 'python-tools']));
});
