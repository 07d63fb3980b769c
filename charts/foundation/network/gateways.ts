/** NAT: the way out to the internet, through public subnets in which nothing but the gateways stands. There is no way in. */
import {
  Eip,
  InternetGateway,
  NatGateway,
  Route,
  RouteTable,
  RouteTableAssociation,
  SecurityGroupEgressRule,
  Subnet,
} from '../../../imports/ec2.ts';
import type { Block } from '../../block.ts';
import { EC2 } from '../../kinds/ec2.ts';
import { observed } from '../../observed.ts';
import type { ComputeGroupModel, OwnNetworkModel } from './model.ts';
import { ANYTHING, EVERYWHERE } from './traffic.ts';

export function addGateways(
  block: Block,
  region: string,
  own: OwnNetworkModel,
  groups: readonly ComputeGroupModel[],
): void {
  if (own.gateways.length === 0) return;
  const { object: name } = own;
  const vpcId = observed(EC2.VPC, name, 'id');
  const routeTableId = observed(EC2.RouteTable, name, 'id');
  for (const { object, rules } of groups) {
    block.managed(SecurityGroupEgressRule, {
      name: rules.out,
      forProvider: {
        region,
        securityGroupId: observed(EC2.SecurityGroup, object, 'id'),
        description: 'The internet, by NAT',
        cidrIpv4: EVERYWHERE,
        ...ANYTHING,
      },
    });
  }
  block.managed(InternetGateway, { name, forProvider: { region, vpcId } });
  block.managed(RouteTable, { name, forProvider: { region, vpcId } });
  const out = block.managed(Route, {
    name,
    forProvider: {
      region,
      routeTableId,
      destinationCidrBlock: EVERYWHERE,
      gatewayId: observed(EC2.InternetGateway, name, 'id'),
    },
  });
  for (const { object, zoneId, cidr } of own.gateways) {
    const subnetId = observed(EC2.Subnet, object, 'id');
    block.managed(Subnet, {
      name: object,
      forProvider: { region, vpcId, availabilityZoneId: zoneId, cidrBlock: cidr, mapPublicIpOnLaunch: false },
    });
    const routed = block.managed(RouteTableAssociation, {
      name: object,
      forProvider: { region, routeTableId, subnetId },
    });
    block.managed(Eip, { name: object, after: [out], forProvider: { region, domain: 'vpc' } });
    block.managed(NatGateway, {
      name: object,
      after: [routed],
      forProvider: { region, subnetId, allocationId: observed(EC2.EIP, object, 'id'), connectivityType: 'public' },
    });
  }
}
