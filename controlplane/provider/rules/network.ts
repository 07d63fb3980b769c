/** What EC2 refuses of networks: ranges that do not fit, what is not there, and the deletion of what is still in use. */
import { contains, overlap, parseCidr } from '../../../crds/cidr.ts';
import type { AwsObject, AwsType, SimulatedAws } from '../aws.ts';
import { type AwsFault, apiError } from '../aws-fault.ts';
import { type Input, isObject, type Requirement, text } from '../behaviour.ts';

const refused = (code: string, message: string): AwsFault => apiError(400, code, message);

/** An argument that names another object of EC2, and what AWS says when that is not there. */
const REFERENCES: Readonly<Record<string, readonly [type: AwsType, code: string, words: string]>> = {
  vpcId: ['ec2.VPC', 'InvalidVpcID.NotFound', 'vpc ID'],
  subnetId: ['ec2.Subnet', 'InvalidSubnetID.NotFound', 'subnet ID'],
  routeTableId: ['ec2.RouteTable', 'InvalidRouteTableID.NotFound', 'routeTable ID'],
  gatewayId: ['ec2.InternetGateway', 'InvalidGatewayID.NotFound', 'gateway ID'],
  natGatewayId: ['ec2.NATGateway', 'InvalidNatGatewayID.NotFound', 'NatGateway ID'],
  allocationId: ['ec2.EIP', 'InvalidAllocationID.NotFound', 'allocation ID'],
  securityGroupId: ['ec2.SecurityGroup', 'InvalidGroup.NotFound', 'security group'],
  referencedSecurityGroupId: ['ec2.SecurityGroup', 'InvalidGroup.NotFound', 'security group'],
  vpcEndpointId: ['ec2.VPCEndpoint', 'InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'],
};

/** All that the arguments name must be there. Of `partOf` the object is a part and goes with it. */
export function requiresNamed(partOf?: string): (input: Input) => readonly Requirement[] {
  return ({ desired }) =>
    Object.entries(REFERENCES).flatMap(([field, [type, code, words]]): readonly Requirement[] => {
      const address = text(desired, field);
      if (address === '') return [];
      const fault = refused(code, `The ${words} '${address}' does not exist`);
      return [{ type, address, fault, ...(field === partOf ? { partOf: true } : {}) }];
    });
}

/** A flow log needs its group and a role that EC2 may assume. */
export function requiresLogging({ desired }: Input): readonly Requirement[] {
  const [group, role] = [text(desired, 'logDestination'), text(desired, 'iamRoleArn')];
  const noRole = 'Unable to assume given IAM role. Please check the role and its trust policy.';
  return [
    {
      type: 'cloudwatchlogs.Group',
      address: group.slice(group.indexOf(':log-group:') + ':log-group:'.length),
      fault: refused('InvalidParameter', `LogDestination: ${group} does not exist.`),
    },
    { type: 'iam.Role', address: role.slice(role.lastIndexOf('/') + 1), fault: refused('InvalidParameter', noRole) },
  ];
}

/** Refuses a deletion while an object of one of these types names it in one of its arguments. */
export function refusesWhileUsed(...users: readonly AwsType[]) {
  return (object: AwsObject, aws: SimulatedAws): AwsFault | undefined => {
    const { type, address, account, region } = object;
    const used = users.some((user) =>
      aws
        .list({ type: user, account, region, state: 'Active' })
        .some(({ attributes }) => user !== type && names(attributes, address)),
    );
    return used ? refused('DependencyViolation', `resource ${address} has a dependent object`) : undefined;
  };
}

/** In an argument, or in a list of one that is an object: vpcConfig.subnetIds. */
function names(attributes: unknown, address: string): boolean {
  if (Array.isArray(attributes)) return attributes.includes(address);
  if (!isObject(attributes)) return attributes === address;
  return Object.entries(attributes).some(([field, value]) => field !== 'id' && names(value, address));
}

export function refusesVpc({ desired }: Input): AwsFault | undefined {
  const cidr = parseCidr(text(desired, 'cidrBlock'));
  if (cidr === undefined || (cidr.prefix >= 16 && cidr.prefix <= 28)) return undefined;
  return refused('InvalidVpc.Range', `The CIDR '${text(desired, 'cidrBlock')}' is invalid.`);
}

export function refusesSubnet({ desired, scope: { account, region } }: Input, aws: SimulatedAws): AwsFault | undefined {
  const block = text(desired, 'cidrBlock');
  const cidr = parseCidr(block);
  if (cidr === undefined) return undefined;
  const vpcId = text(desired, 'vpcId');
  const vpc = aws.find({ type: 'ec2.VPC', account, region, address: vpcId });
  const range = parseCidr(text(vpc?.attributes ?? {}, 'cidrBlock'));
  if (cidr.prefix > 28 || (range !== undefined && !contains(range, cidr)))
    return refused('InvalidSubnet.Range', `The CIDR '${block}' is invalid.`);
  const taken = aws.list({ type: 'ec2.Subnet', account, region, state: 'Active' }).some(({ attributes }) => {
    const other = parseCidr(text(attributes, 'cidrBlock'));
    return attributes.vpcId === vpcId && other !== undefined && overlap(other, cidr);
  });
  return taken ? refused('InvalidSubnet.Conflict', `The CIDR '${block}' conflicts with another subnet`) : undefined;
}

/** One rule is there once in its group, whatever object asked for it. */
export function refusesSameRule(type: AwsType) {
  const said = (attributes: Input['desired']) =>
    ['securityGroupId', 'ipProtocol', 'fromPort', 'toPort', 'cidrIpv4', 'prefixListId', 'referencedSecurityGroupId']
      .map((field) => attributes[field] ?? '')
      .join(' ');
  return ({ desired, scope: { account, region } }: Input, aws: SimulatedAws): AwsFault | undefined =>
    aws.list({ type, account, region, state: 'Active' }).some(({ attributes }) => said(attributes) === said(desired))
      ? refused('InvalidPermission.Duplicate', 'the specified rule already exists')
      : undefined;
}

/** Private names of a service can lead to one endpoint of a VPC only, and only where the VPC resolves names. */
export function refusesEndpoint(
  { desired, scope: { account, region } }: Input,
  aws: SimulatedAws,
): AwsFault | undefined {
  if (desired.privateDnsEnabled !== true) return undefined;
  const [vpcId, serviceName] = [text(desired, 'vpcId'), text(desired, 'serviceName')];
  const vpc = aws.find({ type: 'ec2.VPC', account, region, address: vpcId });
  if (vpc !== undefined && !(vpc.attributes.enableDnsHostnames === true && vpc.attributes.enableDnsSupport === true)) {
    const rule = `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`;
    return refused('InvalidParameter', rule);
  }
  const taken = aws
    .list({ type: 'ec2.VPCEndpoint', account, region, state: 'Active' })
    .some(({ attributes: other }) => other.vpcId === vpcId && other.serviceName === serviceName);
  const rule = `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${serviceName} in the VPC ${vpcId}`;
  return taken ? refused('InvalidParameter', rule) : undefined;
}
