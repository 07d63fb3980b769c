/**
 * A lock between processes that share a file system. The holder touches the file every two seconds; a lock that was not
 * touched for half a minute belongs to a dead process and is taken over.
 */
import { open, rename, rm, stat, utimes } from 'node:fs/promises';
import { type Clock, sleep } from '../controller/runtime/clock.ts';

export interface FileLockOptions {
  readonly clock: Clock;
  /** Called about every five seconds while another process holds the lock. */
  readonly waiting: (elapsedSeconds: number) => void;
}

const TOUCH_MS = 2_000;
const STALE_MS = 30_000;
const POLL_MS = 500;
const REPORT_MS = 5_000;

export async function withFileLock<T>(path: string, options: FileLockOptions, action: () => Promise<T>): Promise<T> {
  await acquire(path, options);
  const stopTouching = keepTouching(path, options.clock);
  try {
    return await action();
  } finally {
    stopTouching();
    await rm(path, { force: true });
  }
}

async function acquire(path: string, { clock, waiting }: FileLockOptions): Promise<void> {
  const startedAt = clock.now();
  let reportedAt = startedAt;
  while (!(await create(path))) {
    if (await isStale(path, clock)) {
      await discard(path, clock);
      continue;
    }
    if (clock.now() - reportedAt >= REPORT_MS) {
      reportedAt = clock.now();
      waiting(Math.round((clock.now() - startedAt) / 1000));
    }
    await sleep(clock, POLL_MS);
  }
}

async function create(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function isStale(path: string, clock: Clock): Promise<boolean> {
  try {
    return clock.now() - (await stat(path)).mtimeMs > STALE_MS;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Of several that see the stale lock only one can rename it; the others go on waiting. */
async function discard(path: string, clock: Clock): Promise<void> {
  const aside = `${path}.stale-${clock.random().toString(36).slice(2)}`;
  try {
    await rename(path, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

function keepTouching(path: string, clock: Clock): () => void {
  let cancel = clock.after(TOUCH_MS, touch);
  function touch(): void {
    const now = new Date(clock.now());
    utimes(path, now, now).catch(() => undefined);
    cancel = clock.after(TOUCH_MS, touch);
  }
  return () => cancel();
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
