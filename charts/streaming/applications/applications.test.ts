import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { find, forProvider, policyIn } from '../../testing/render.ts';

type Applications = NonNullable<DataPipelineSpec['applications']>;

const [count] = fullSpec().applications ?? [];
if (count === undefined) throw new Error('fullSpec has an application');
const STREAMS = [
  { name: 'main', retentionHours: 24 },
  { name: 'done', retentionHours: 24 },
];
const withApplication = (more: Partial<Applications[number]> = {}, spec: Partial<DataPipelineSpec> = {}) =>
  aPipeline({ streams: STREAMS, applications: [{ ...count, ...more }], ...spec });
const fields = (...given: Parameters<typeof withApplication>) =>
  forProvider(withApplication(...given), 'Application', 'shop-application-count');

describe('an application', () => {
  test('runs the given code with the given settings, each said as custom', () => {
    expect(
      fields({
        runtime: 'FLINK-2_2',
        code: { s3: { bucket: 'my-code', key: 'a.jar', version: 'v1' } },
        parallelism: 4,
        parallelismPerKpu: 2,
        autoScaling: false,
        checkpointing: { enabled: true, intervalSeconds: 30, minPauseSeconds: 3 },
        monitoring: { metrics: 'TASK', logs: 'WARN' },
      }),
    ).toMatchObject({
      runtimeEnvironment: 'FLINK-2_2',
      applicationMode: 'STREAMING',
      startApplication: true,
      applicationConfiguration: {
        applicationCodeConfiguration: {
          codeContentType: 'ZIPFILE',
          codeContent: {
            s3ContentLocation: { bucketArn: 'arn:aws:s3:::my-code', fileKey: 'a.jar', objectVersion: 'v1' },
          },
        },
        flinkApplicationConfiguration: {
          checkpointConfiguration: {
            configurationType: 'CUSTOM',
            checkpointingEnabled: true,
            checkpointInterval: 30_000,
            minPauseBetweenCheckpoints: 3_000,
          },
          monitoringConfiguration: { configurationType: 'CUSTOM', logLevel: 'WARN', metricsLevel: 'TASK' },
          parallelismConfiguration: {
            configurationType: 'CUSTOM',
            autoScalingEnabled: false,
            parallelism: 4,
            parallelismPerKpu: 2,
          },
        },
      },
    });
  });

  test('starts from its snapshot, and with nothing where it makes none', () => {
    const restore = (snapshots: boolean) => fields({ snapshots }).applicationConfiguration;
    expect(restore(true)).toMatchObject({
      applicationSnapshotConfiguration: { snapshotsEnabled: true },
      runConfiguration: {
        applicationRestoreConfiguration: { applicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
      },
    });
    expect(restore(false)).toMatchObject({
      applicationSnapshotConfiguration: { snapshotsEnabled: false },
      runConfiguration: { applicationRestoreConfiguration: { applicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' } },
    });
  });

  test.each<[string, Parameters<typeof withApplication>]>([
    ['itself', [{ suspend: true }]],
    ['all that computes', [{}, { suspend: 'Compute' }]],
  ])('stands still while %s is suspended, and says nothing that AWS knows only of what was started', (_, given) => {
    const stopped = fields(...given);
    expect(stopped.startApplication).toBe(false);
    expect(stopped.applicationConfiguration).not.toHaveProperty('runConfiguration');
    expect(find(renderPipeline(withApplication(...given)), 'Application', 'shop-application-count').adjustment).toBe(
      undefined,
    );
  });

  test('is left to the workflow that starts or stops it, with its alarms', () => {
    const workflows = (step: object) => ({
      notifications: {},
      workflows: [{ ...(fullSpec().workflows ?? [])[0], steps: [{ name: 'switch', application: step }] }] as never,
    });
    for (const step of [{ start: 'count' }, { stop: 'count' }]) {
      const given = [{}, workflows(step)] as Parameters<typeof withApplication>;
      expect(fields(...given).startApplication).toBe(false);
      const { objects } = renderPipeline(withApplication(...given));
      expect(objects.find(({ kind }) => kind.key === 'kinesisanalyticsv2.Application')?.adjustment).toBeUndefined();
      expect(objects.filter(({ id }) => id.includes('alarm-application-down'))).toHaveLength(1);
    }
  });

  test('goes on while only schedules are suspended', () => {
    expect(fields({}, { suspend: 'Schedules' }).startApplication).toBe(true);
  });

  test('is told what it is connected with, beside what the user tells it', () => {
    const { environmentProperties } = fields({
      to: 'done',
      properties: [{ name: 'Zones', values: { b: '2', a: '1' } }],
    }).applicationConfiguration as { environmentProperties: unknown };
    const stream = 'arn:aws:kinesis:eu-central-1:123456789012:stream/team-a-shop';
    expect(environmentProperties).toEqual({
      propertyGroup: [
        {
          propertyGroupId: 'DataPipeline',
          propertyMap: {
            'aws.region': 'eu-central-1',
            'from.stream.name': 'team-a-shop-main',
            'from.stream.arn': `${stream}-main`,
            'to.stream.name': 'team-a-shop-done',
            'to.stream.arn': `${stream}-done`,
          },
        },
        { propertyGroupId: 'Zones', propertyMap: { a: '1', b: '2' } },
      ],
    });
  });

  test('comes after its streams, its log and its permissions, and so goes before them', () => {
    const rendered = renderPipeline(withApplication({ to: 'done' }));
    const application = find(rendered, 'Application', 'shop-application-count');
    expect(application.after).toEqual(
      expect.arrayContaining([
        'kinesis.aws.m.upbound.io/Stream/shop-main',
        'kinesis.aws.m.upbound.io/Stream/shop-done',
        'cloudwatchlogs.aws.m.upbound.io/Stream/shop-application-count',
        'iam.aws.m.upbound.io/RolePolicy/shop-application-count',
      ]),
    );
    expect(application.wave).toBeGreaterThan(find(rendered, 'Stream', 'shop-done').wave);
  });
});

describe('the role of an application', () => {
  const statements = (...given: Parameters<typeof withApplication>) => {
    const { Statement } = policyIn(
      forProvider(withApplication(...given), 'RolePolicy', 'shop-application-count'),
      'policy',
    );
    return new Map(Statement.map((one) => [one.Sid, one.Resource]));
  };

  test('reads one stream, writes another, and its one object with code', () => {
    const code = { s3: { bucket: 'my-code', key: 'a*.jar', kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/1' } };
    const found = statements({ to: 'done', code });
    expect(found.get('ReadStream')).toBe('arn:aws:kinesis:eu-central-1:123456789012:stream/team-a-shop-main');
    expect(found.get('WriteStream')).toBe('arn:aws:kinesis:eu-central-1:123456789012:stream/team-a-shop-done');
    // A star in a key is no wildcard.
    expect(found.get('ReadCode')).toMatch(/^arn:aws:s3:::my-code\/a\$\{\*\}\.jar$/);
    expect(found.get('DecryptCode')).toBe(code.s3.kmsKeyArn);
  });

  test('writes nothing and decrypts nothing that is not named', () => {
    const found = statements();
    expect(found.has('WriteStream')).toBe(false);
    expect(found.has('DecryptCode')).toBe(false);
  });

  test('is for this application only', () => {
    const { Statement } = policyIn(
      forProvider(withApplication(), 'Role', 'shop-application-count'),
      'assumeRolePolicy',
    );
    expect(Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'kinesisanalytics.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: {
            'aws:SourceArn': 'arn:aws:kinesisanalytics:eu-central-1:123456789012:application/team-a-shop-count',
          },
        },
      }),
    ]);
  });
});

