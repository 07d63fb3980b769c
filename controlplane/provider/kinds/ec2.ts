/** The network part of EC2. */
import { EC2 } from '../../../charts/kinds/ec2.ts';
import type { AwsType } from '../aws.ts';
import { arn, type KindBehaviour, text } from '../behaviour.ts';
import { fromRecording, notRecorded } from '../from-recording.ts';
import {
  refusesEndpoint,
  refusesSameRule,
  refusesSubnet,
  refusesVpc,
  refusesWhileUsed,
  requiresLogging,
  requiresNamed,
} from '../rules/network.ts';

const vpc = fromRecording(EC2.VPC, {
  calls: { Create: 'CreateVpc', Update: 'ModifyVpcAttribute', Delete: 'DeleteVpc' },
  unset: { enableDnsHostnames: false, enableDnsSupport: true },
  refuses: {
    create: refusesVpc,
    delete: refusesWhileUsed(
      'ec2.Subnet',
      'ec2.SecurityGroup',
      'ec2.RouteTable',
      'ec2.InternetGateway',
      'ec2.VPCEndpoint',
    ),
  },
});

const subnet = fromRecording(EC2.Subnet, {
  calls: { Update: 'ModifySubnetAttribute' },
  unset: { availabilityZone: 'us-east-1a' },
  requires: requiresNamed(),
  refuses: {
    create: refusesSubnet,
    delete: refusesWhileUsed('lambda.Function', 'ec2.NATGateway', 'ec2.VPCEndpointSubnetAssociation'),
  },
});

const routeTable = fromRecording(EC2.RouteTable, {
  calls: { Update: 'CreateTags' },
  requires: requiresNamed(),
  refuses: { delete: refusesWhileUsed('ec2.RouteTableAssociation') },
});

const routeTableAssociation = fromRecording(EC2.RouteTableAssociation, {
  calls: { Create: 'AssociateRouteTable', Update: 'ReplaceRouteTableAssociation', Delete: 'DisassociateRouteTable' },
  requires: requiresNamed('subnetId'),
});

const route = fromRecording(EC2.Route, {
  calls: { Update: 'ReplaceRoute' },
  unset: { gatewayId: '' },
  requires: requiresNamed('routeTableId'),
});

const securityGroup = fromRecording(EC2.SecurityGroup, {
  calls: { Update: 'CreateTags' },
  requires: requiresNamed(),
  refuses: {
    delete: refusesWhileUsed(
      'lambda.Function',
      'ec2.VPCEndpointSecurityGroupAssociation',
      'ec2.SecurityGroupIngressRule',
      'ec2.SecurityGroupEgressRule',
    ),
  },
});

function rule(kind: typeof EC2.SecurityGroupIngressRule | typeof EC2.SecurityGroupEgressRule, call: string) {
  const type: AwsType = kind.key;
  return notRecorded(kind, {
    why: 'provider v2.5 never makes one (provider-upjet-aws 2085)',
    calls: { Create: `Authorize${call}`, Update: 'ModifySecurityGroupRules', Delete: `Revoke${call}` },
    unset: { cidrIpv4: '', cidrIpv6: '', description: '', prefixListId: '', referencedSecurityGroupId: '' },
    requires: requiresNamed('securityGroupId'),
    refuses: { create: refusesSameRule(type) },
    outputs: {
      arn: (object) => arn(object, 'ec2', `security-group-rule/${object.address}`),
      id: ({ address }) => address,
      securityGroupRuleId: ({ address }) => address,
    },
  });
}

const defaultSecurityGroup = fromRecording(EC2.DefaultSecurityGroup, {
  calls: { Create: 'RevokeSecurityGroupIngress', Update: 'CreateTags' },
  requires: requiresNamed('vpcId'),
});

const endpoint = fromRecording(EC2.VPCEndpoint, {
  calls: { Create: 'CreateVpcEndpoint', Update: 'ModifyVpcEndpoint', Delete: 'DeleteVpcEndpoints' },
  requires: requiresNamed(),
  refuses: { create: refusesEndpoint },
  outputs: {
    // Of gateway endpoints only.
    prefixListId: ({ attributes }) =>
      text(attributes, 'vpcEndpointType') === 'Interface' ? '' : 'pl-e268b4ddaa04853bc',
  },
});

const ASSOCIATION = {
  calls: { Create: 'ModifyVpcEndpoint', Update: 'ModifyVpcEndpoint', Delete: 'ModifyVpcEndpoint' },
  requires: requiresNamed('vpcEndpointId'),
} as const;

const endpointRouteTable = fromRecording(EC2.VPCEndpointRouteTableAssociation, {
  ...ASSOCIATION,
  address: ({ desired }) => `${text(desired, 'vpcEndpointId')}/${text(desired, 'routeTableId')}`,
});
const endpointSubnet = fromRecording(EC2.VPCEndpointSubnetAssociation, ASSOCIATION);
const endpointSecurityGroup = fromRecording(EC2.VPCEndpointSecurityGroupAssociation, ASSOCIATION);

const flowLog = notRecorded(EC2.FlowLog, {
  why: 'the emulator knew no log group as destination',
  calls: { Create: 'CreateFlowLogs', Update: 'CreateTags', Delete: 'DeleteFlowLogs' },
  requires: (input) => [...requiresNamed('vpcId')(input), ...requiresLogging(input)],
  outputs: { arn: (object) => arn(object, 'ec2', `vpc-flow-log/${object.address}`), id: ({ address }) => address },
});

const internetGateway = fromRecording(EC2.InternetGateway, {
  calls: { Update: 'AttachInternetGateway' },
  requires: requiresNamed(),
  refuses: { delete: refusesWhileUsed('ec2.Route') },
});

const elasticIp = fromRecording(EC2.EIP, {
  calls: { Create: 'AllocateAddress', Update: 'AssociateAddress', Delete: 'ReleaseAddress' },
  refuses: { delete: refusesWhileUsed('ec2.NATGateway') },
});

const natGateway = fromRecording(EC2.NATGateway, {
  calls: { Create: 'CreateNatGateway', Update: 'CreateTags', Delete: 'DeleteNatGateway' },
  // The VPC is the subnet's; late initialisation writes it down, always the recorded one here, and nobody reads it.
  requires: ({ desired: { vpcId: _, ...desired }, ...input }) => requiresNamed()({ ...input, desired }),
});

export const EC2_BEHAVIOURS: readonly KindBehaviour[] = [
  vpc,
  subnet,
  routeTable,
  routeTableAssociation,
  route,
  securityGroup,
  rule(EC2.SecurityGroupIngressRule, 'SecurityGroupIngress'),
  rule(EC2.SecurityGroupEgressRule, 'SecurityGroupEgress'),
  defaultSecurityGroup,
  endpoint,
  endpointRouteTable,
  endpointSubnet,
  endpointSecurityGroup,
  flowLog,
  internetGateway,
  elasticIp,
  natGateway,
];
