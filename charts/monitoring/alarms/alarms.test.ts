import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ALARM_NAMES, ALARMS } from '../../../crds/alarms.ts';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { tokensIn } from '../../observed.ts';
import { partsOf } from '../../pipeline-chart.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn, specOf } from '../../testing/render.ts';
import type { Events } from './alarm.ts';

type Monitoring = NonNullable<DataPipelineSpec['monitoring']>;

const pipeline = (monitoring: Monitoring, more: Partial<DataPipelineSpec> = {}) =>
  aPipeline({ ...fullSpec(), ...more, monitoring });
const alarmsIn = (input = aPipeline(fullSpec())) =>
  renderPipeline(input).objects.filter(({ kind }) => kind.key === 'cloudwatch.MetricAlarm');
const names = (input = aPipeline(fullSpec())) => alarmsIn(input).map(({ manifest }) => manifest.metadata.name);
const alarm = (name: string, input = aPipeline(fullSpec())) => forProvider(input, 'MetricAlarm', `shop-alarm-${name}`);

/** Where each namespace publishes its metrics; source: docs/aws-rules.md, CloudWatch. Written apart from the alarms. */
const DIMENSIONS: Readonly<Record<string, readonly string[]>> = {
  'AWS/Kinesis': ['StreamName'],
  'AWS/Kinesis SubscribeToShardEvent.MillisBehindLatest': ['ConsumerName', 'StreamName'],
  'AWS/Firehose': ['DeliveryStreamName'],
  'AWS/Lambda': ['FunctionName'],
  'AWS/KinesisAnalytics': ['Application'],
  'AWS/Scheduler': ['ScheduleGroup'],
  'AWS/SQS': ['QueueName'],
  'AWS/States': ['StateMachineArn'],
  'AWS/Events': ['RuleName'],
};

/** What EventBridge says of each; source: docs/aws-rules.md, CloudWatch. Written apart from the alarms. */
const EVENTS: Readonly<Record<string, Readonly<Record<string, readonly string[] | undefined>>>> = {
  'Glue Job State Change': { state: ['SUCCEEDED', 'FAILED', 'TIMEOUT', 'STOPPED'] },
  'Glue Crawler State Change': { state: ['Started', 'Succeeded', 'Failed'] },
  'Object Created': {},
  'EMR Serverless Job Run State Change': { state: ['SUCCESS', 'FAILED', 'CANCELLING', 'CANCELLED'] },
  'EMR Step Status Change': { state: ['COMPLETED', 'FAILED', 'CANCELLED'] },
  'EMR Cluster State Change': { state: ['TERMINATED', 'TERMINATED_WITH_ERRORS'] },
};

/** What tells the thing that they are of. */
function namedBy({ detail = {}, resources = [] }: Events): readonly string[] {
  const { state: _, ...rest } = detail;
  return [...Object.values(rest).flat(), ...resources];
}

