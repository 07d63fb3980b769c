/** What it means to come into the network by Glue's connections. */
import type { Use } from '../../access/use.ts';
import { ec2Arn, glueArn } from '../../arns.ts';
import { GLUE } from '../../kinds/glue.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import { makeInterfaces, workersInNetwork } from '../network/uses.ts';
import { CONNECTIONS } from './model.ts';

/** The tag by which Glue knows its own interfaces. */
const TAG = 'aws-glue-service-resource';

/**
 * Nothing without a network. `uses` are the others of the job: a way must lead to all that they call. Glue makes interfaces as
 * the role of the job, after a look at the network. Source: AWS managed policy AWSGlueServiceRole; Glue, "Troubleshooting errors".
 */
export function runInNetwork(by: string, model: PipelineModel, uses: readonly Use[]): readonly Use[] {
  const { place, network, connections } = model;
  if (network === undefined) return [];
  const connect: Use = {
    by,
    of: CONNECTIONS,
    after: connections.map(({ object }) => idOf(GLUE.Connection, object)),
    allow: [
      {
        sid: 'ReadConnection',
        actions: ['glue:GetConnection'],
        resources: [glueArn(place, 'catalog'), ...connections.map(({ name }) => glueArn(place, 'connection', name))],
      },
    ],
    calls: ['glue'],
  };
  const interfaces = ec2Arn(place, 'network-interface', '*');
  const allow = [
    makeInterfaces(place, network.subnetIds, network.workerGroupIds),
    { sid: 'KeepInterfaces', actions: ['ec2:DeleteNetworkInterface'], resources: [interfaces] },
    {
      sid: 'MarkInterfaces',
      actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
      resources: [interfaces],
      conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG] } },
    },
    {
      sid: 'FindInterfaces',
      actions: [
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcEndpoints',
      ],
      resources: ['*'],
    },
    // The one look of these that AWS holds to a resource; which VPC the subnets are in, only they know.
    { sid: 'FindVpc', actions: ['ec2:DescribeVpcAttribute'], resources: [ec2Arn(place, 'vpc', '*')] },
  ];
  return [connect, ...workersInNetwork(by, model, [...uses, connect], allow)];
}
