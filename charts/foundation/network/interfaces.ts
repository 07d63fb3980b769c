/** Interface endpoints: the private ways to services that have no gateway endpoint. Compute calls them, and nothing else does. */
import {
  SecurityGroup,
  SecurityGroupEgressRule,
  SecurityGroupIngressRule,
  VpcEndpoint,
  VpcEndpointSecurityGroupAssociation,
  VpcEndpointSubnetAssociation,
} from '../../../imports/ec2.ts';
import type { Block } from '../../block.ts';
import { EC2 } from '../../kinds/ec2.ts';
import { observed } from '../../observed.ts';
import type { ComputeGroupModel, EndpointModel, OwnNetworkModel } from './model.ts';
import { HTTPS } from './traffic.ts';

export function addInterfaces(
  block: Block,
  region: string,
  { own, groups }: { readonly own: OwnNetworkModel; readonly groups: readonly ComputeGroupModel[] },
  called: readonly EndpointModel[],
): void {
  if (called.length === 0) return;
  const { object: name, name: groupName } = own.endpoints;
  const vpcId = observed(EC2.VPC, own.object, 'id');
  const endpointsId = observed(EC2.SecurityGroup, name, 'id');
  block.managed(SecurityGroup, {
    name,
    forProvider: { region, vpcId, name: groupName, description: 'Interface endpoints' },
  });
  for (const group of groups) {
    const groupId = observed(EC2.SecurityGroup, group.object, 'id');
    block.managed(SecurityGroupIngressRule, {
      name: group.rules.endpoints,
      forProvider: {
        region,
        securityGroupId: endpointsId,
        description: group.title,
        referencedSecurityGroupId: groupId,
        ...HTTPS,
      },
    });
    block.managed(SecurityGroupEgressRule, {
      name: group.rules.endpoints,
      forProvider: {
        region,
        securityGroupId: groupId,
        description: 'Interface endpoints',
        referencedSecurityGroupId: endpointsId,
        ...HTTPS,
      },
    });
  }
  for (const { object, serviceName, subnets } of called) {
    const vpcEndpointId = observed(EC2.VPCEndpoint, object, 'id');
    block.managed(VpcEndpoint, {
      name: object,
      forProvider: { region, vpcId, serviceName, vpcEndpointType: 'Interface', privateDnsEnabled: true },
    });
    block.managed(VpcEndpointSecurityGroupAssociation, {
      name: object,
      // Made without a group, it has the default one of the VPC.
      forProvider: { region, vpcEndpointId, securityGroupId: endpointsId, replaceDefaultAssociation: true },
    });
    for (const subnet of subnets) {
      block.managed(VpcEndpointSubnetAssociation, {
        name: subnet.object,
        forProvider: { region, vpcEndpointId, subnetId: observed(EC2.Subnet, subnet.of, 'id') },
      });
    }
  }
}
