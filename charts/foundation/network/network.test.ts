import { describe, expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { contains, overlap, parseCidr } from '../../../crds/cidr.ts';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import type { Use } from '../../access/use.ts';
import { Block } from '../../block.ts';
import { decide } from '../../decide.ts';
import { EC2 } from '../../kinds/ec2.ts';
import { idOf } from '../../kinds/kind.ts';
import { ModelError } from '../../model-error.ts';
import type { Part } from '../../part.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn, specOf } from '../../testing/render.ts';
import { networkParts } from './block.ts';
import { ENDPOINT_SERVICES, endpointServiceName } from './endpoints.ts';
import { callsFromNetwork, inNetwork } from './uses.ts';

type Managed = NonNullable<NonNullable<DataPipelineSpec['network']>['managed']>;

const functions = [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }] as const;
const managed = (fields: Partial<Managed> = {}, spec: Partial<DataPipelineSpec> = {}) =>
  aPipeline({
    functions,
    network: { managed: { cidr: '10.1.0.0/16', nat: 'None', interfaceEndpoints: 'Auto', ...fields } },
    ...spec,
  });

const ofKind = (pipeline: ReturnType<typeof aPipeline>, kind: string) =>
  renderPipeline(pipeline)
    .objects.filter((object) => object.kind.key === kind)
    .map((object) => ({
      id: object.id,
      component: object.component,
      name: object.manifest.metadata.name,
      fields: specOf(object).forProvider,
    }));

const componentsOf = (pipeline: ReturnType<typeof aPipeline>) =>
  renderPipeline(pipeline).parts.map(({ component }) => component);

describe('which network a pipeline has', () => {
  test.each([
    ['Development', functions, 0],
    ['Staging', functions, 2],
    ['Production', functions, 3],
    ['Production', [], 0],
  ] as const)('%s with %p: private subnets in so many zones', (environment, given, zones) => {
    const pipeline = aPipeline({ environment, functions: given });
    expect(ofKind(pipeline, 'ec2.Subnet')).toHaveLength(zones);
    expect(componentsOf(pipeline).includes('network')).toBe(zones > 0);
  });

  test('one that is asked for is there without compute', () => {
    expect(componentsOf(managed({}, { functions: [] }))).toContain('network');
  });

  test('none is none in every environment', () => {
    const pipeline = aPipeline({ environment: 'Production', functions, network: { none: {} } });
    expect(componentsOf(pipeline)).not.toContain('network');
    expect(forProvider(pipeline, 'Function', 'shop-enrich')).not.toHaveProperty('vpcConfig');
  });
});

describe('the subnets of a range', () => {
  test.each(['10.1.0.0/16', '172.31.16.0/20', '192.168.7.0/24'])('of %s lie in it, side by side', (cidr) => {
    const subnets = ofKind(managed({ cidr, availabilityZones: 3, nat: 'PerZone' }), 'ec2.Subnet');
    const ranges = subnets.map(({ fields }) => parseCidr(String(fields.cidrBlock)));
    const whole = parseCidr(cidr);
    expect(ranges).toHaveLength(6);
    for (const range of ranges) {
      expect(whole && range && contains(whole, range)).toBe(true);
      // The smallest that AWS takes.
      expect(range?.prefix).toBeLessThanOrEqual(28);
      for (const other of ranges) if (other !== range) expect(range && other && overlap(range, other)).toBe(false);
    }
  });

  test('stay where they are when a zone is added', () => {
    const two = ofKind(managed({ availabilityZones: 2 }), 'ec2.Subnet');
    const three = ofKind(managed({ availabilityZones: 3 }), 'ec2.Subnet');
    expect(three).toEqual(expect.arrayContaining(two));
  });

  test('and everything else of another range are other objects, for nothing of a network changes in place', () => {
    const names = (cidr: string) =>
      renderPipeline(managed({ cidr, nat: 'Single' })).objects.flatMap(({ id }) => (id.startsWith('ec2.') ? [id] : []));
    expect(names('10.1.0.0/16').filter((id) => names('10.2.0.0/16').includes(id))).toEqual([]);
  });
});

