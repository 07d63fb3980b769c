import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { partsOf } from '../../pipeline-chart.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider } from '../../testing/render.ts';
import { type BodyWidget, type DashboardBody, GRID, type GraphProperties } from './body.ts';

type Input = ReturnType<typeof aPipeline>;

const staging = (more: Partial<DataPipelineSpec> = {}) => aPipeline({ ...fullSpec(), environment: 'Staging', ...more });
const bodyOf = (input: Input): DashboardBody =>
  JSON.parse(String(forProvider(input, 'Dashboard', 'shop').dashboardBody)) as DashboardBody;
const graphsIn = (input: Input) =>
  bodyOf(input).widgets.flatMap((one) => (one.type === 'metric' ? [one.properties] : []));
const graph = (title: string, input: Input): GraphProperties => {
  const found = graphsIn(input).find((one) => one.title === title);
  if (found === undefined) throw new Error(`no graph ${title}`);
  return found;
};
const headings = (input: Input) =>
  bodyOf(input).widgets.flatMap((one) =>
    one.type === 'text' && one.properties.markdown.startsWith('## ') ? [one.properties.markdown.slice(3)] : [],
  );
const labels = ({ metrics }: GraphProperties) => metrics.map((row) => (row.at(-1) as { label: string }).label);

describe('a dashboard', () => {
  test('is there outside Development, and as the spec says', () => {
    const has = (input: Input) => renderPipeline(input).objects.some(({ kind }) => kind.key === 'cloudwatch.Dashboard');
    expect(has(aPipeline())).toBe(false);
    expect(has(aPipeline({ monitoring: { dashboard: true } }))).toBe(true);
    expect(has(staging())).toBe(true);
    expect(has(staging({ monitoring: { dashboard: false } }))).toBe(false);
    expect(has(staging({ rollout: { through: 'Orchestration' } }))).toBe(false);
  });

  test('is called by its Region too, for an account has one list of them', () => {
    const { objects, parts } = renderPipeline(staging());
    const made = objects.find(({ kind }) => kind.key === 'cloudwatch.Dashboard');
    expect(made?.manifest.metadata.annotations).toMatchObject({
      'crossplane.io/external-name': 'team-a-shop-eu-central-1',
    });
    expect(parts.find(({ component }) => component === 'dashboard')?.facts).toEqual({
      dashboard: 'team-a-shop-eu-central-1',
    });
  });

  test('shows of each section what goes in, what comes out, and what fails', () => {
    expect(headings(staging())).toEqual([
      'Zones',
      'Streams',
      'Functions',
      'Applications',
      'Deliveries',
      'Jobs',
      'Workflows',
      'Schedules',
      'Triggers',
    ]);
    const names = new Set(graphsIn(staging()).flatMap(({ metrics }) => metrics.map(([, name]) => name)));
    for (const name of [
      'BucketSizeBytes',
      'IncomingRecords',
      'IncomingBytes',
      'WriteProvisionedThroughputExceeded',
      'ReadProvisionedThroughputExceeded',
      'GetRecords.IteratorAgeMilliseconds',
      'SubscribeToShardEvent.MillisBehindLatest',
      'Errors',
      'Duration',
      'downtime',
      'DeliveryToS3.DataFreshness',
      'FailedConversion.Records',
      'glue.succeed.ALL',
      'glue.error.ALL',
      'glue.driver.ExecutorAllocationManager.executors.numberAllExecutors',
      'ExecutionsStarted',
      'ExecutionsFailed',
      'ApproximateNumberOfMessagesVisible',
    ]) {
      expect(names).toContain(name);
    }
  });

  test('shows the alarms that there are', () => {
    const alarms = (input: Input) =>
      bodyOf(input).widgets.flatMap((one) => (one.type === 'alarm' ? one.properties.alarms : []));
    const rendered = renderPipeline(staging()).objects.filter(({ kind }) =>
      ['cloudwatch.MetricAlarm', 'cloudwatch.CompositeAlarm'].includes(kind.key),
    );
    expect([...alarms(staging())].sort()).toEqual(
      rendered
        .map(
          ({ manifest }) =>
            `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${manifest.metadata.annotations?.['crossplane.io/external-name']}`,
        )
        .sort(),
    );
    expect(rendered.length).toBeGreaterThan(0);
    expect(alarms(staging({ monitoring: { alarms: 'None', dashboard: true } }))).toEqual([]);
  });

  test('has one graph for all components of a section', () => {
    const streams = ['main', 'other'].map((name) => ({ name, retentionHours: 24 }));
    expect(labels(graph('Records in', staging({ streams })))).toEqual(['main', 'other']);
    expect(labels(graph('Bytes in and out', staging({ streams })))).toEqual([
      'main in',
      'main out',
      'other in',
      'other out',
    ]);
    expect(graph('Records in', staging()).metrics).toEqual([
      ['AWS/Kinesis', 'IncomingRecords', 'StreamName', 'team-a-shop-main', { label: 'main', stat: 'Sum' }],
    ]);
  });

  test('shows of a zone each storage class that its objects come to, over a month', () => {
    const zones = [
      {
        name: 'raw',
        eventNotifications: false,
        lifecycle: {
          transitions: [{ afterDays: 30, storageClass: 'STANDARD_IA' as const }],
          noncurrentExpireAfterDays: 90,
          abortIncompleteUploadsAfterDays: 1,
        },
      },
    ];
    const size = graph('Size', aPipeline({ zones, environment: 'Staging' }));
    expect(labels(size)).toEqual(['raw Standard', 'raw StandardIA']);
    expect(size).toMatchObject({ period: 86_400, start: '-P30D' });
  });

  test('searches for what AWS publishes under an id that only AWS knows', () => {
    expect(graph('vCPU of EMR Serverless', staging()).metrics).toEqual([
      [
        {
          label: 'report has',
          expression:
            'SEARCH(\'{AWS/EMRServerless,ApplicationId,ApplicationName} MetricName="CPUAllocated" ApplicationName="team-a-shop-report.5d075aa1"\', \'Maximum\', 60)',
        },
      ],
      [expect.objectContaining({ label: 'report may have' })],
    ]);
    expect(labels(graph('Runs', staging()))).toContain('report failed');
  });

  test('is the same text whenever it is rendered, and holds no token', () => {
    const once = forProvider(staging(), 'Dashboard', 'shop').dashboardBody;
    expect(forProvider(staging(), 'Dashboard', 'shop').dashboardBody).toBe(once);
    expect(renderPipeline(staging()).objects.find(({ kind }) => kind.key === 'cloudwatch.Dashboard')?.tokens).toEqual(
      [],
    );
  });
});