describe('every alarm', () => {
  const parts = partsOf(decide(aPipeline(fullSpec())));
  const declared = parts.flatMap(({ component, alarms = [] }) => alarms.map((one) => ({ component, ...one })));

  test('that has a name is there, in a pipeline with one of everything, on a component of its section', () => {
    expect(new Set(declared.map((one) => one.alarm))).toEqual(new Set(ALARM_NAMES));
    for (const { component, alarm: name } of declared) expect(component.split('/')[0]).toBe(ALARMS[name].of);
  });

  test('has all dimensions of its metric, and none that is empty', () => {
    for (const one of declared) {
      if ('events' in one) continue;
      const { namespace, name, dimensions } = one.metric;
      expect([name, Object.keys(dimensions).sort()]).toEqual([
        name,
        DIMENSIONS[`${namespace} ${name}`] ?? DIMENSIONS[namespace],
      ]);
      expect(Object.values(dimensions)).not.toContain('');
    }
  });

  test('watches a thing by the name that it has in AWS', () => {
    const rendered = renderPipeline(aPipeline(fullSpec()));
    const others = JSON.stringify(
      rendered.objects.filter(({ component }) => component !== 'alarms').map(({ manifest }) => manifest),
    );
    for (const one of declared) {
      const values = 'events' in one ? namedBy(one.events) : Object.values(one.metric.dimensions);
      // State machines are called by their name, and watched by their ARN; what only AWS knows is a token of an object.
      for (const value of values) {
        const [token] = tokensIn(value);
        const name = token === undefined ? value.slice(value.lastIndexOf(':') + 1) : token.from.split('/').at(-1);
        expect(others).toContain(`"${name}"`);
      }
    }
  });

  test('that watches events names states that there are, and those of the thing only', () => {
    for (const one of declared) {
      if (!('events' in one)) continue;
      const { detailType, detail = {} } = one.events;
      for (const state of detail.state ?? []) expect(EVENTS[detailType]?.state).toContain(state);
      expect(namedBy(one.events).length).toBeGreaterThan(0);
    }
  });

  test('says what, where, what to do, and what no data means, in as much as CloudWatch takes', () => {
    for (const object of alarmsIn()) {
      const { alarmDescription } = specOf(object).forProvider;
      expect(alarmDescription).toMatch(
        /\. Component: .+ of the pipeline team-a\/shop\. Runbook: docs\/runbooks\/alarms\.md#[a-z]+\. No data counts as /,
      );
      expect(String(alarmDescription).length).toBeLessThanOrEqual(1024);
    }
  });

  test('has a runbook with what it means, where to look and what to do, and there is none of an alarm that went', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/runbooks/alarms.md'), 'utf8');
    const [head = '', ...sections] = text.split(/^## /m);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(ALARM_NAMES);
    for (const section of sections) {
      for (const part of ['What it means', 'Look here', 'Do this']) expect(section).toContain(`**${part}.**`);
    }
    for (const name of ALARM_NAMES) {
      const { unit, level } = ALARMS[name];
      expect(head).toMatch(new RegExp(`^\\| ${name} \\| ${unit} \\|.*\\| ${level} \\|$`, 'm'));
    }
  });
});

describe('thresholds', () => {
  test('follow from the spec', () => {
    expect(alarm('stream-iterator-age.main')).toMatchObject({ threshold: 12 * 3_600_000, statistic: 'Maximum' });
    expect(alarm('delivery-late.lake')).toMatchObject({ threshold: 900, treatMissingData: 'notBreaching' });
    const slow = pipeline({}, {
      deliveries: fullSpec().deliveries?.map((one) => ({ ...one, buffer: { seconds: 900 } })),
    } as Partial<DataPipelineSpec>);
    expect(alarm('delivery-late.lake', slow).threshold).toBe(2700);
  });

  test('silence is bad, and lasts as long as freshness says', () => {
    expect(alarm('delivery-silent.lake')).toMatchObject({
      metricName: 'DeliveryToS3.Records',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: 60,
      evaluationPeriods: 30,
      datapointsToAlarm: 30,
      treatMissingData: 'breaching',
    });
    expect(names(pipeline({}))).not.toContain('shop-alarm-delivery-silent.lake');
  });

  test('counters are watched by how much they grow, of Flink 2 under their new name', () => {
    const watched = (runtime: 'FLINK-1_20' | 'FLINK-2_2') => {
      const applications = fullSpec().applications?.map((one) => ({ ...one, runtime })) ?? [];
      return alarm('application-restarts.count', pipeline({ alarms: 'All' }, { applications })).metricQuery;
    };
    expect(watched('FLINK-1_20')).toMatchObject([
      { expression: 'DIFF(counted)', returnData: true },
      { id: 'counted', metric: { metricName: 'fullRestarts', stat: 'Maximum', period: 300 }, returnData: false },
    ]);
    expect(watched('FLINK-2_2')).toMatchObject([{}, { metric: { metricName: 'numRestarts' } }]);
  });

  test('an application that stands still is not watched', () => {
    const applications = fullSpec().applications?.map((one) => ({ ...one, suspend: true })) ?? [];
    expect(names(pipeline({ alarms: 'All' }, { applications })).filter((name) => name.includes('application'))).toEqual(
      [],
    );
  });
});

const schedules = (more: object): Partial<DataPipelineSpec> => ({
  schedules: fullSpec().schedules?.map(({ cron: _, ...one }) => ({ ...one, ...more })) ?? [],
});

