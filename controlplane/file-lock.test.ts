import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../controller/runtime/clock.ts';
import { withFileLock } from './file-lock.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'file-lock-test-'));
  path = join(directory, 'lock');
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const options = { clock: systemClock, waiting: () => undefined };

describe('a file lock', () => {
  test('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    const enter = () =>
      withFileLock(path, options, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  test('is free again when its holder failed', async () => {
    await expect(withFileLock(path, options, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withFileLock(path, options, async () => 'in')).resolves.toBe('in');
  });

  test('of a holder that died is taken over', async () => {
    await writeFile(path, '');
    const longAgo = new Date(systemClock.now() - 60_000);
    await utimes(path, longAgo, longAgo);
    await expect(withFileLock(path, options, async () => 'in')).resolves.toBe('in');
  });
});
