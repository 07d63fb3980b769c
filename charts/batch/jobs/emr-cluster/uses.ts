/** What it means to run a job on a cluster of EMR: to make one, to run a step on it, and to end it. */
import { hearOfEnd, passRole } from '../../../access/run.ts';
import type { Use } from '../../../access/use.ts';
import { emrArn, serviceLinkedRoleArn } from '../../../arns.ts';
import { EC2 } from '../../../kinds/ec2.ts';
import { EMR } from '../../../kinds/emr.ts';
import { IAM } from '../../../kinds/iam.ts';
import { idOf } from '../../../kinds/kind.ts';
import type { PipelineModel } from '../../../model.ts';
import { ec2Host } from '../../emr/uses.ts';
import { clusterTags, emrOf } from './cluster.ts';
import type { EmrClusterJobModel } from './model.ts';

const CLEANUP = 'elasticmapreduce.amazonaws.com';

/**
 * Clusters have no names in ARNs, so they are told by their tags: it makes only such that bear the pipeline's, and touches no
 * others. Policies of scaling and of idling are put with the cluster, before it has any. Source: Step Functions guide, "IAM policies for calling
 * Amazon EMR"; EMR management guide, "Cluster tags in IAM policies".
 */
export function runOnCluster(by: string, model: PipelineModel, job: EmrClusterJobModel): Use {
  const { place } = model;
  const emr = emrOf(model, job);
  const clusters = [emrArn(place, 'cluster', '*')];
  const tags = (condition: string) => ({
    StringEquals: Object.fromEntries(
      Object.entries(clusterTags(model)).map(([key, value]) => [`elasticmapreduce:${condition}/${key}`, value]),
    ),
  });
  return {
    by,
    of: job.component,
    after: [
      idOf(IAM.InstanceProfile, job.profile.object),
      idOf(IAM.RolePolicy, emr.service.object),
      idOf(EMR.SecurityConfiguration, emr.security.object),
      ...Object.values(emr.groups).map(({ object }) => idOf(EC2.SecurityGroup, object)),
    ],
    allow: [
      {
        sid: 'StartCluster',
        actions: ['elasticmapreduce:RunJobFlow'],
        // What is not there yet has no ARN.
        resources: ['*'],
        conditions: tags('RequestTag'),
      },
      {
        sid: 'TagCluster',
        actions: ['elasticmapreduce:AddTags'],
        resources: clusters,
        conditions: tags('RequestTag'),
      },
      {
        sid: 'SetCluster',
        actions: ['elasticmapreduce:PutAutoTerminationPolicy', 'elasticmapreduce:PutManagedScalingPolicy'],
        resources: clusters,
      },
      {
        sid: 'RunOnCluster',
        actions: [
          'elasticmapreduce:AddJobFlowSteps',
          'elasticmapreduce:CancelSteps',
          'elasticmapreduce:DescribeCluster',
          'elasticmapreduce:DescribeStep',
          'elasticmapreduce:TerminateJobFlows',
        ],
        resources: clusters,
        conditions: tags('ResourceTag'),
      },
      passRole(place, emr.service, 'elasticmapreduce.amazonaws.com', 'PassEmrRole'),
      passRole(place, job.role, ec2Host(place), 'PassInstanceRole'),
      {
        sid: 'LetEmrCleanUp',
        actions: ['iam:CreateServiceLinkedRole'],
        resources: [serviceLinkedRoleArn(place, CLEANUP, 'AWSServiceRoleForEMRCleanup')],
        conditions: { StringEquals: { 'iam:AWSServiceName': CLEANUP } },
      },
      hearOfEnd(place, [
        'StepFunctionsGetEventForEMRRunJobFlowRule',
        'StepFunctionsGetEventForEMRAddJobFlowStepsRule',
        'StepFunctionsGetEventForEMRTerminateJobFlowsRule',
      ]),
    ],
    calls: ['elasticmapreduce', 'events'],
  };
}
