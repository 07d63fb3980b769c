import { describe, expect, test } from '@jest/globals';
import type { StreamRecord } from './event.ts';
import { defaultRetryPolicy, isPassing, planRetry } from './retry-plan.ts';

const records: StreamRecord[] = ['a', 'b', 'c'].map((partitionKey) => ({ data: new Uint8Array(1), partitionKey }));
const throttled = 'ProvisionedThroughputExceededException';
const policy = { backoff: { baseMs: 100, maxMs: 1_000, jitter: 1 }, maxAttempts: 5 };

describe('planRetry', () => {
  test('is done when every record was stored', () => {
    expect(planRetry(records, [undefined, undefined, undefined], 1, policy, () => 0)).toEqual({ kind: 'done' });
  });

  test('sends only the refused records again, in their order', () => {
    const plan = planRetry(records, [throttled, undefined, 'InternalFailure'], 1, policy, () => 0);
    expect(plan).toEqual({ kind: 'retry', records: [records[0], records[2]], waitMs: 100 });
  });

  test.each([
    { attempt: 1, random: 0, waitMs: 100, why: 'the base at first' },
    { attempt: 3, random: 0, waitMs: 400, why: 'doubling' },
    { attempt: 4, random: 0.5, waitMs: 400, why: 'jitter takes away up to all of it' },
  ])('waits $waitMs ms after attempt $attempt: $why', ({ attempt, random, waitMs }) => {
    expect(planRetry(records, [throttled, undefined, undefined], attempt, policy, () => random)).toMatchObject({
      waitMs,
    });
  });

  test('never waits longer than the policy allows', () => {
    const patient = { ...policy, maxAttempts: 100 };
    expect(planRetry(records, [throttled, undefined, undefined], 60, patient, () => 0)).toMatchObject({
      waitMs: 1_000,
    });
  });

  test('gives up after the last attempt and says why', () => {
    const plan = planRetry(records, [undefined, throttled, undefined], 5, policy, () => 0);
    expect(plan).toEqual({ kind: 'give-up', records: [records[1]], errorCode: throttled });
  });

  test('is patient for longer than a shard split takes by default', () => {
    let waitedMs = 0;
    for (let attempt = 1; attempt < defaultRetryPolicy.maxAttempts; attempt++) {
      const plan = planRetry(records, [throttled, undefined, undefined], attempt, defaultRetryPolicy, () => 0.5);
      if (plan.kind === 'retry') waitedMs += plan.waitMs;
    }
    expect(waitedMs).toBeGreaterThan(90_000);
  });
});

describe('isPassing', () => {
  test.each([
    { name: throttled, httpStatus: 400, socketCode: undefined, passing: true, why: 'the shards are full' },
    { name: 'KMSThrottlingException', httpStatus: 400, socketCode: undefined, passing: true, why: 'the key is busy' },
    { name: 'Unknown', httpStatus: 503, socketCode: undefined, passing: true, why: 'the service is down' },
    { name: 'Unknown', httpStatus: 429, socketCode: undefined, passing: true, why: 'a proxy throttles' },
    { name: 'Error', httpStatus: undefined, socketCode: 'ECONNRESET', passing: true, why: 'the connection broke' },
    { name: 'TimeoutError', httpStatus: undefined, socketCode: undefined, passing: true, why: 'no answer came' },
    {
      name: 'ResourceNotFoundException',
      httpStatus: 400,
      socketCode: undefined,
      passing: false,
      why: 'no such stream',
    },
    { name: 'AccessDeniedException', httpStatus: 400, socketCode: undefined, passing: false, why: 'no permission' },
    { name: 'CredentialsProviderError', httpStatus: undefined, socketCode: undefined, passing: false, why: 'nobody' },
  ])('$passing for $name $httpStatus $socketCode: $why', ({ passing, ...failure }) => {
    expect(isPassing(failure)).toBe(passing);
  });
});