describe('a function', () => {
  const rendered = renderPipeline(managed());
  const find = (key: string) => rendered.objects.find(({ kind }) => kind.key === key);

  test('stands in all private subnets, in the group of compute, once they lead somewhere', () => {
    const lambda = find('lambda.Function');
    const needed = new Set([...(lambda?.tokens.map(({ from }) => from) ?? []), ...(lambda?.after ?? [])]);
    const [subnets, groups] = [ofKind(managed(), 'ec2.Subnet'), ofKind(managed(), 'ec2.SecurityGroup')];
    expect(subnets).toHaveLength(2);
    for (const { id } of [...subnets, ...groups]) expect(needed).toContain(id);
    for (const kind of [EC2.RouteTableAssociation, EC2.VPCEndpointRouteTableAssociation, EC2.SecurityGroupEgressRule]) {
      for (const { id } of ofKind(managed(), kind.key)) expect(needed).toContain(id);
    }
  });

  test('lets Lambda make interfaces in these subnets and this group, and its code make none', () => {
    const existing = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };
    const pipeline = aPipeline({ functions, network: { existing } });
    expect(forProvider(pipeline, 'Function', 'shop-enrich').vpcConfig).toEqual(existing);
    const { Statement } = policyIn(forProvider(pipeline, 'RolePolicy', 'shop-function-enrich'), 'policy');
    const statements = Statement.filter(({ Sid }) => Sid.endsWith('Interfaces'));
    expect(statements[0]?.Resource).toEqual([
      'arn:aws:ec2:eu-central-1:123456789012:network-interface/*',
      'arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-0123456789abcdef0',
      'arn:aws:ec2:eu-central-1:123456789012:security-group/sg-0123456789abcdef0',
    ]);
    expect(statements.map(({ Condition }) => Condition)).toEqual(
      statements.map(() => ({ Null: { 'lambda:SourceFunctionArn': 'true' } })),
    );
    expect(statements).toHaveLength(3);
    expect(componentsOf(pipeline)).not.toContain('network');
  });
});

describe('from outside', () => {
  test('nothing is let in: no rule lets addresses in, no subnet gives public ones, the default group is emptied', () => {
    const pipeline = managed({ nat: 'PerZone' });
    for (const { fields } of ofKind(pipeline, 'ec2.SecurityGroupIngressRule')) {
      expect(fields).toHaveProperty('referencedSecurityGroupId');
      expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['cidrIpv4']));
    }
    for (const { fields } of ofKind(pipeline, 'ec2.Subnet')) expect(fields.mapPublicIpOnLaunch).toBe(false);
    expect(ofKind(pipeline, 'ec2.DefaultSecurityGroup')).toHaveLength(1);
  });
});

describe('the way out', () => {
  const routes = (nat: Managed['nat']) => ofKind(managed({ nat, availabilityZones: 3 }), 'ec2.Route');
  const privateGateways = (nat: Managed['nat']) => [
    ...new Set(routes(nat).flatMap(({ fields }) => (fields.natGatewayId === undefined ? [] : [fields.natGatewayId]))),
  ];

  test.each([
    ['None', 0, 0],
    ['Single', 1, 3],
    ['PerZone', 3, 3],
  ] as const)('by NAT %s: so many gateways for so many private subnets', (nat, gateways, subnets) => {
    const pipeline = managed({ nat, availabilityZones: 3 });
    expect(ofKind(pipeline, 'ec2.NATGateway')).toHaveLength(gateways);
    expect(ofKind(pipeline, 'ec2.EIP')).toHaveLength(gateways);
    expect(routes(nat).filter(({ fields }) => fields.natGatewayId !== undefined)).toHaveLength(subnets);
    expect(privateGateways(nat)).toHaveLength(gateways);
    expect(ofKind(pipeline, 'ec2.InternetGateway')).toHaveLength(gateways > 0 ? 1 : 0);
  });

  test('is closed to compute without NAT', () => {
    const everywhere = (nat: Managed['nat']) =>
      ofKind(managed({ nat }), 'ec2.SecurityGroupEgressRule').filter(({ fields }) => fields.cidrIpv4 !== undefined);
    expect(everywhere('None')).toEqual([]);
    expect(everywhere('Single')).toHaveLength(1);
  });
});