describe('a missed run', () => {
  const missed = (more: object) => {
    const input = pipeline({ alarms: 'All' }, schedules(more));
    return names(input).includes('shop-alarm-schedule-missed.nightly')
      ? alarm('schedule-missed.nightly', input)
      : undefined;
  };

  test.each<[string, object, number]>([
    ['a day and two hours', { cron: '0 7 * * *' }, 26],
    ['a weekend', { cron: '0 7 * * MON-FRI' }, 74],
    ['within its window', { cron: '0 7 * * *', windowMinutes: 90 }, 28],
    ['a rate', { rate: '15m' }, 3],
    ['when a job ends, tries and all', { cron: '0 7 * * *', crawler: undefined, job: 'clean' }, 28],
    ['a workflow', { cron: '0 7 * * *', crawler: undefined, workflow: 'batch' }, 26],
  ])('is one after %s', (_, more, hours) => {
    expect(missed(more)).toMatchObject({
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: 3600,
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      treatMissingData: 'breaching',
    });
  });

  test.each<[string, object]>([
    ['runs once', { at: '2027-01-01T00:00:00' }],
    ['is suspended', { cron: '0 7 * * *', suspend: true }],
    ['begins some day', { cron: '0 7 * * *', startAt: '2027-01-01T00:00:00Z' }],
    ['ends some day', { cron: '0 7 * * *', endAt: '2027-01-01T00:00:00Z' }],
    ['runs on Sundays only, for CloudWatch looks back a week', { cron: '0 7 * * SUN' }],
    ['runs once a month', { cron: '0 7 1 * *' }],
  ])('is not watched of a schedule that %s', (_, more) => {
    expect(missed(more)).toBeUndefined();
  });
});

describe('events', () => {
  test('are counted by a rule without a target, which is there before its alarm', () => {
    const { objects } = renderPipeline(aPipeline(fullSpec()));
    const made = (kind: string) =>
      objects.find((one) => one.kind.key === kind && one.manifest.metadata.name === 'shop-alarm-job-failed.clean');
    const rule = made('cloudwatchevents.Rule');
    const counted = made('cloudwatch.MetricAlarm');
    if (rule === undefined || counted === undefined) throw new Error('not rendered');
    expect(JSON.parse(String(specOf(rule).forProvider.eventPattern))).toEqual({
      source: ['aws.glue'],
      'detail-type': ['Glue Job State Change'],
      account: ['123456789012'],
      region: ['eu-central-1'],
      detail: { jobName: ['team-a-shop-clean'], state: ['FAILED', 'TIMEOUT'] },
    });
    expect(specOf(counted).forProvider).toMatchObject({
      namespace: 'AWS/Events',
      metricName: 'TriggeredRules',
      dimensions: { RuleName: 'team-a-shop-alarm-job-failed.clean' },
      statistic: 'Sum',
      threshold: 0,
    });
    expect(counted.after).toContain(rule.id);
    const targets = objects.filter(({ kind }) => kind.key === 'cloudwatchevents.Target');
    expect(targets.map((one) => specOf(one).forProvider.rule)).not.toContain('team-a-shop-alarm-job-failed.clean');
  });

  test('have no rule where they have no alarm', () => {
    const rules = (input: ReturnType<typeof aPipeline>) =>
      renderPipeline(input).objects.filter(
        ({ kind, component }) => kind.key === 'cloudwatchevents.Rule' && component === 'alarms',
      );
    expect(rules(pipeline({ alarms: 'None' }))).toEqual([]);
    expect(rules(pipeline({ alarms: 'Essential' })).length).toBeGreaterThan(0);
  });
});

describe('what is unusual', () => {
  test('lies beside a band as wide as the threshold says', () => {
    const { threshold, ...told } = alarm('stream-volume-unusual.main');
    expect(threshold).toBeUndefined();
    expect(told).toMatchObject({
      comparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
      thresholdMetricId: 'usual',
      metricQuery: [
        { id: 'usual', expression: 'ANOMALY_DETECTION_BAND(measured, 3)', returnData: true },
        { id: 'measured', metric: { metricName: 'IncomingRecords', stat: 'Sum', period: 900 }, returnData: true },
      ],
    });
    const wider = pipeline({ alarms: 'All', overrides: [{ alarm: 'StreamVolumeUnusual', threshold: 6 }] });
    expect(alarm('stream-volume-unusual.main', wider).metricQuery).toMatchObject([
      { expression: 'ANOMALY_DETECTION_BAND(measured, 6)' },
      {},
    ]);
  });
});

