import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import type { PipelineInput } from '../../decide.ts';
import { EC2 } from '../../kinds/ec2.ts';
import { idOf } from '../../kinds/kind.ts';
import { observed } from '../../observed.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { find, policyIn, specOf } from '../../testing/render.ts';

const { zones = [], jobs = [], functions = [] } = fullSpec();
const managed = { cidr: '10.1.0.0/16', nat: 'None', interfaceEndpoints: 'Auto' } as const;
const lake = (more: Partial<DataPipelineSpec> = {}) => aPipeline({ zones, jobs, network: { managed }, ...more });
const ofKind = (pipeline: PipelineInput, kind: string) =>
  renderPipeline(pipeline).objects.filter((object) => object.kind.key === kind);
const fieldsOf = (pipeline: PipelineInput, kind: string) =>
  ofKind(pipeline, kind).map((object) => specOf(object).forProvider);
const requirements = (pipeline: PipelineInput) =>
  fieldsOf(pipeline, 'glue.Connection').map((fields) => fields.physicalConnectionRequirements as object);
const jobOf = (pipeline: PipelineInput) => find(renderPipeline(pipeline), 'Job', 'shop-job-clean');
const group = (word: string) => observed(EC2.SecurityGroup, `shop-network-10-1-0-0-16.${word}`, 'id');

describe('a job in a network of the pipeline', () => {
  test('has a connection into each private subnet, so that Glue finds another when a zone fails', () => {
    const subnets = ofKind(lake(), 'ec2.Subnet').map((object) => object.manifest.metadata.name);
    expect(subnets).toHaveLength(2);
    expect(requirements(lake())).toEqual(
      subnets.map((name) => ({
        subnetId: observed(EC2.Subnet, name, 'id'),
        availabilityZone: observed(EC2.Subnet, name, 'availabilityZone'),
        securityGroupIdList: [group('workers')],
      })),
    );
    const connections = ofKind(lake(), 'glue.Connection');
    const names = connections.map(
      ({ manifest }) => manifest.metadata.annotations?.['crossplane.io/external-name'] ?? '',
    );
    expect(specOf(jobOf(lake())).forProvider.connections).toEqual(names);
    expect(jobOf(lake()).after).toEqual(expect.arrayContaining(connections.map(({ id }) => id)));
  });

  test.each(['Ingress', 'Egress'] as const)('has machines that reach each other, and are there before: %s', (way) => {
    const workers = group('workers');
    const rules = ofKind(lake(), `ec2.SecurityGroup${way}Rule`).filter((object) => {
      const { securityGroupId, referencedSecurityGroupId } = specOf(object).forProvider;
      return securityGroupId === referencedSecurityGroupId;
    });
    expect(rules.map((object) => specOf(object).forProvider)).toEqual([
      expect.objectContaining({ securityGroupId: workers, ipProtocol: 'tcp', fromPort: 0, toPort: 65535 }),
    ]);
    expect(jobOf(lake()).after).toEqual(expect.arrayContaining(rules.map(({ id }) => id)));
  });

  test('is not reached by anything else of the pipeline, nor reaches it', () => {
    const pipeline = lake({ functions });
    const into = fieldsOf(pipeline, 'ec2.SecurityGroupIngressRule').filter(
      ({ securityGroupId }) => securityGroupId === group('workers'),
    );
    expect(into.map((fields) => fields.referencedSecurityGroupId)).toEqual([group('workers')]);
    const groups = fieldsOf(pipeline, 'lambda.Function').map(
      ({ vpcConfig }) => vpcConfig as { securityGroupIds: string[] },
    );
    expect(groups.map(({ securityGroupIds }) => securityGroupIds)).toEqual([[group('compute')]]);
  });

  test('comes to S3 and to all that it calls from every subnet', () => {
    const { after } = jobOf(lake());
    for (const association of ofKind(lake(), 'ec2.VPCEndpointRouteTableAssociation')) {
      expect(after).toContain(association.id);
    }
    const services = fieldsOf(lake(), 'ec2.VPCEndpoint').map(({ serviceName }) =>
      String(serviceName).split('.').at(-1),
    );
    expect(services.sort()).toEqual(['glue', 'kms', 'logs', 'monitoring', 's3']);
    expect(after).toContain(idOf(EC2.SecurityGroupEgressRule, 'shop-network-10-1-0-0-16.workers.s3'));
    expect(after).toContain(idOf(EC2.SecurityGroupEgressRule, 'shop-network-10-1-0-0-16.workers.endpoints'));
  });

  test('makes interfaces in these subnets and groups only, and marks nothing else', () => {
    const { Statement } = policyIn(
      specOf(find(renderPipeline(lake()), 'RolePolicy', 'shop-job-clean')).forProvider,
      'policy',
    );
    const of = (sid: string) => Statement.find((statement) => statement.Sid === sid);
    const arn = 'arn:aws:ec2:eu-central-1:123456789012:';
    const subnets = ofKind(lake(), 'ec2.Subnet').map(({ manifest }) => manifest.metadata.name);
    expect(of('MakeInterfaces')?.Resource).toEqual([
      `${arn}network-interface/*`,
      ...subnets.map((name) => `${arn}subnet/${observed(EC2.Subnet, name, 'id')}`),
      `${arn}security-group/${group('workers')}`,
    ]);
    expect(of('MarkInterfaces')).toMatchObject({
      Resource: `${arn}network-interface/*`,
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['aws-glue-service-resource'] } },
    });
  });
});

test('a job in a network that is there has a connection into each of its subnets, whose zone nobody here knows', () => {
  const subnetIds = ['subnet-0123456789abcdef0', 'subnet-0fedcba9876543210'];
  const securityGroupIds = ['sg-0123456789abcdef0'];
  expect(requirements(lake({ network: { existing: { subnetIds, securityGroupIds } } }))).toEqual(
    subnetIds.map((subnetId) => ({ subnetId, securityGroupIdList: securityGroupIds })),
  );
});

test.each([
  ['no network', lake({ network: { none: {} } })],
  ['no job', lake({ jobs: [], functions })],
])('without need there is neither connection nor group: %s', (_, pipeline) => {
  expect(ofKind(pipeline, 'glue.Connection')).toEqual([]);
  expect(fieldsOf(pipeline, 'ec2.SecurityGroup').filter(({ name }) => name === 'workers')).toEqual([]);
  for (const object of ofKind(pipeline, 'glue.Job'))
    expect(specOf(object).forProvider).not.toHaveProperty('connections');
});

test.each([
  ['Production', jobs, 3],
  ['Staging', jobs, 2],
  ['Development', jobs, 0],
  ['Staging', jobs.map((job) => ({ ...job, onlyIn: ['Production' as const] })), 0],
] as const)('in %s a job stands in a network like all compute: %#', (environment, given, count) => {
  expect(requirements(aPipeline({ environment, zones, jobs: given }))).toHaveLength(count);
});