/** As many of each as the schema lets in, with as many lines as one can have. */
function largest(): Input {
  const full = fullSpec();
  const filled = <Item extends { readonly name: string }>(items: readonly Item[] | undefined, most: number) => {
    const [first] = items ?? [];
    const more = Array.from({ length: most - (items?.length ?? 0) }, (_, index) => ({ name: `x${index}` }));
    return first === undefined ? [] : [...(items ?? []), ...more.map((name) => ({ ...first, ...name }))];
  };
  const consumers = Array.from({ length: 20 }, (_, index) => ({ name: `c${index}` }));
  return staging({
    streams: filled(full.streams, 20).map((stream) => ({ ...stream, consumers })),
    functions: filled(full.functions, 20),
    applications: filled(full.applications, 20),
    deliveries: filled(full.deliveries, 20),
    jobs: filled(full.jobs, 20),
    workflows: filled(full.workflows, 20),
    zones: filled(full.zones, 12),
    monitoring: { alarms: 'All' },
  });
}

describe('the largest pipeline', () => {
  const body = bodyOf(largest());

  test('keeps within what CloudWatch takes, and within what etcd takes twice', () => {
    expect(JSON.stringify(body).length).toBeLessThan(400_000);
    expect(body.widgets.length).toBeLessThanOrEqual(500);
    const metrics = graphsIn(largest()).map((one) => one.metrics.length);
    expect(Math.max(...metrics)).toBeLessThanOrEqual(12);
    expect(metrics.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(2_500);
    for (const one of body.widgets)
      if (one.type === 'alarm') expect(one.properties.alarms.length).toBeLessThanOrEqual(100);
  });

  test('with more lines than one can tell apart goes on in another graph', () => {
    const titles = body.widgets.flatMap((one) => (one.type === 'metric' ? one.properties.title : []));
    expect(titles.filter((title) => title.startsWith('Records in'))).toEqual([
      'Records in (1 of 2)',
      'Records in (2 of 2)',
    ]);
    const alarms = body.widgets.filter(({ type }) => type === 'alarm');
    expect(alarms.length).toBeGreaterThan(1);
    expect(JSON.stringify(alarms[0])).toContain(`Alarms (1 of ${alarms.length})`);
  });

  test('has nothing beside the grid, and nothing over something else', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of body.widgets) {
      expect(x + width).toBeLessThanOrEqual(GRID);
      for (const cell of cellsOf({ x, y, width, height })) {
        expect(taken.has(cell)).toBe(false);
        taken.add(cell);
      }
    }
  });
});

function cellsOf({ x, y, width, height }: Pick<BodyWidget, 'x' | 'y' | 'width' | 'height'>): readonly string[] {
  return Array.from(
    { length: width * height },
    (_, index) => `${x + (index % width)} ${y + Math.floor(index / width)}`,
  );
}

test('every metric that a block shows has all its dimensions', () => {
  const widgets = partsOf(decide(staging())).flatMap((part) => part.widgets ?? []);
  for (const { lines } of widgets) {
    for (const line of lines) {
      const { namespace, name, ...rest } = 'search' in line ? line.search : line.metric;
      const dimensions = 'of' in rest ? [...rest.dimensions] : Object.keys(rest.dimensions);
      expect([name, dimensions.sort()]).toEqual([name, DIMENSIONS[`${namespace} ${name}`] ?? DIMENSIONS[namespace]]);
      if ('of' in rest) for (const known of Object.keys(rest.of)) expect(dimensions).toContain(known);
    }
  }
});

/** As alarms.test.ts, written apart from the widgets. Source: docs/aws-rules.md, CloudWatch. */
const DIMENSIONS: Readonly<Record<string, readonly string[]>> = {
  'AWS/Kinesis': ['StreamName'],
  'AWS/Kinesis SubscribeToShardEvent.MillisBehindLatest': ['ConsumerName', 'StreamName'],
  'AWS/Firehose': ['DeliveryStreamName'],
  'AWS/Lambda': ['FunctionName'],
  'AWS/EMRServerless': ['ApplicationId', 'ApplicationName'],
  'AWS/KinesisAnalytics': ['Application'],
  'AWS/Scheduler': ['ScheduleGroup'],
  'AWS/SQS': ['QueueName'],
  'AWS/S3': ['BucketName', 'StorageType'],
  'AWS/States': ['StateMachineArn'],
  Glue: ['JobName', 'JobRunId', 'Type'],
  'Glue glue.succeed.ALL': ['JobName', 'JobRunId', 'ObservabilityGroup', 'Type'],
  'Glue glue.error.ALL': ['JobName', 'JobRunId', 'ObservabilityGroup', 'Type'],
};