describe('an application in a network', () => {
  const pipeline = withApplication({}, { environment: 'Staging' });

  test('stands in private subnets, which come with it, and has a way to Kinesis', () => {
    const { applicationConfiguration } = forProvider(pipeline, 'Application', 'shop-application-count');
    expect(applicationConfiguration).toMatchObject({
      vpcConfiguration: { subnetIds: [expect.any(String), expect.any(String)], securityGroupIds: [expect.any(String)] },
    });
    const services = renderPipeline(pipeline)
      .objects.filter(({ kind }) => kind.kind === 'VPCEndpoint')
      .map(({ manifest }) => (manifest.spec as { forProvider: { serviceName: string } }).forProvider.serviceName);
    // The service itself reads the code and writes the logs, from outside.
    expect(services.sort()).toEqual(['com.amazonaws.eu-central-1.kinesis-streams', 'com.amazonaws.eu-central-1.s3']);
  });

  test('may make its interfaces there', () => {
    const { Statement } = policyIn(forProvider(pipeline, 'RolePolicy', 'shop-application-count'), 'policy');
    expect(Statement.map(({ Sid }) => Sid)).toEqual(
      expect.arrayContaining(['MakeInterfaces', 'KeepInterfaces', 'FindInterfaces']),
    );
  });
});
