import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../../crds/datapipeline.ts';
import { applyDefaults } from '../../../../crds/validate/defaults.ts';
import { renderPipeline } from '../../../render.ts';
import { aPipeline } from '../../../testing/a-pipeline.ts';
import { forProvider, policyIn, specOf } from '../../../testing/render.ts';

const emrCluster = {
  release: 'emr-7.13.0',
  applications: ['Spark', 'Hive'],
  primary: { instanceTypes: ['m7g.xlarge'] },
  core: { instanceTypes: ['m7g.xlarge'], min: 2, max: 10, volumeGiB: 100 },
  task: { instanceTypes: ['m7g.xlarge', 'm6g.xlarge'], min: 0, max: 20, market: 'SPOT' },
};

function pipeline(emr: object = {}, more: object = {}) {
  const { spec } = applyDefaults({
    apiVersion: 'datapipelines.dev/v1alpha1',
    kind: 'DataPipeline',
    metadata: { name: 'shop' },
    spec: {
      accountId: '123456789012',
      region: 'eu-central-1',
      network: { managed: { nat: 'Single', interfaceEndpoints: 'None' } },
      jobs: [
        {
          name: 'sessions',
          script: { s3: { bucket: 'my-code', key: 'jobs/sessions.py' } },
          from: { zone: { name: 'processed', prefix: 'events/' } },
          to: { zone: { name: 'curated', prefix: 'sessions/' } },
          arguments: { '--gap': '20' },
          timeoutMinutes: 90,
          emrCluster: { ...emrCluster, ...emr },
        },
      ],
      workflows: [
        { name: 'batch', timeoutMinutes: 600, steps: [{ name: 'report', job: 'sessions', retry: { attempts: 2 } }] },
      ],
      ...more,
    },
  });
  return aPipeline(spec as DataPipelineSpec);
}

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Catch?: unknown;
  readonly [field: string]: unknown;
}

function step(...given: Parameters<typeof pipeline>) {
  const { definition } = forProvider(pipeline(...given), 'StateMachine', 'shop-batch');
  const { States } = JSON.parse(String(definition));
  const { Branches, ...rest } = States['all steps'].Branches[0].States.report;
  const states = Branches[0].States as Readonly<Record<string, State>>;
  const named = (name: string): State => states[`report: ${name}`] ?? { Type: 'absent' };
  return { rest, states, named };
}

const request = (...given: Parameters<typeof pipeline>) =>
  step(...given).named('make a cluster').Parameters as {
    readonly Instances: { readonly InstanceFleets: readonly Readonly<Record<string, unknown>>[] };
    readonly [field: string]: unknown;
  };

