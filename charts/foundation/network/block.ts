/**
 * The VPC of a pipeline: a private subnet per zone, the free way to S3, interface endpoints for exactly what is called from
 * inside, and NAT gateways if wanted (docs/spec/network.md has the picture). Nothing from outside reaches it: no security group
 * has a rule for addresses that let in, and the one that every VPC comes with is emptied.
 */
import {
  DefaultSecurityGroup,
  Route,
  RouteTable,
  RouteTableAssociation,
  SecurityGroup,
  SecurityGroupEgressRule,
  SecurityGroupIngressRule,
  Subnet,
  Vpc,
  VpcEndpoint,
  VpcEndpointRouteTableAssociation,
} from '../../../imports/ec2.ts';
import type { Block } from '../../block.ts';
import { EC2 } from '../../kinds/ec2.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { observed } from '../../observed.ts';
import type { Part } from '../../part.ts';
import { networkCost } from './cost.ts';
import { addFlowLog, flowLogUses } from './flow-logs.ts';
import { addGateways } from './gateways.ts';
import { addInterfaces } from './interfaces.ts';
import {
  type ComputeGroupModel,
  type EndpointModel,
  NETWORK,
  type NetworkZone,
  type OwnNetworkModel,
} from './model.ts';
import { EVERY_PORT, EVERYWHERE, HTTPS } from './traffic.ts';
import { callsFromNetwork, haveWorkers } from './uses.ts';

export function networkParts(model: PipelineModel, before: readonly Part[]): readonly Part[] {
  const own = model.network?.own;
  if (own === undefined) return [];
  const users = before.flatMap((part) => part.uses);
  const calls = callsFromNetwork(users);
  const called = own.interfaces.filter(({ service }) => !own.onlyCalled || calls.has(service));
  const groups = [own.compute, ...(haveWorkers(own, users) ? [own.workers] : [])];
  const uses = own.flowLogs === undefined ? [] : flowLogUses(model, own.flowLogs);
  return [
    {
      component: NETWORK,
      stage: 'Foundation',
      uses,
      facts: { vpcId: observed(EC2.VPC, own.object, 'id') },
      cost: networkCost(own, called),
      build: (block) => {
        build(block, model, own, { called, groups });
        if (own.flowLogs !== undefined) addFlowLog(block, model, own, own.flowLogs, uses);
      },
    },
  ];
}

interface Needed {
  readonly called: readonly EndpointModel[];
  readonly groups: readonly ComputeGroupModel[];
}

function build(block: Block, model: PipelineModel, own: OwnNetworkModel, { called, groups }: Needed): void {
  const { region } = model.place;
  const vpcId = observed(EC2.VPC, own.object, 'id');
  block.managed(Vpc, {
    name: own.object,
    // Without both, names of services do not lead to their interface endpoints.
    forProvider: { region, cidrBlock: own.cidr, enableDnsSupport: true, enableDnsHostnames: true },
  });
  block.managed(DefaultSecurityGroup, { name: own.object, forProvider: { region, vpcId } });
  block.managed(VpcEndpoint, {
    name: own.s3.object,
    forProvider: { region, vpcId, serviceName: own.s3.serviceName, vpcEndpointType: 'Gateway' },
  });
  for (const { object: name, name: groupName, title, rules } of groups) {
    block.managed(SecurityGroup, {
      name,
      forProvider: { region, vpcId, name: groupName, description: `${title} of ${titleOf(model)}` },
    });
    block.managed(SecurityGroupEgressRule, {
      name: rules.s3,
      forProvider: {
        region,
        securityGroupId: observed(EC2.SecurityGroup, name, 'id'),
        description: 'S3',
        prefixListId: observed(EC2.VPCEndpoint, own.s3.object, 'prefixListId'),
        ...HTTPS,
      },
    });
  }
  if (groups.includes(own.workers)) addTalk(block, region, own.workers);
  for (const zone of own.zones) addZone(block, region, own, zone);
  addInterfaces(block, region, { own, groups }, called);
  addGateways(block, region, own, groups);
}

/** Members of the group reach each other on every port, and nobody else reaches them. */
function addTalk(block: Block, region: string, { object: name }: ComputeGroupModel): void {
  const groupId = observed(EC2.SecurityGroup, name, 'id');
  const forProvider = {
    region,
    securityGroupId: groupId,
    referencedSecurityGroupId: groupId,
    description: 'Each other',
    ...EVERY_PORT,
  };
  block.managed(SecurityGroupIngressRule, { name, forProvider });
  block.managed(SecurityGroupEgressRule, { name, forProvider });
}

function addZone(block: Block, region: string, own: OwnNetworkModel, { object, zoneId, cidr, gateway }: NetworkZone) {
  const vpcId = observed(EC2.VPC, own.object, 'id');
  const routeTableId = observed(EC2.RouteTable, object, 'id');
  block.managed(Subnet, {
    name: object,
    forProvider: { region, vpcId, availabilityZoneId: zoneId, cidrBlock: cidr, mapPublicIpOnLaunch: false },
  });
  block.managed(RouteTable, { name: object, forProvider: { region, vpcId } });
  block.managed(RouteTableAssociation, {
    name: object,
    forProvider: { region, routeTableId, subnetId: observed(EC2.Subnet, object, 'id') },
  });
  block.managed(VpcEndpointRouteTableAssociation, {
    name: object,
    forProvider: { region, routeTableId, vpcEndpointId: observed(EC2.VPCEndpoint, own.s3.object, 'id') },
  });
  if (gateway === undefined) return;
  block.managed(Route, {
    name: object,
    forProvider: {
      region,
      routeTableId,
      destinationCidrBlock: EVERYWHERE,
      natGatewayId: observed(EC2.NATGateway, gateway.object, 'id'),
    },
  });
}
