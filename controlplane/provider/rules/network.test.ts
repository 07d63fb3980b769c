import { describe, expect, test } from '@jest/globals';
import { EC2 } from '../../../charts/kinds/ec2.ts';
import { LAMBDA } from '../../../charts/kinds/lambda.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { play, settle, verdict } from '../testing/a-play.ts';

const VPC = 'vpc-1';
const withVpc = (attributes: JsonObject = {}): SimulatedAws => {
  const aws = new SimulatedAws(() => 0);
  foreignObject(aws, EC2.VPC, VPC, {
    attributes: { cidrBlock: '10.1.0.0/16', enableDnsSupport: true, enableDnsHostnames: true, ...attributes },
  });
  return aws;
};

function told(kind: Parameters<typeof play>[0], aws: SimulatedAws, forProvider: JsonObject): string {
  const { play: actor } = play(kind, 'x', { aws, forProvider });
  settle(actor);
  return verdict(actor);
}

describe('a VPC', () => {
  test.each([
    ['10.0.0.0/8', 'InvalidVpc.Range'],
    ['10.1.0.0/29', 'InvalidVpc.Range'],
    ['10.1.0.0/16', 'Success'],
    ['10.1.0.0/28', 'Success'],
  ])('of %s: %s', (cidrBlock, expected) => {
    expect(told(EC2.VPC, new SimulatedAws(() => 0), { cidrBlock })).toContain(expected);
  });
});

describe('a subnet', () => {
  test.each([
    ['10.1.64.0/18', 'Success'],
    ['10.2.0.0/18', 'InvalidSubnet.Range'],
    ['10.1.0.16/29', 'InvalidSubnet.Range'],
    ['10.1.32.0/20', 'InvalidSubnet.Conflict'],
  ])('of %s beside 10.1.0.0/18: %s', (cidrBlock, expected) => {
    const aws = withVpc();
    foreignObject(aws, EC2.Subnet, 'subnet-1', { attributes: { vpcId: VPC, cidrBlock: '10.1.0.0/18' } });
    expect(told(EC2.Subnet, aws, { vpcId: VPC, cidrBlock })).toContain(expected);
  });

  test('lies in a VPC that is there', () => {
    expect(told(EC2.Subnet, withVpc(), { vpcId: 'vpc-2', cidrBlock: '10.1.0.0/18' })).toContain(
      "InvalidVpcID.NotFound: The vpc ID 'vpc-2' does not exist",
    );
  });

  test.each([
    ['a function', LAMBDA.Function, { vpcConfig: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] } }],
    ['a NAT gateway', EC2.NATGateway, { subnetId: 'subnet-1' }],
    ['an endpoint', EC2.VPCEndpointSubnetAssociation, { subnetId: 'subnet-1', vpcEndpointId: 'vpce-1' }],
  ])('is not deleted while %s stands in it', (_, kind, attributes) => {
    const aws = withVpc();
    const { play: actor } = play(EC2.Subnet, 'x', { aws, forProvider: { vpcId: VPC, cidrBlock: '10.1.0.0/18' } });
    settle(actor);
    const id = actor.object.metadata.annotations?.[CROSSPLANE.externalName] ?? '';
    const user = JSON.parse(JSON.stringify(attributes).replaceAll('subnet-1', id)) as JsonObject;
    const { type, address, account, region } = foreignObject(aws, kind, 'user', { attributes: user });
    actor.delete();
    settle(actor);
    expect(verdict(actor)).toContain(`DependencyViolation: resource ${id} has a dependent object`);
    aws.delete({ type, address, account, region }, undefined);
    settle(actor);
    expect(actor.gone).toBe(true);
  });
});

describe('an interface endpoint', () => {
  const endpoint = {
    vpcId: VPC,
    serviceName: 'com.amazonaws.us-east-1.glue',
    vpcEndpointType: 'Interface',
    privateDnsEnabled: true,
  };

  test('needs names of hosts in its VPC', () => {
    expect(told(EC2.VPCEndpoint, withVpc({ enableDnsHostnames: false }), endpoint)).toContain(
      'Enabling private DNS requires',
    );
    expect(told(EC2.VPCEndpoint, withVpc(), endpoint)).toBe('Success');
  });

  test('is the only one of its service', () => {
    const aws = withVpc();
    foreignObject(aws, EC2.VPCEndpoint, 'vpce-1', { attributes: endpoint });
    expect(told(EC2.VPCEndpoint, aws, endpoint)).toContain('conflicting DNS domain');
  });
});

test('a rule is once in its group', () => {
  const aws = withVpc();
  foreignObject(aws, EC2.SecurityGroup, 'sg-1', { attributes: { vpcId: VPC } });
  const rule = { securityGroupId: 'sg-1', ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv4: '10.0.0.0/8' };
  foreignObject(aws, EC2.SecurityGroupEgressRule, 'sgr-1', { attributes: rule });
  expect(told(EC2.SecurityGroupEgressRule, aws, rule)).toContain('InvalidPermission.Duplicate');
  expect(told(EC2.SecurityGroupEgressRule, aws, { ...rule, toPort: 444 })).toBe('Success');
});