test('what waits in a queue is no trouble while triggers are suspended', () => {
  const suspended = pipeline({ alarms: 'All' }, { suspend: 'Schedules' });
  expect(names(suspended)).not.toContain('shop-alarm-trigger-waiting.landed');
  expect(names(suspended)).toContain('shop-alarm-trigger-events-lost.landed');
  expect(alarm('trigger-waiting.landed').threshold).toBeGreaterThan(900);
});

describe('which there are', () => {
  test('Essential in development, All elsewhere, none when none are wished', () => {
    const levels = (input: ReturnType<typeof aPipeline>) =>
      names(input).includes('shop-alarm-function-throttled.enrich');
    expect(levels(pipeline({}))).toBe(false);
    expect(names(pipeline({}))).toContain('shop-alarm-function-errors.enrich');
    expect(levels(pipeline({}, { environment: 'Staging' }))).toBe(true);
    expect(names(pipeline({ alarms: 'None' }))).toEqual([]);
  });

  test('an override of a component goes before that of all, and what neither says is derived', () => {
    const overrides = [
      { alarm: 'StreamIteratorAge', threshold: 1 },
      { alarm: 'StreamIteratorAge', component: 'streams/main', enabled: true },
      { alarm: 'FunctionErrors', enabled: false },
      { alarm: 'FunctionThrottled', component: 'functions/enrich', threshold: 7, enabled: true },
    ] as const;
    const input = pipeline({ alarms: 'None', overrides });
    expect(names(input)).toEqual(['shop-alarm-function-throttled.enrich', 'shop-alarm-stream-iterator-age.main']);
    expect(alarm('stream-iterator-age.main', input).threshold).toBe(1);
    expect(alarm('function-throttled.enrich', input).threshold).toBe(7);
    expect(names(pipeline({ alarms: 'Essential', overrides }))).not.toContain('shop-alarm-function-errors.enrich');
  });

  test('runbooks of their own are linked', () => {
    const input = pipeline({ runbooks: 'https://wiki.example.com/alarms' });
    expect(alarm('stream-iterator-age.main', input).alarmDescription).toContain(
      'Runbook: https://wiki.example.com/alarms#streamiteratorage.',
    );
  });
});

describe('telling', () => {
  const SOURCE = 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:team-a-shop-alarm-*';
  const service = (input: ReturnType<typeof aPipeline>, kind: string, name: string) =>
    policyIn(forProvider(input, kind, name), 'policy').Statement.filter(({ Sid }) => Sid === 'Alarms');

  test('the topic is told of beginning and end, and lets CloudWatch in, as does the key', () => {
    const topic = 'arn:aws:sns:eu-central-1:123456789012:team-a-shop-notifications';
    expect(alarm('function-errors.enrich')).toMatchObject({ alarmActions: [topic], okActions: [topic] });
    for (const [kind, name] of [
      ['Topic', 'shop-notifications'],
      ['Key', 'shop'],
    ] as const) {
      expect(service(aPipeline(fullSpec()), kind, name)).toMatchObject([
        {
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': [SOURCE] },
          },
        },
      ]);
    }
    const prefix = SOURCE.slice(SOURCE.lastIndexOf(':') + 1, -1);
    for (const { manifest } of alarmsIn()) {
      expect(manifest.metadata.annotations?.['crossplane.io/external-name']?.startsWith(prefix)).toBe(true);
    }
  });

  test('CloudWatch is let in before there are alarms, so that a rollout leaves topic and key as they are', () => {
    const early = aPipeline({ ...fullSpec(), rollout: { through: 'Foundation' } });
    for (const input of [early, pipeline({ alarms: 'None' })]) {
      expect(service(input, 'Topic', 'shop-notifications')).toHaveLength(1);
      expect(service(input, 'Key', 'shop')).toHaveLength(1);
    }
  });

  test('without notifications alarms tell nobody, and have no list that the provider would drop', () => {
    const { notifications: _, workflows: __, triggers: ___, ...rest } = fullSpec();
    const told = forProvider(aPipeline(rest), 'MetricAlarm', 'shop-alarm-function-errors.enrich');
    expect(told.actionsEnabled).toBe(false);
    for (const list of ['alarmActions', 'okActions']) expect(told).not.toHaveProperty(list);
  });
});
