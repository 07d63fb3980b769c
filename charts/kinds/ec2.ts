/**
 * The network part of EC2. AWS draws every id here, and nearly nothing can be changed in place, so names of the objects hold
 * what they are made of and an old one stays until what uses it has moved (`succeeded`).
 */
import { type KindFacts, service } from './kind.ts';

const DRAWN = { identity: 'Assigned', succeeded: 'InPipeline' } as const satisfies Partial<KindFacts>;

const VPC = { to: 'ec2.VPC', gives: 'id' } as const;
const SUBNET = { to: 'ec2.Subnet', gives: 'id' } as const;
const ROUTE_TABLE = { to: 'ec2.RouteTable', gives: 'id' } as const;
const SECURITY_GROUP = { to: 'ec2.SecurityGroup', gives: 'id' } as const;
const ENDPOINT = { to: 'ec2.VPCEndpoint', gives: 'id' } as const;

/** One rule of a security group: one direction, one peer. */
const RULE = {
  ...DRAWN,
  tagged: true,
  immutable: ['securityGroupId'],
  references: { securityGroupId: SECURITY_GROUP, referencedSecurityGroupId: SECURITY_GROUP },
} as const satisfies Partial<KindFacts>;

export const EC2 = service('ec2', {
  VPC: {
    ...DRAWN,
    plural: 'vpcs',
    tagged: true,
    immutable: ['cidrBlock'],
    whenReplaced: 'all that runs in it moves to other addresses',
  },
  Subnet: {
    ...DRAWN,
    plural: 'subnets',
    tagged: true,
    observed: ['availabilityZone'],
    immutable: ['vpcId', 'cidrBlock', 'availabilityZone', 'availabilityZoneId'],
    references: { vpcId: VPC },
  },
  RouteTable: { ...DRAWN, plural: 'routetables', tagged: true, immutable: ['vpcId'], references: { vpcId: VPC } },
  RouteTableAssociation: {
    ...DRAWN,
    plural: 'routetableassociations',
    immutable: ['subnetId'],
    references: { routeTableId: ROUTE_TABLE, subnetId: SUBNET },
  },
  Route: {
    ...DRAWN,
    plural: 'routes',
    immutable: ['routeTableId', 'destinationCidrBlock'],
    references: {
      routeTableId: ROUTE_TABLE,
      gatewayId: { to: 'ec2.InternetGateway', gives: 'id' },
      natGatewayId: { to: 'ec2.NATGateway', gives: 'id' },
    },
  },
  SecurityGroup: {
    ...DRAWN,
    plural: 'securitygroups',
    namedBy: 'name',
    nameLimit: 255,
    partOf: { kind: 'ec2.VPC', by: 'vpcId' },
    tagged: true,
    immutable: ['name', 'description', 'vpcId'],
    references: { vpcId: VPC },
  },
  SecurityGroupIngressRule: { ...RULE, plural: 'securitygroupingressrules' },
  SecurityGroupEgressRule: { ...RULE, plural: 'securitygroupegressrules' },
  // Every VPC has one, which lets its members talk to each other until its rules are taken away.
  DefaultSecurityGroup: {
    ...DRAWN,
    plural: 'defaultsecuritygroups',
    tagged: true,
    immutable: ['vpcId'],
    references: { vpcId: VPC },
  },
  VPCEndpoint: {
    ...DRAWN,
    plural: 'vpcendpoints',
    tagged: true,
    observed: ['prefixListId'],
    immutable: ['vpcId', 'serviceName', 'vpcEndpointType'],
    references: { vpcId: VPC },
  },
  VPCEndpointRouteTableAssociation: {
    ...DRAWN,
    plural: 'vpcendpointroutetableassociations',
    immutable: ['routeTableId', 'vpcEndpointId'],
    references: { routeTableId: ROUTE_TABLE, vpcEndpointId: ENDPOINT },
  },
  VPCEndpointSubnetAssociation: {
    ...DRAWN,
    plural: 'vpcendpointsubnetassociations',
    immutable: ['subnetId', 'vpcEndpointId'],
    references: { subnetId: SUBNET, vpcEndpointId: ENDPOINT },
  },
  VPCEndpointSecurityGroupAssociation: {
    ...DRAWN,
    plural: 'vpcendpointsecuritygroupassociations',
    immutable: ['securityGroupId', 'vpcEndpointId', 'replaceDefaultAssociation'],
    references: { securityGroupId: SECURITY_GROUP, vpcEndpointId: ENDPOINT },
  },
  FlowLog: {
    ...DRAWN,
    plural: 'flowlogs',
    tagged: true,
    immutable: ['vpcId', 'trafficType', 'logDestinationType', 'logDestination', 'iamRoleArn', 'maxAggregationInterval'],
    references: {
      vpcId: VPC,
      iamRoleArn: { to: 'iam.Role', gives: 'arn' },
      logDestination: { to: 'cloudwatchlogs.Group', gives: 'arn' },
    },
  },
  InternetGateway: { ...DRAWN, plural: 'internetgateways', tagged: true, references: { vpcId: VPC } },
  EIP: { ...DRAWN, plural: 'eips', tagged: true, immutable: ['domain'] },
  NATGateway: {
    ...DRAWN,
    plural: 'natgateways',
    tagged: true,
    immutable: ['allocationId', 'subnetId', 'connectivityType'],
    references: { allocationId: { to: 'ec2.EIP', gives: 'id' }, subnetId: SUBNET },
  },
});