describe('interface endpoints', () => {
  const use = (by: string, ...calls: readonly string[]): Use => ({ by, of: 'x', after: [], allow: [], calls });
  const model = (fields: Partial<Managed>) => decide(managed(fields, { functions: [] }));

  /** Ids of what the block makes when `uses` are those of the pipeline. */
  const built = (fields: Partial<Managed>, uses: readonly Use[]): readonly string[] => {
    const decided = model(fields);
    const user: Part = { component: 'jobs/a', stage: 'Batch', uses, build: () => undefined };
    const [part] = networkParts(decided, [user]);
    if (part === undefined) return [];
    const block = new Block(new Chart(new App({ outdir: 'unused' }), 'test'), decided, part);
    part.build(block);
    return block.resources.map(({ id }) => id);
  };

  test('are those of the services that something in the network calls, and no other', () => {
    const inside = [use('jobs/a', 's3', 'kinesis'), use('jobs/a', 'glue')];
    const uses = [...inside, ...inNetwork('jobs/a', model({}), inside, []), use('crawlers/b', 'sqs')];
    expect([...callsFromNetwork(uses)].sort()).toEqual(['glue', 'kinesis']);
    const ids = built({}, uses);
    const services = ids.filter((id) => id.startsWith(`${idOf(EC2.VPCEndpoint, '')}`));
    expect(services.map((id) => id.split('.').at(-1)).sort()).toEqual(['glue', 'kinesis', 's3']);
    for (const id of inNetwork('jobs/a', model({}), inside, []).flatMap(({ after }) => after))
      expect(ids).toContain(id);
  });

  test('are not made where calls go out by NAT', () => {
    const inside = [use('jobs/a', 'kinesis')];
    const fields = { nat: 'Single', interfaceEndpoints: 'None' } as const;
    const ids = built(fields, [...inside, ...inNetwork('jobs/a', model(fields), inside, [])]);
    expect(ids.filter((id) => id.startsWith(idOf(EC2.VPCEndpoint, '')))).toHaveLength(1);
  });

  test('are those of all services where code of the user may call any', () => {
    const ids = built({ interfaceEndpoints: 'All' }, []);
    expect(ids.filter((id) => id.startsWith(idOf(EC2.VPCEndpoint, '')))).toHaveLength(ENDPOINT_SERVICES.length + 1);
  });

  test('are not there for every service: what then has no way to it is refused, unless there is NAT', () => {
    const uses = [use('jobs/a', 'nowhere')];
    expect(() => inNetwork('jobs/a', model({}), uses, [])).toThrow(
      new ModelError(
        'jobs/a',
        'calls nowhere, and nothing leads there from its private subnets; write network.managed.nat: Single or PerZone',
      ),
    );
    expect(inNetwork('jobs/a', model({ nat: 'Single' }), uses, [])).toHaveLength(1);
  });

  test('have names of services as AWS forms them', () => {
    expect(ENDPOINT_SERVICES.map((service) => endpointServiceName('eu-west-1', service))).toContain(
      'com.amazonaws.eu-west-1.kinesis-streams',
    );
    expect(endpointServiceName('eu-west-1', 's3')).toBe('com.amazonaws.eu-west-1.s3');
  });
});

describe('flow logs', () => {
  test('are not kept unless it is asked for', () => {
    expect(ofKind(managed({}), 'ec2.FlowLog')).toEqual([]);
  });

  test('record all traffic of the VPC into a group that keeps it for as long as is said', () => {
    const pipeline = managed({ flowLogs: { retentionDays: 60 } });
    const [log] = ofKind(pipeline, 'ec2.FlowLog').map(({ fields }) => fields);
    const group = '/datapipelines/team-a/shop/network/flow-logs';
    expect(log).toMatchObject({
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: `arn:aws:logs:eu-central-1:123456789012:log-group:${group}`,
    });
    const groups = ofKind(pipeline, 'cloudwatchlogs.Group').filter(({ component }) => component === 'network');
    expect(groups.map(({ fields }) => fields.retentionInDays)).toEqual([60]);
  });

  test('run as a role that EC2 may assume for flow logs of this account and Region only', () => {
    const [role] = ofKind(managed({ flowLogs: {} }), 'iam.Role').filter(({ component }) => component === 'network');
    expect(JSON.parse(String(role?.fields.assumeRolePolicy)).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*' },
        },
      }),
    ]);
  });
});
