import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeClock } from '../../controller/runtime/fake-clock.ts';
import { createLog } from '../../controller/runtime/log.ts';
import { Actor, lastWords } from './actor.ts';

let directory: string;
let clock: FakeClock;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'actor-test-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => {
  clock = new FakeClock();
});

/** An actor whose program ends when the test says so. */
function actor(restarts: boolean) {
  const logFile = join(directory, 'log');
  writeFileSync(logFile, 'datapipeline-operator: connect ECONNREFUSED 127.0.0.1:6443\n');
  const ends: ((code: number | undefined) => void)[] = [];
  const start = () => {
    let end: (code: number | undefined) => void = () => undefined;
    const exited = new Promise<number | undefined>((resolve) => {
      end = resolve;
    });
    ends.push(end);
    return { exited, kill: async () => end(undefined) };
  };
  const played = new Actor({ what: 'controller', logFile, restarts, clock, start });
  const die = async (code?: number): Promise<void> => {
    ends.at(-1)?.(code);
    await clock.advance(0);
  };
  return { played, die, starts: () => ends.length };
}

describe('an actor', () => {
  test('that dies is started again, after a pause that grows', async () => {
    const { played, die, starts } = actor(true);
    await die();
    await clock.advance(999);
    expect(starts()).toBe(1);
    await clock.advance(1);
    expect(starts()).toBe(2);
    await die(1);
    await clock.advance(1_999);
    expect(starts()).toBe(2);
    await clock.advance(1);
    expect([starts(), played.trouble]).toEqual([3, undefined]);
  });

  test('that dies again and again is trouble, with its last words and its log', async () => {
    const { played, die, starts } = actor(true);
    for (let end = 0; end < 4; end += 1) {
      await die(1);
      await clock.advance(10_000);
    }
    expect(starts()).toBe(4);
    expect(played.trouble).toBe(
      `the controller ended with exit code 1, 4 times in 120 s: datapipeline-operator: connect ECONNREFUSED 127.0.0.1:6443; its log is ${join(directory, 'log')}`,
    );
    expect(clock.pending).toBe(0);
  });

  test('that dies now and then is never trouble', async () => {
    const { played, die, starts } = actor(true);
    for (let end = 0; end < 20; end += 1) {
      await die();
      await clock.advance(120_000);
    }
    expect([starts(), played.trouble]).toEqual([21, undefined]);
  });

  test('that nobody may start again is trouble at once', async () => {
    const { played, die, starts } = actor(false);
    await die();
    await clock.advance(60_000);
    expect(starts()).toBe(1);
    expect(played.trouble).toContain('the controller was killed: datapipeline-operator: connect ECONNREFUSED');
  });

  test('that was sent home stays there', async () => {
    const { played, starts } = actor(true);
    await played.kill();
    await clock.advance(60_000);
    expect([starts(), played.trouble, clock.pending]).toEqual([1, undefined, 0]);
  });

  test('that is sent home while it waits to begin again stays there', async () => {
    const { played, die, starts } = actor(true);
    await die();
    await played.kill();
    await clock.advance(60_000);
    expect([starts(), clock.pending]).toEqual([1, 0]);
  });
});

describe('last words', () => {
  test('of our own log are the last warning or error, with its reason', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
    log.warn({ error: new Error('Unauthorized') }, 'cannot list pipelines');
    log.info({}, 'trying again');
    expect(lastWords(lines.join(''))).toBe('cannot list pipelines: Unauthorized');
  });

  test.each([
    ['', ''],
    ['only this\n', 'only this'],
    [
      'starting\nTypeError: x is not a function\n    at failed (file.ts:1)\n\nNode.js v24.21.0\n',
      'TypeError: x is not a function',
    ],
    ['123\n"text"\n', '"text"'],
  ])('of %j', (log, words) => {
    expect(lastWords(log)).toBe(words);
  });

  test('are few', () => {
    expect(lastWords('x'.repeat(10_000))).toHaveLength(400);
  });
});
