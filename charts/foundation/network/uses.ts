/**
 * What it means to stand in the network. Whoever does takes vpcConfigOf for its subnets and adds inNetwork to its uses; with the
 * services that these call it tells which endpoints are needed.
 */
import type { Statement } from '../../access/document.ts';
import type { Use } from '../../access/use.ts';
import { ec2Arn, type Place } from '../../arns.ts';
import { EC2 } from '../../kinds/ec2.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { type ComputeGroupModel, type EndpointModel, NETWORK, type OwnNetworkModel } from './model.ts';

/** Subnets and security groups of whatever stands in the network; undefined without one. */
export function vpcConfigOf({ network }: PipelineModel) {
  if (network === undefined) return undefined;
  const { subnetIds, securityGroupIds } = network;
  return { subnetIds: [...subnetIds], securityGroupIds: [...securityGroupIds] };
}

/**
 * Nothing without a network. `uses` are the others of the user: a way must lead to every service that they call, and is there
 * before the user. `allow` is what its service needs for interfaces in the subnets.
 */
export function inNetwork(
  by: string,
  model: PipelineModel,
  uses: readonly Use[],
  allow: readonly Statement[],
): readonly Use[] {
  return standing(by, model, allow, (own) => waysTo(by, own, callsOf(uses), own.compute));
}

/** The same for what stands there on several machines that talk to each other. */
export function workersInNetwork(
  by: string,
  model: PipelineModel,
  uses: readonly Use[],
  allow: readonly Statement[],
): readonly Use[] {
  return standing(by, model, allow, (own) => [...talkIds(own), ...waysTo(by, own, callsOf(uses), own.workers)]);
}

/** `before`: what must be there first in a network of the pipeline's own; of another one that is its owner's business. */
function standing(
  by: string,
  { network }: PipelineModel,
  allow: readonly Statement[],
  before: (own: OwnNetworkModel) => readonly string[],
): readonly Use[] {
  if (network === undefined) return [];
  return [{ by, of: NETWORK, after: network.own === undefined ? [] : before(network.own), allow, calls: [] }];
}

function callsOf(uses: readonly Use[]): readonly string[] {
  return [...new Set(uses.flatMap(({ calls }) => calls))];
}

function talkIds({ workers: { object } }: OwnNetworkModel): readonly string[] {
  return [idOf(EC2.SecurityGroupIngressRule, object), idOf(EC2.SecurityGroupEgressRule, object)];
}

/** Whether anybody needs the group of workers. */
export function haveWorkers(own: OwnNetworkModel, uses: readonly Use[]): boolean {
  const [talk] = talkIds(own);
  return talk !== undefined && uses.some(({ of, after }) => of === NETWORK && after.includes(talk));
}

/** What those who stand in the network call, S3 apart. */
export function callsFromNetwork(uses: readonly Use[]): ReadonlySet<string> {
  const inside = new Set(uses.filter(({ of }) => of === NETWORK).map(({ by }) => by));
  const calls = uses.filter(({ by }) => inside.has(by)).flatMap((use) => use.calls);
  return new Set(calls.filter((service) => service !== 's3'));
}

/** In these subnets, with these security groups: AWS asks for each of them. */
export function makeInterfaces(place: Place, subnetIds: readonly string[], groupIds: readonly string[]): Statement {
  return {
    sid: 'MakeInterfaces',
    actions: ['ec2:CreateNetworkInterface'],
    resources: [
      ec2Arn(place, 'network-interface', '*'),
      ...subnetIds.map((id) => ec2Arn(place, 'subnet', id)),
      ...groupIds.map((id) => ec2Arn(place, 'security-group', id)),
    ],
  };
}

/**
 * What a function's role must allow so that Lambda can make interfaces in the subnets. Lambda asks with that role, but never the
 * code itself does: lambda:SourceFunctionArn is only there in calls of code. Describe actions know no resources.
 * Source: Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC".
 */
export function functionInterfaces({ place, network }: PipelineModel): readonly Statement[] {
  if (network === undefined) return [];
  const conditions = { Null: { 'lambda:SourceFunctionArn': 'true' } };
  const interfaces = ec2Arn(place, 'network-interface', '*');
  return [
    { ...makeInterfaces(place, network.subnetIds, network.securityGroupIds), conditions },
    {
      sid: 'KeepInterfaces',
      actions: ['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
      resources: [interfaces],
      conditions,
    },
    {
      sid: 'FindInterfaces',
      actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
      resources: ['*'],
      conditions,
    },
  ];
}

/**
 * The same for managed Flink, which makes interfaces as the role of the application and lets its own account use them.
 * Source: Managed Service for Apache Flink developer guide, "VPC application permissions".
 */
export function applicationInterfaces({ place, network }: PipelineModel): readonly Statement[] {
  if (network === undefined) return [];
  const interfaces = ec2Arn(place, 'network-interface', '*');
  return [
    makeInterfaces(place, network.subnetIds, network.securityGroupIds),
    {
      sid: 'KeepInterfaces',
      actions: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'],
      resources: [interfaces],
    },
    {
      sid: 'FindInterfaces',
      actions: [
        'ec2:DescribeDhcpOptions',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    },
  ];
}

function waysTo(
  by: string,
  own: OwnNetworkModel,
  calls: readonly string[],
  { rules }: ComputeGroupModel,
): readonly string[] {
  const { zones, gateways, interfaces } = own;
  const out = zones.filter(({ gateway }) => gateway !== undefined).map(({ object }) => idOf(EC2.Route, object));
  const called = calls.flatMap((service): readonly string[] => {
    const endpoint = interfaces.find((each) => each.service === service);
    if (endpoint !== undefined) return interfaceIds(endpoint, rules);
    if (service === 's3' || gateways.length > 0) return [];
    const missing = `calls ${service}, and nothing leads there from its private subnets`;
    throw new ModelError(by, `${missing}; write network.managed.nat: Single or PerZone`);
  });
  return [
    ...zones.map(({ object }) => idOf(EC2.RouteTableAssociation, object)),
    ...zones.map(({ object }) => idOf(EC2.VPCEndpointRouteTableAssociation, object)),
    idOf(EC2.SecurityGroupEgressRule, rules.s3),
    ...out,
    ...(out.length === 0 ? [] : [idOf(EC2.SecurityGroupEgressRule, rules.out)]),
    ...called,
  ];
}

/** What must be there before an interface endpoint answers. */
function interfaceIds({ object, subnets }: EndpointModel, rules: ComputeGroupModel['rules']): readonly string[] {
  return [
    ...subnets.map((subnet) => idOf(EC2.VPCEndpointSubnetAssociation, subnet.object)),
    idOf(EC2.VPCEndpointSecurityGroupAssociation, object),
    idOf(EC2.SecurityGroupIngressRule, rules.endpoints),
    idOf(EC2.SecurityGroupEgressRule, rules.endpoints),
  ];
}