describe('the cluster that a step makes', () => {
  test('scales between its bounds, and ends by itself when nobody ends it', () => {
    expect(request()).toMatchObject({
      Name: 'team-a-shop-sessions',
      ReleaseLabel: 'emr-7.13.0',
      Applications: [{ Name: 'Spark' }, { Name: 'Hive' }],
      AutoTerminationPolicy: { IdleTimeout: 900 },
      ManagedScalingPolicy: {
        ComputeLimits: {
          UnitType: 'InstanceFleetUnits',
          MinimumCapacityUnits: 2,
          MaximumCapacityUnits: 30,
          MaximumCoreCapacityUnits: 10,
          MaximumOnDemandCapacityUnits: 10,
        },
      },
      LogUri: expect.stringMatching(/^s3:\/\/.*results.*\/emr-logs\/sessions\/$/),
      Instances: { KeepJobFlowAliveWhenNoSteps: true },
    });
    expect(JSON.stringify(request().Configurations)).toContain('hive-site');
    expect(request({ applications: ['Spark'] })).not.toHaveProperty('Configurations');
  });

  test('has its core on demand, and its task instances where they are cheap, or on demand where there are none', () => {
    const [primary, core, task] = request().Instances.InstanceFleets;
    expect(primary).toMatchObject({ InstanceFleetType: 'MASTER', TargetOnDemandCapacity: 1 });
    expect(core).toMatchObject({
      InstanceFleetType: 'CORE',
      TargetOnDemandCapacity: 2,
      InstanceTypeConfigs: [
        {
          InstanceType: 'm7g.xlarge',
          EbsConfiguration: { EbsBlockDeviceConfigs: [{ VolumeSpecification: { SizeInGB: 100, VolumeType: 'gp3' } }] },
        },
      ],
    });
    expect(task).toMatchObject({
      InstanceFleetType: 'TASK',
      // A fleet of none is none.
      TargetSpotCapacity: 1,
      LaunchSpecifications: { SpotSpecification: { TimeoutAction: 'SWITCH_TO_ON_DEMAND' } },
      InstanceTypeConfigs: [{ InstanceType: 'm7g.xlarge' }, { InstanceType: 'm6g.xlarge' }],
    });
    const { InstanceFleets } = request({ task: { ...emrCluster.task, market: 'ON_DEMAND', min: 3 } }).Instances;
    expect(InstanceFleets[2]).toMatchObject({ TargetOnDemandCapacity: 3 });
    expect(InstanceFleets[2]).not.toHaveProperty('TargetSpotCapacity');
    expect(request({ task: undefined }).Instances.InstanceFleets).toHaveLength(2);
  });

  test('bears the tags by which the workflow may touch it, and no more than EMR takes', () => {
    const tags = new Map((request().Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
    expect(tags.size).toBeLessThanOrEqual(10);
    const { Statement } = policyIn(forProvider(pipeline(), 'RolePolicy', 'shop-workflow-batch'), 'policy');
    for (const [sid, condition] of [
      ['StartCluster', 'elasticmapreduce:RequestTag'],
      ['RunOnCluster', 'elasticmapreduce:ResourceTag'],
    ] as const) {
      const found = Statement.find(({ Sid }) => Sid === sid) as { Condition?: { StringEquals?: object } } | undefined;
      expect(found?.Condition?.StringEquals).toEqual(
        Object.fromEntries([...tags].map(([key, value]) => [`${condition}/${key}`, value])),
      );
    }
  });
});

describe('a step with a job on a cluster', () => {
  test('makes a cluster, runs the script with all its arguments, and ends the cluster', () => {
    const { states, named } = step();
    expect(Object.values(states)[0]?.Next).toBe('report: run');
    const { Step } = named('run').Parameters as { Step: { HadoopJarStep: { Args: readonly string[] } } };
    const { Args } = Step.HadoopJarStep;
    expect(Args.slice(Args.indexOf('s3://my-code/jobs/sessions.py'))).toEqual([
      's3://my-code/jobs/sessions.py',
      '--gap',
      '20',
    ]);
    expect(Args.join(' ')).toContain('AWSGlueDataCatalogHiveClientFactory');
    expect(named('run')).toMatchObject({
      Resource: 'arn:aws:states:::elasticmapreduce:addStep.sync',
      Next: 'report: end the cluster',
      TimeoutSeconds: 5400,
    });
    expect(named('end the cluster')).toMatchObject({
      Resource: 'arn:aws:states:::elasticmapreduce:terminateCluster.sync',
      End: true,
    });
  });

  test('ends the cluster whatever happens to the run, and then fails with the error of the run', () => {
    const { named } = step();
    expect(named('run').Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'report: end the cluster after a failure' },
    ]);
    const ending = named('end the cluster after a failure');
    expect(ending).toMatchObject({
      Resource: 'arn:aws:states:::elasticmapreduce:terminateCluster',
      Parameters: { 'ClusterId.$': '$.cluster.ClusterId' },
      Next: 'report: failed',
    });
    // The error of ending takes nothing of the run's.
    expect(ending.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.second', Next: 'report: failed' }]);
    expect(named('failed')).toMatchObject({ Type: 'Fail', ErrorPath: '$.failure.Error' });
    expect(named('end the cluster')).not.toHaveProperty('Catch');
  });

  test('is run again as a whole, with a cluster of its own, but not when it took too long', () => {
    expect(step().rest.Retry).toMatchObject([
      { ErrorEquals: ['States.Timeout'], MaxAttempts: 0 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
    ]);
  });

  test('may make a cluster, which has no ARN before it is there', () => {
    const { Statement } = policyIn(forProvider(pipeline(), 'RolePolicy', 'shop-workflow-batch'), 'policy');
    const making = Statement.filter(({ Action }) => [Action].flat().includes('elasticmapreduce:RunJobFlow'));
    expect(making.map(({ Resource }) => Resource)).toEqual(['*']);
  });

  test('may hand over exactly two roles, each to its service', () => {
    const { Statement } = policyIn(forProvider(pipeline(), 'RolePolicy', 'shop-workflow-batch'), 'policy');
    const passed = Statement.filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
    expect(passed.map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
      [
        'arn:aws:iam::123456789012:role/team-a-shop-emr',
        { StringEquals: { 'iam:PassedToService': 'elasticmapreduce.amazonaws.com' } },
      ],
      [
        'arn:aws:iam::123456789012:role/team-a-shop-job-sessions',
        { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      ],
    ]);
  });
});

describe('what clusters share', () => {
  const of = (kind: string, ...given: Parameters<typeof pipeline>) =>
    renderPipeline(pipeline(...given)).objects.filter((object) => object.kind.key === kind);

  test('is there once, however many jobs there are, and not without one', () => {
    const [job] = pipeline().spec.jobs ?? [];
    const two = { jobs: [job, { ...job, name: 'other' }] };
    for (const kind of ['emr.SecurityConfiguration', 'iam.InstanceProfile']) {
      expect(of(kind, {}, two)).toHaveLength(kind === 'iam.InstanceProfile' ? 2 : 1);
    }
    const none = { jobs: [{ ...job, onlyIn: ['Production'] }] };
    for (const kind of ['emr.SecurityConfiguration', 'iam.InstanceProfile']) expect(of(kind, {}, none)).toEqual([]);
  });

  test('encrypts what is stored in S3 and on disks with the key of the pipeline, under another name for another key', () => {
    const key = (id: string) => `arn:aws:kms:eu-central-1:123456789012:key/${id.repeat(8)}-1111-1111-1111-111111111111`;
    const under = (id: string) => of('emr.SecurityConfiguration', {}, { encryption: { existingKeyArn: key(id) } })[0];
    const [one, other] = [under('a'), under('b')];
    const { configuration } = one === undefined ? {} : (specOf(one).forProvider as { configuration?: string });
    const { AtRestEncryptionConfiguration: atRest } = JSON.parse(configuration ?? '{}').EncryptionConfiguration;
    expect(atRest).toMatchObject({
      S3EncryptionConfiguration: { EncryptionMode: 'SSE-KMS', AwsKmsKey: key('a') },
      LocalDiskEncryptionConfiguration: { AwsKmsKey: key('a'), EnableEbsEncryption: true },
    });
    expect(one?.id).not.toBe(other?.id);
  });

  test('lets nobody into a cluster but its own instances and EMR', () => {
    const groups = new Set(of('ec2.SecurityGroup').map(({ manifest }) => manifest.metadata.name));
    const rules = of('ec2.SecurityGroupIngressRule').filter(({ component }) => component === 'emr');
    expect(rules).toHaveLength(7);
    for (const rule of rules) {
      const { fields } = { fields: specOf(rule).forProvider };
      expect(fields).not.toHaveProperty('cidrIpv4');
      const [, peer = ''] = /SecurityGroup\/([^#]+)#/.exec(String(fields.referencedSecurityGroupId)) ?? [];
      expect(groups).toContain(peer);
    }
    const ports = rules.map((rule) => specOf(rule).forProvider.fromPort).filter((port) => port !== undefined);
    expect(ports.sort()).toEqual([8443, 8443, 9443]);
  });

  test('lets EMR make instances in these subnets and groups only, and touch nothing that does not bear its mark', () => {
    const { Statement } = policyIn(forProvider(pipeline(), 'RolePolicy', 'shop-emr'), 'policy');
    const find = (sid: string) => Statement.find(({ Sid }) => Sid === sid);
    for (const resource of [find('LaunchInNetwork')?.Resource].flat()) expect(resource).not.toMatch(/\*/);
    for (const resource of [find('KeepGroups')?.Resource].flat()) expect(resource).not.toMatch(/\*/);
    expect(find('KeepMarked')?.Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/for-use-with-amazon-emr-managed-policies': 'true' },
    });
  });
});
