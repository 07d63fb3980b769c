import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../../charts/kinds/iam.ts';
import { SCHEDULER } from '../../../charts/kinds/scheduler.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { apply, play, settle, verdict } from '../testing/a-play.ts';

const TARGET = { arn: 'arn:aws:scheduler:::aws-sdk:glue:startCrawler', roleArn: 'arn:aws:iam::123456789012:role/run' };
const HOURLY = { name: 'nightly', scheduleExpression: 'cron(5 * * * ? *)', target: TARGET };

/** At noon of the first of June 2026, UTC; `aws.later` moves on. */
function world(): { readonly aws: SimulatedAws; readonly setTime: (iso: string) => void } {
  let now = Date.parse('2026-06-01T12:00:00Z');
  const aws = new SimulatedAws(() => now);
  foreignObject(aws, IAM.Role, 'run');
  return {
    aws,
    setTime: (iso) => {
      now = Date.parse(iso);
    },
  };
}

function created(forProvider: JsonObject): string {
  const { play: actor } = play(SCHEDULER.Schedule, 'nightly', {
    aws: world().aws,
    forProvider: { ...HOURLY, ...forProvider },
  });
  settle(actor);
  return verdict(actor);
}

describe('a schedule is refused', () => {
  test.each([
    [{ startDate: '2026-06-01T11:54:59Z' }, 'The StartDate you specify cannot be earlier than 5 minutes ago.'],
    [{ endDate: '2026-06-01T11:59:59Z' }, 'The EndDate you specify cannot be in the past.'],
    [
      { startDate: '2026-07-02T00:00:00Z', endDate: '2026-07-01T00:00:00Z' },
      'The EndDate you specify must be later than the StartDate.',
    ],
    [{ scheduleExpression: 'at(2026-06-01T11:59:59)' }, 'The time is in the past.'],
    [
      { scheduleExpression: 'at(2026-06-01T13:59:59)', scheduleExpressionTimezone: 'Europe/Berlin' },
      'The time is in the past.',
    ],
    [{ scheduleExpression: 'cron(5 * * * *)' }, 'Invalid Schedule Expression cron(5 * * * *).'],
    [{ scheduleExpression: 'rate(0 hours)' }, 'Invalid Schedule Expression rate(0 hours).'],
    [{ name: 'a b' }, 'Member must satisfy regular expression pattern'],
  ] as const)('with %j', (forProvider, message) => {
    expect(created(forProvider)).toContain(message);
  });

  test('when any part of it is changed after its start date has passed', () => {
    const { aws, setTime } = world();
    const startDate = '2026-06-02T00:00:00Z';
    const { play: actor } = play(SCHEDULER.Schedule, 'nightly', { aws, forProvider: { ...HOURLY, startDate } });
    settle(actor);
    expect(verdict(actor)).toBe('Success');
    setTime('2026-06-03T00:00:00Z');
    apply(actor, { state: 'DISABLED' });
    expect(verdict(actor)).toMatch(/^async update failed: .*cannot be earlier than 5 minutes ago/);
    apply(actor, { startDate: '2026-06-03T01:00:00Z' });
    expect(aws.list({ type: 'scheduler.Schedule' })[0]?.attributes.state).toBe('DISABLED');
  });
});

describe('a schedule is taken', () => {
  test.each([
    { startDate: '2026-06-01T11:55:01Z' },
    { startDate: '2026-06-02T00:00:00Z', endDate: '2026-07-01T00:00:00Z' },
    { scheduleExpression: 'at(2026-06-01T14:00:01)', scheduleExpressionTimezone: 'Europe/Berlin' },
    { scheduleExpression: 'at(2026-06-01T13:00:00)', startDate: '2025-01-01T00:00:00Z' },
    { scheduleExpression: 'rate(1 hour)' },
  ])('with %j', (forProvider) => {
    expect(created(forProvider)).toBe('Success');
  });

  test('when it is changed after its one time has passed', () => {
    const { aws, setTime } = world();
    const scheduleExpression = 'at(2026-06-01T13:00:00)';
    const { play: actor } = play(SCHEDULER.Schedule, 'once', {
      aws,
      forProvider: { ...HOURLY, scheduleExpression },
    });
    settle(actor);
    setTime('2026-06-02T00:00:00Z');
    apply(actor, { state: 'DISABLED' });
    expect(verdict(actor)).toBe('Success');
  });
});

test('a group is refused with a name that is none', () => {
  const { play: actor } = play(SCHEDULER.ScheduleGroup, 'group', { forProvider: { name: 'a/b' } });
  settle(actor);
  expect(verdict(actor)).toContain('ValidationException');
});
