/**
 * The network that compute stands in: one of the pipeline's own, or one that is there. AWS changes next to nothing of a network
 * in place, so objects are named after the range of the VPC: another range is another network beside the old one.
 */
import { type Cidr, formatCidr, parseCidr, partOf } from '../../../crds/cidr.ts';
import { networkOf, zonesOf } from '../../../crds/network.ts';
import { type RoleModel, roleModel, roleWords } from '../../access/role.ts';
import { EC2 } from '../../kinds/ec2.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { objectName } from '../../names.ts';
import { observed } from '../../observed.ts';
import { type LogGroupModel, logGroupModel } from '../logs/group.ts';
import { ENDPOINT_SERVICES, endpointServiceName } from './endpoints.ts';

export const NETWORK = 'network';

export interface NetworkModel {
  /** Private subnets, literal, or as tokens while they are the pipeline's own. */
  readonly subnetIds: readonly string[];
  /** Of what stands in them. */
  readonly securityGroupIds: readonly string[];
  /** Of what stands in them on several machines that talk to each other. */
  readonly workerGroupIds: readonly string[];
  /** Absent when the network is somebody else's. */
  readonly own?: OwnNetworkModel;
}

export interface OwnNetworkModel {
  /** metadata.name of what there is one of: VPC, internet gateway, default security group. */
  readonly object: string;
  readonly cidr: string;
  /** Of compute. */
  readonly compute: ComputeGroupModel;
  /** Of compute whose machines talk to each other, which those of the other group never do. */
  readonly workers: ComputeGroupModel;
  /** Of interface endpoints. */
  readonly endpoints: SecurityGroupModel;
  readonly zones: readonly NetworkZone[];
  /** One or one per zone; none without NAT. */
  readonly gateways: readonly NatModel[];
  /** The gateway endpoint of S3. */
  readonly s3: EndpointModel;
  /** One for each service that may need one. None when calls go out by NAT. */
  readonly interfaces: readonly EndpointModel[];
  /** Whether only those are made whose service something calls. */
  readonly onlyCalled: boolean;
  readonly flowLogs?: FlowLogModel;
}

export interface FlowLogModel {
  readonly object: string;
  readonly logs: LogGroupModel;
  readonly role: RoleModel;
}

export interface SecurityGroupModel {
  readonly object: string;
  /** Unique within the VPC, which is ours alone. */
  readonly name: string;
}

/** One for compute, with the names of what it lets out. */
export interface ComputeGroupModel extends SecurityGroupModel {
  /** For people. */
  readonly title: string;
  /** metadata.name of the rules: to S3, to interface endpoints and from it to them, to everywhere. */
  readonly rules: { readonly s3: string; readonly endpoints: string; readonly out: string };
}

export interface NetworkZone {
  /** "use1-az4" */
  readonly zoneId: string;
  /** metadata.name of its private subnet, route table and what ties the two. */
  readonly object: string;
  readonly cidr: string;
  /** The NAT gateway that its traffic leaves by. */
  readonly gateway?: NatModel;
}

/** A NAT gateway with its address and its public subnet, all under one metadata.name. */
export interface NatModel {
  readonly object: string;
  readonly zoneId: string;
  /** Of the public subnet. */
  readonly cidr: string;
}

export interface EndpointModel {
  /** As in Use.calls. */
  readonly service: string;
  readonly object: string;
  readonly serviceName: string;
  /** Where an interface endpoint has its addresses: metadata.name of what ties it to the subnet `of`. */
  readonly subnets: readonly { readonly object: string; readonly of: string }[];
}

/** undefined: compute runs where AWS runs it. */
export function networkModel(given: Given): NetworkModel | undefined {
  const { managed, existing } = networkOf(given.spec);
  if (existing !== undefined) return { ...existing, workerGroupIds: existing.securityGroupIds };
  if (managed === undefined) return undefined;
  const range = parseCidr(managed.cidr);
  const zoneIds = zonesOf(given.spec, managed);
  if (range === undefined)
    throw new ModelError(NETWORK, `cidr "${managed.cidr}" is not a range; write one like 10.1.0.0/16`);
  if (zoneIds.length === 0)
    throw new ModelError(NETWORK, `no zones are known of ${given.spec.region}; write network.existing`);
  const { scope } = given;
  const { region } = scope;
  const word = `network-${managed.cidr.replaceAll(/[./]/g, '-')}`;
  const named = (...part: readonly string[]) => objectName(scope, word, ...part);
  const all = zoneIds.map((zoneId, index) => ({
    zoneId,
    object: named(zoneId),
    cidr: formatCidr(quarter(range, index)),
    gateway: { object: named(`public-${zoneId}`), zoneId, cidr: formatCidr(publicPart(range, index)) },
  }));
  const gateways = all.map(({ gateway }) => gateway).slice(0, { None: 0, Single: 1, PerZone: all.length }[managed.nat]);
  const zones = all.map(({ gateway: _, ...zone }, index): NetworkZone => {
    const gateway = gateways[index] ?? gateways[0];
    return { ...zone, ...(gateway === undefined ? {} : { gateway }) };
  });
  const endpoint = (service: string): EndpointModel => ({
    service,
    object: named(service),
    serviceName: endpointServiceName(region, service),
    subnets: zones.map(({ zoneId, object }) => ({ object: named(service, zoneId), of: object })),
  });
  const compute = {
    object: named('compute'),
    name: 'compute',
    title: 'Compute',
    rules: { s3: named('s3'), endpoints: named('endpoints'), out: named('compute') },
  };
  const workers = {
    object: named('workers'),
    name: 'workers',
    title: 'Workers',
    rules: { s3: named('workers', 's3'), endpoints: named('workers', 'endpoints'), out: named('workers', 'out') },
  };
  return {
    subnetIds: zones.map(({ object }) => observed(EC2.Subnet, object, 'id')),
    securityGroupIds: [observed(EC2.SecurityGroup, compute.object, 'id')],
    workerGroupIds: [observed(EC2.SecurityGroup, workers.object, 'id')],
    own: {
      object: objectName(scope, word),
      cidr: managed.cidr,
      compute,
      workers,
      endpoints: { object: named('endpoints'), name: 'endpoints' },
      zones,
      gateways,
      s3: endpoint('s3'),
      interfaces: managed.interfaceEndpoints === 'None' ? [] : ENDPOINT_SERVICES.map(endpoint),
      onlyCalled: managed.interfaceEndpoints === 'Auto',
      ...(managed.flowLogs === undefined ? {} : { flowLogs: flowLogModel(given, word, managed.flowLogs) }),
    },
  };
}

/** The group outlives a VPC that is replaced, as it outlives everything. */
function flowLogModel(
  given: Given,
  word: string,
  { retentionDays }: { readonly retentionDays?: number },
): FlowLogModel {
  const logs = logGroupModel(given, NETWORK, 'flow-logs');
  return {
    logs: { ...logs, component: NETWORK, retentionDays: retentionDays ?? logs.retentionDays },
    // It cannot change its role.
    object: objectName(given.scope, word, ...roleWords(given.scope)),
    role: roleModel(given.scope, NETWORK, 'network-flow-logs'),
  };
}

/** Private subnets have the first three quarters: what stands in them takes addresses by the dozen. */
function quarter(range: Cidr, index: number): Cidr {
  return partOf(range, range.prefix + 2, index);
}

/** Public subnets hold one NAT gateway each: a quarter of the last quarter. */
function publicPart(range: Cidr, index: number): Cidr {
  return partOf(quarter(range, 3), range.prefix + 4, index);
}
