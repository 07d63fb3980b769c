import { describe, expect, test } from '@jest/globals';
import type { Schedule } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn, specOf } from '../../testing/render.ts';

const [schedule] = fullSpec().schedules ?? [];
if (schedule === undefined) throw new Error('fullSpec has a schedule');
const only = (given: Partial<Schedule>) =>
  forProvider(aPipeline({ ...fullSpec(), schedules: [{ ...schedule, ...given }] }), 'Schedule', 'shop-nightly');

describe('a schedule', () => {
  test('starts its crawler by the universal target, as its own role, and keeps what it could not start', () => {
    expect(only({ timeZone: 'Europe/Berlin' })).toEqual({
      region: 'eu-central-1',
      name: 'nightly',
      groupName: 'team-a-shop',
      description: 'Starts crawler raw of the pipeline team-a/shop',
      scheduleExpression: 'cron(0 7 * * ? *)',
      scheduleExpressionTimezone: 'Europe/Berlin',
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      actionAfterCompletion: 'NONE',
      target: {
        arn: 'arn:aws:scheduler:::aws-sdk:glue:startCrawler',
        roleArn: 'arn:aws:iam::123456789012:role/team-a-shop-start-crawler-raw',
        input: '{"Name":"team-a-shop-raw"}',
        deadLetterConfig: { arn: 'arn:aws:sqs:eu-central-1:123456789012:team-a-shop-schedules-dead-letters' },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
      },
    });
  });

  test('spreads its start over a window where one is given', () => {
    expect(only({ windowMinutes: 15 }).flexibleTimeWindow).toEqual({ mode: 'FLEXIBLE', maximumWindowInMinutes: 15 });
  });

  test('begins and ends when told', () => {
    expect(only({ startAt: '2026-12-01T00:00:00Z', endAt: '2027-12-01T00:00:00Z' })).toMatchObject({
      startDate: '2026-12-01T00:00:00Z',
      endDate: '2027-12-01T00:00:00Z',
    });
  });

  test('of a crawler that is two in Glue is two in EventBridge Scheduler, at the same time', () => {
    const tables = (fullSpec().tables ?? []).map((table) => ({ ...table, partitionProjection: false }));
    const pipeline = aPipeline({ ...fullSpec(), tables });
    const folders = forProvider(pipeline, 'Schedule', 'shop-nightly');
    const ofTables = forProvider(pipeline, 'Schedule', 'shop-nightly.tables');
    expect(folders).toMatchObject({ name: 'nightly', target: { input: '{"Name":"team-a-shop-raw"}' } });
    expect(ofTables).toEqual({
      ...folders,
      name: 'nightly.tables',
      target: { ...(folders.target as object), input: '{"Name":"team-a-shop-raw.raw.tables"}' },
    });
    const { Statement } = policyIn(forProvider(pipeline, 'RolePolicy', 'shop-start-crawler-raw'), 'policy');
    expect(Statement[0]?.Resource).toEqual([
      'arn:aws:glue:eu-central-1:123456789012:crawler/team-a-shop-raw',
      'arn:aws:glue:eu-central-1:123456789012:crawler/team-a-shop-raw.raw.tables',
    ]);
  });

  test('speaks the dialect of its partition', () => {
    const spec = { ...fullSpec(), partition: 'aws-us-gov', region: 'us-gov-west-1' } as const;
    expect(forProvider(aPipeline(spec), 'Schedule', 'shop-nightly').target).toMatchObject({
      arn: 'arn:aws-us-gov:scheduler:::aws-sdk:glue:startCrawler',
    });
  });
});

test('the role of a target starts that target, and hands over what it could not start', () => {
  const policy = policyIn(forProvider(aPipeline(fullSpec()), 'RolePolicy', 'shop-start-crawler-raw'), 'policy');
  expect(policy.Statement.map((one) => [one.Action, one.Resource])).toEqual([
    ['glue:StartCrawler', 'arn:aws:glue:eu-central-1:123456789012:crawler/team-a-shop-raw'],
    ['sqs:SendMessage', 'arn:aws:sqs:eu-central-1:123456789012:team-a-shop-schedules-dead-letters'],
    [['kms:GenerateDataKey', 'kms:Decrypt'], 'arn:aws:kms:eu-central-1:123456789012:key/*'],
  ]);
});

