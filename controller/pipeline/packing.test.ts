import { describe, expect, test } from '@jest/globals';
import { LOGS } from '../../charts/kinds/cloudwatchlogs.ts';
import { SCHEDULER } from '../../charts/kinds/scheduler.ts';
import { whilePacked } from './packing.ts';
import type { ObjectState } from './plan.ts';
import { aChild } from './testing/a-child.ts';

const MADE = Date.parse('2026-11-25T10:00:00Z');
const MINUTE_MS = 60_000;
const WAITS = 'waits for its code, which is being packed';
const GROUP = '/datapipelines/team-a/shop/artifacts/pack';

const schedule = aChild({
  kind: SCHEDULER.Schedule,
  name: 'schedule',
  component: 'artifacts',
  createdAt: '2026-11-25T10:00:00Z',
});
const group = aChild({ kind: LOGS.Group, name: 'group', component: 'artifacts', externalName: GROUP });
const children = new Map([schedule, group].map((child) => [child.id, child]));

const failed = (key: string): ObjectState => ({
  state: 'Failed',
  reason: 'AWSError',
  message: `Please check the role provided or validity of S3 location you provided. We are unable to get the specified fileKey: ${key} in the specified bucket: b`,
});
const missing = failed('applications/FlinkSql/packed/0-1.zip');

describe('an application whose code is packed', () => {
  test('waits for it while it is new, and is judged again when it is not any more', () => {
    expect(whilePacked(missing, children, MADE + MINUTE_MS)).toEqual({
      state: { state: 'Progressing', reason: WAITS, note: WAITS },
      againMs: 34 * MINUTE_MS,
    });
  });

  test('is wrong after that, and told with the log that knows why', () => {
    expect(whilePacked(missing, children, MADE + 35 * MINUTE_MS)).toEqual({
      state: { state: 'Failed', reason: 'AWSError', message: expect.stringContaining(GROUP) },
    });
  });

  test('does not wait for longer because a clock is ahead', () => {
    expect(whilePacked(missing, children, MADE - 60 * MINUTE_MS)?.againMs).toBe(35 * MINUTE_MS);
  });

  test('does not wait where nothing packs', () => {
    expect(whilePacked(missing, new Map(), MADE)?.state.state).toBe('Failed');
  });

  test.each<[string, ObjectState]>([
    ['code of the user', failed('my.jar')],
    ['another refusal', { state: 'Failed', reason: 'AWSError', message: 'applications/FlinkSql/packed/ AccessDenied' }],
    ['an object that works', { state: 'Ready' }],
  ])('is not meant by %s', (_, state) => {
    expect(whilePacked(state, children, MADE)).toBeUndefined();
  });
});
