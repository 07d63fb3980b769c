/**
 * What EMR may do for clusters of a pipeline, as the service role: make instances in these subnets and with these groups, and
 * manage what bears EMR's mark. EMR puts the mark of the cluster on all that it makes. Source: EMR management guide, "Service role for Amazon EMR" and
 * "Tagging resources to use managed policies"; AmazonEMRServicePolicy_v2 is what the statements were chosen from.
 */
import type { Statement } from '../../access/document.ts';
import { useOfKey } from '../../access/key.ts';
import { passRole } from '../../access/run.ts';
import type { Use } from '../../access/use.ts';
import { ec2Arn, type Place, serviceLinkedRoleArn } from '../../arns.ts';
import { keyNamed } from '../../foundation/encryption/uses.ts';
import { EC2 } from '../../kinds/ec2.ts';
import type { PipelineModel } from '../../model.ts';
import { observed } from '../../observed.ts';
import { EMR_COMPONENT, type EmrModel } from './model.ts';

/** A tag of a cluster; EMR hands it on to instances, volumes, interfaces and launch templates as it makes them. */
export const EMR_MARK = { key: 'for-use-with-amazon-emr-managed-policies', value: 'true' } as const;

export function makeInstances(model: PipelineModel, emr: EmrModel): Use {
  const { place, key, jobs } = model;
  const instances = jobs.flatMap((job) => (job.kind === 'EmrCluster' ? [job] : []));
  return {
    by: EMR_COMPONENT,
    of: EMR_COMPONENT,
    after: keyNamed(key),
    allow: [
      ...launch(place, groupsAndSubnets(model, emr)),
      ...keep(place, groupArns(place, emr)),
      {
        sid: 'FindVpc',
        actions: ['ec2:DescribeVpcAttribute'],
        resources: [ec2Arn(place, 'vpc', observed(EC2.VPC, emr.vpc, 'id'))],
      },
      ...instances.map(({ role }) => passRole(place, role, ec2Host(place), 'PassInstanceRole')),
      {
        sid: 'UseSpot',
        actions: ['iam:CreateServiceLinkedRole'],
        resources: [serviceLinkedRoleArn(place, 'spot.amazonaws.com', 'AWSServiceRoleForEC2Spot')],
        conditions: { StringEquals: { 'iam:AWSServiceName': 'spot.amazonaws.com' } },
      },
      useOfKey(place, key.identity, {
        sid: 'EncryptDisks',
        service: 'ec2',
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext'],
      }),
      grantDisks(model),
    ],
    calls: ['ec2'],
  };
}

/** EC2 lets itself use the key for a volume, for as long as it is attached. */
function grantDisks({ place, key }: PipelineModel): Statement {
  const use = useOfKey(place, key.identity, { sid: 'GrantDisks', service: 'ec2', actions: ['kms:CreateGrant'] });
  return { ...use, conditions: { ...use.conditions, Bool: { 'kms:GrantIsForAWSResource': 'true' } } };
}

/** EC2 is called by another name in China. */
export function ec2Host({ partition }: Place): string {
  return `ec2.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

function groupArns(place: Place, { groups }: EmrModel): readonly string[] {
  return Object.values(groups).map(({ object }) =>
    ec2Arn(place, 'security-group', observed(EC2.SecurityGroup, object, 'id')),
  );
}

/** Subnets, and the groups of clusters and of all compute. */
function groupsAndSubnets({ place, network }: PipelineModel, emr: EmrModel): readonly string[] {
  return [
    ...(network?.subnetIds ?? []).map((id) => ec2Arn(place, 'subnet', id)),
    ...(network?.securityGroupIds ?? []).map((id) => ec2Arn(place, 'security-group', id)),
    ...groupArns(place, emr),
  ];
}

const MADE = { StringEquals: { [`aws:RequestTag/${EMR_MARK.key}`]: EMR_MARK.value } };
const MARKED = { StringEquals: { [`aws:ResourceTag/${EMR_MARK.key}`]: EMR_MARK.value } };

const LAUNCH = ['ec2:RunInstances', 'ec2:CreateFleet'];

function launch(place: Place, network: readonly string[]): readonly Statement[] {
  const any = (type: string): string => ec2Arn(place, type, '*');
  const templates = any('launch-template');
  return [
    {
      sid: 'LaunchInNetwork',
      actions: [...LAUNCH, 'ec2:CreateNetworkInterface', 'ec2:CreateLaunchTemplate', 'ec2:CreateLaunchTemplateVersion'],
      resources: network,
    },
    { sid: 'LaunchMarked', actions: LAUNCH, resources: [any('instance'), any('volume')], conditions: MADE },
    { sid: 'MakeTemplates', actions: ['ec2:CreateLaunchTemplate'], resources: [templates], conditions: MADE },
    {
      sid: 'LaunchFromTemplates',
      actions: [...LAUNCH, 'ec2:CreateLaunchTemplateVersion'],
      resources: [templates],
      conditions: MARKED,
    },
    {
      sid: 'LaunchWith',
      actions: [...LAUNCH, 'ec2:CreateLaunchTemplate', 'ec2:CreateLaunchTemplateVersion'],
      resources: [any('network-interface'), any('fleet'), `arn:${place.partition}:ec2:${place.region}::image/ami-*`],
    },
    {
      sid: 'MakeInterfaces',
      actions: ['ec2:CreateNetworkInterface'],
      resources: [any('network-interface')],
      conditions: MADE,
    },
    {
      sid: 'MarkWhatIsMade',
      actions: ['ec2:CreateTags'],
      resources: ['instance', 'volume', 'network-interface', 'launch-template'].map(any),
      conditions: {
        StringEquals: {
          'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate', 'CreateNetworkInterface'],
        },
      },
    },
  ];
}

function keep(place: Place, groups: readonly string[]): readonly Statement[] {
  const marked = ['instance', 'volume', 'network-interface', 'launch-template'].map((type) => ec2Arn(place, type, '*'));
  return [
    {
      sid: 'KeepMarked',
      actions: [
        'ec2:CreateTags',
        'ec2:DeleteTags',
        'ec2:DeleteLaunchTemplate',
        'ec2:DeleteNetworkInterface',
        'ec2:ModifyInstanceAttribute',
        'ec2:TerminateInstances',
      ],
      resources: marked,
      conditions: MARKED,
    },
    {
      sid: 'KeepGroups',
      actions: [
        'ec2:AuthorizeSecurityGroupEgress',
        'ec2:AuthorizeSecurityGroupIngress',
        'ec2:RevokeSecurityGroupEgress',
        'ec2:RevokeSecurityGroupIngress',
      ],
      resources: groups,
    },
    {
      sid: 'FindInstances',
      actions: [
        'ec2:DescribeAccountAttributes',
        'ec2:DescribeDhcpOptions',
        'ec2:DescribeImages',
        'ec2:DescribeInstances',
        'ec2:DescribeInstanceTypeOfferings',
        'ec2:DescribeLaunchTemplates',
        'ec2:DescribeNetworkAcls',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSpotInstanceRequests',
        'ec2:DescribeSpotPriceHistory',
        'ec2:DescribeSubnets',
        'ec2:DescribeVolumes',
        'ec2:DescribeVolumeStatus',
        'ec2:DescribeVpcEndpoints',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    },
  ];
}
