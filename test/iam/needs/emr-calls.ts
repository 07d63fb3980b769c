/** What a state machine needs to run something on EMR. Step Functions guide, the pages "IAM policies for calling Amazon EMR [Serverless]". */
import type { Fields, Need, World } from '../world.ts';
import { applicationArn, makingOwnRole, passing, roleOfProfile } from './common.ts';

type Call = (world: World, input: Fields) => readonly Need[];

const CLEANUP = 'elasticmapreduce.amazonaws.com';

/** Tags of a cluster, as a request bears them (`Request`) or as they are met later (`Resource`). */
function tags(world: World, which: 'Request' | 'Resource'): Readonly<Record<string, string>> {
  const [made] = world.things.flatMap(({ kind, fields }) =>
    kind === 'sfn.StateMachine' ? [...String(fields.definition).matchAll(/"Tags":(\[[^\]]*\])/g)] : [],
  );
  const pairs = JSON.parse(made?.[1] ?? '[]') as readonly { readonly Key: string; readonly Value: string }[];
  return Object.fromEntries(pairs.map(({ Key, Value }) => [`elasticmapreduce:${which}Tag/${Key}`, Value]));
}

function hearing(world: World, rule: string): readonly Need[] {
  return ['PutTargets', 'PutRule', 'DescribeRule'].map((action) => ({
    action: `events:${action}`,
    resource: world.arn('events', `rule/${rule}`),
  }));
}

function onCluster(world: World, ...actions: readonly string[]): readonly Need[] {
  const resource = world.arn('elasticmapreduce', 'cluster/j-2AXXXXXXGAPLF');
  const context = tags(world, 'Resource');
  return actions.map((action) => ({ action: `elasticmapreduce:${action}`, resource, context }));
}

const createCluster: Call = (world, { ServiceRole, JobFlowRole }) => {
  const resource = world.arn('elasticmapreduce', 'cluster/j-2AXXXXXXGAPLF');
  return [
    { action: 'elasticmapreduce:RunJobFlow', resource: '*', context: tags(world, 'Request') },
    { action: 'elasticmapreduce:AddTags', resource, context: tags(world, 'Request') },
    // Asked for with the cluster, which has no tags yet. EMR guide, "Using an auto-termination policy" and "managed scaling".
    { action: 'elasticmapreduce:PutAutoTerminationPolicy', resource },
    { action: 'elasticmapreduce:PutManagedScalingPolicy', resource },
    ...onCluster(world, 'DescribeCluster', 'TerminateJobFlows'),
    passing(ServiceRole, CLEANUP),
    passing(roleOfProfile(world, JobFlowRole), 'ec2.amazonaws.com'),
    makingOwnRole(world, CLEANUP, 'AWSServiceRoleForEMRCleanup'),
    ...hearing(world, 'StepFunctionsGetEventForEMRRunJobFlowRule'),
  ];
};

export const EMR_CALLS: Readonly<Record<string, Call>> = {
  'elasticmapreduce:createCluster.sync': createCluster,
  'elasticmapreduce:addStep.sync': (world) => [
    ...onCluster(world, 'AddJobFlowSteps', 'DescribeStep', 'CancelSteps'),
    ...hearing(world, 'StepFunctionsGetEventForEMRAddJobFlowStepsRule'),
  ],
  'elasticmapreduce:terminateCluster': (world) => onCluster(world, 'TerminateJobFlows'),
  'elasticmapreduce:terminateCluster.sync': (world) => [
    ...onCluster(world, 'TerminateJobFlows', 'DescribeCluster'),
    ...hearing(world, 'StepFunctionsGetEventForEMRTerminateJobFlowsRule'),
  ],
  'emr-serverless:startJobRun.sync': (world, { ApplicationId, ExecutionRoleArn }) => {
    const application = applicationArn(world, ApplicationId);
    return [
      { action: 'emr-serverless:StartJobRun', resource: application },
      ...['GetJobRun', 'CancelJobRun'].map((action) => ({
        action: `emr-serverless:${action}`,
        resource: `${application}/jobruns/00f5trm1gtaf001d`,
      })),
      passing(ExecutionRoleArn, 'emr-serverless.amazonaws.com'),
      ...hearing(world, 'StepFunctionsGetEventsForEMRServerlessJobRule'),
    ];
  },
};