describe('the queue for what could not be started', () => {
  const queue = forProvider(aPipeline(fullSpec()), 'Queue', 'shop-schedules-dead-letters');

  test('keeps it for 14 days under the key of the pipeline, named by its alias', () => {
    expect(queue).toMatchObject({
      name: 'team-a-shop-schedules-dead-letters',
      messageRetentionSeconds: 1_209_600,
      kmsMasterKeyId: 'alias/team-a-shop',
    });
    expect(queue).not.toHaveProperty('sqsManagedSseEnabled');
  });

  test('takes no request without TLS', () => {
    expect(policyIn(queue, 'policy').Statement).toEqual([
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: 'arn:aws:sqs:eu-central-1:123456789012:team-a-shop-schedules-dead-letters',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });
});

describe('a schedule of a job', () => {
  const { crawler: _, ...timed } = schedule;
  const jobs = fullSpec().jobs ?? [];
  const pipeline = aPipeline({ ...fullSpec(), schedules: [{ ...timed, job: 'clean' }] });

  test('starts a run of it, as a role that may do no more', () => {
    expect(forProvider(pipeline, 'Schedule', 'shop-nightly')).toMatchObject({
      description: 'Starts job clean of the pipeline team-a/shop',
      target: {
        arn: 'arn:aws:scheduler:::aws-sdk:glue:startJobRun',
        roleArn: 'arn:aws:iam::123456789012:role/team-a-shop-start-job-clean',
        input: expect.stringMatching(/^\{"JobName":"team-a-shop-clean[^"]*"\}$/),
      },
    });
    const { Statement } = policyIn(forProvider(pipeline, 'RolePolicy', 'shop-start-job-clean'), 'policy');
    expect([Statement[0]?.Action, String(Statement[0]?.Resource)]).toEqual([
      'glue:StartJobRun',
      expect.stringMatching(/^arn:aws:glue:eu-central-1:123456789012:job\/team-a-shop-clean/),
    ]);
  });

  test('that is of another environment is not made', () => {
    const elsewhere = jobs.map((job) => ({ ...job, onlyIn: ['Production' as const] }));
    const spec = { ...fullSpec(), jobs: elsewhere, schedules: [{ ...timed, job: 'clean' }] };
    expect(decide(aPipeline(spec)).orchestration?.schedules).toEqual([]);
  });
});

describe('a schedule of a workflow', () => {
  const [schedule] = fullSpec().schedules ?? [];
  if (schedule === undefined) throw new Error('there is no schedule');
  const { crawler: _, ...rest } = schedule;
  const pipeline = aPipeline({ ...fullSpec(), schedules: [{ ...rest, name: 'nightly', workflow: 'batch' }] });
  const { objects } = renderPipeline(pipeline);

  test('starts an execution with what EventBridge Scheduler knows of the run', () => {
    const target = objects
      .filter(({ kind }) => kind.key === 'scheduler.Schedule')
      .map((object) => specOf(object).forProvider.target as { readonly arn: string; readonly input: string });
    expect(target.map(({ arn }) => arn)).toEqual([
      'arn:aws:states:eu-central-1:123456789012:stateMachine:team-a-shop-batch',
    ]);
    expect(JSON.parse(target[0]?.input ?? '')).toEqual({
      schedule: '<aws.scheduler.schedule-arn>',
      scheduledAt: '<aws.scheduler.scheduled-time>',
    });
  });

  test('may start that workflow and nothing else', () => {
    const { Statement } = policyIn(forProvider(pipeline, 'RolePolicy', 'shop-start-workflow-batch'), 'policy');
    expect(Statement.map(({ Sid }) => Sid)).toEqual(['StartWorkflow', 'DeadLetter', 'EncryptDeadLetter']);
  });
});

test('a pipeline without schedules has nothing of Scheduler or SQS', () => {
  const { objects } = renderPipeline(aPipeline({ ...fullSpec(), schedules: [], triggers: [], workflows: [] }));
  expect(objects.filter((object) => /^(scheduler|sqs)\./.test(object.kind.group))).toEqual([]);
});

describe('schedules', () => {
  test('make nothing when there are none', () => {
    expect(decide(aPipeline({ schedules: [] })).orchestration).toBeUndefined();
  });

  test.each([
    ['2026-12-01T02:00:00+02:00', '2026-12-01T00:00:00Z'],
    ['2026-12-01T00:00:00.250Z', '2026-12-01T00:00:00Z'],
    ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ])('begin at %s in the form that AWS gives back: %s', (startAt, utc) => {
    const schedules = (fullSpec().schedules ?? []).map((one) => ({ ...one, startAt }));
    const { orchestration } = decide(aPipeline({ ...fullSpec(), schedules }));
    expect(orchestration?.schedules[0]?.startAt).toBe(utc);
  });

  test('that begin at no time at all are refused', () => {
    const schedules = (fullSpec().schedules ?? []).map((one) => ({ ...one, endAt: 'soon' }));
    expect(() => decide(aPipeline({ ...fullSpec(), schedules }))).toThrow(
      'schedules/nightly: "soon" is not an instant of RFC 3339',
    );
  });

  test('of one crawler share one role', () => {
    const schedules = (fullSpec().schedules ?? []).flatMap((one) => [one, { ...one, name: 'again' }]);
    const { orchestration } = decide(aPipeline({ ...fullSpec(), schedules }));
    expect(orchestration?.targets.map((target) => target.role.role)).toEqual(['team-a-shop-start-crawler-raw']);
    expect(orchestration?.schedules).toHaveLength(2);
  });

  test.each([
    [true, 'All', 'schedule'],
    [false, 'Compute', 'spec.suspend: Compute'],
    [false, 'None', undefined],
  ] as const)(
    'of which one is suspended itself (%s) and the pipeline is (%s) are kept from running by %s',
    (own, suspend, by) => {
      const schedules = (fullSpec().schedules ?? []).map((one) => ({ ...one, suspend: own }));
      const { orchestration } = decide(aPipeline({ ...fullSpec(), suspend, schedules }));
      expect(orchestration?.schedules.map(({ suspendedBy }) => suspendedBy)).toEqual([by]);
    },
  );
});
