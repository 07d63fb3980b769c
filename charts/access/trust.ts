/**
 * Who may assume a role. Where the service says on whose behalf it comes, every trust names the account and the ARN on whose behalf a service may act: without both, any
 * customer of that service could make it use our role (the confused deputy).
 */
import {
  applicationArn,
  ec2Arn,
  emrArn,
  emrServerlessArn,
  glueArn,
  type Place,
  pipeArn,
  scheduleGroupArn,
  stateMachineArn,
} from '../arns.ts';
import type { PolicyDocument } from './document.ts';

function serviceTrust(place: Place, service: string, sourceArn: string | readonly string[]): PolicyDocument {
  return {
    statements: [
      {
        sid: 'Assume',
        principal: { service },
        actions: ['sts:AssumeRole'],
        conditions: {
          StringEquals: { 'aws:SourceAccount': place.accountId },
          ArnLike: { 'aws:SourceArn': sourceArn },
        },
      },
    ],
  };
}

/**
 * Glue documents the account as source but not which of its ARNs (crawler, session, catalog) it presents at each step, so
 * the ARN is held to Glue in this account and region.
 */
export function glueTrust(place: Place): PolicyDocument {
  return serviceTrust(place, 'glue.amazonaws.com', glueArn(place, '*'));
}

/** EMR Serverless presents the ARN of the application. Any of the account's: a run outlives the one that it began in. */
export function emrServerlessTrust(place: Place): PolicyDocument {
  return serviceTrust(place, 'emr-serverless.amazonaws.com', emrServerlessArn(place, '*'));
}

/** EMR on EC2 presents an ARN of its own in the account and region; which one it does not say. */
export function emrTrust(place: Place): PolicyDocument {
  return serviceTrust(place, 'elasticmapreduce.amazonaws.com', emrArn(place, '*'));
}

/**
 * Instances take the role of their profile; EC2 presents neither account nor instance when it assumes it. Putting a profile on an
 * instance takes iam:PassRole in the role's own account.
 */
export function instanceTrust(service: string): PolicyDocument {
  return { statements: [{ sid: 'Assume', principal: { service }, actions: ['sts:AssumeRole'] }] };
}

/** Scheduler presents the ARN of the schedule group, never that of a schedule. */
export function schedulerTrust(place: Place, group: string): PolicyDocument {
  return serviceTrust(place, 'scheduler.amazonaws.com', scheduleGroupArn(place, group));
}

/** Managed Flink presents the ARN of the application. */
export function flinkTrust(place: Place, application: string): PolicyDocument {
  return serviceTrust(place, 'kinesisanalytics.amazonaws.com', applicationArn(place, application));
}

/**
 * Lambda presents neither account nor function when it assumes the role that a function runs as (aws:SourceArn is for policies
 * of which a function is the target), so there is nothing to hold it to; passing the role to a function takes iam:PassRole in
 * the role's own account.
 */
export function lambdaTrust(): PolicyDocument {
  return {
    statements: [{ sid: 'Assume', principal: { service: 'lambda.amazonaws.com' }, actions: ['sts:AssumeRole'] }],
  };
}

/** EC2 presents the ARN of the flow log, whose id it draws after it has looked at the role. */
export function flowLogTrust(place: Place): PolicyDocument {
  return serviceTrust(place, 'vpc-flow-logs.amazonaws.com', ec2Arn(place, 'vpc-flow-log', '*'));
}

/** Firehose presents the account that it comes for as external id. */
export function firehoseTrust(place: Place): PolicyDocument {
  return {
    statements: [
      {
        sid: 'Assume',
        principal: { service: 'firehose.amazonaws.com' },
        actions: ['sts:AssumeRole'],
        conditions: { StringEquals: { 'sts:ExternalId': place.accountId } },
      },
    ],
  };
}

/** Step Functions presents the ARN of the state machine, also for its executions. */
export function statesTrust(place: Place, stateMachine: string): PolicyDocument {
  return serviceTrust(place, 'states.amazonaws.com', stateMachineArn(place, stateMachine));
}

/** EventBridge Pipes presents the ARN of the pipe. */
export function pipesTrust(place: Place, pipe: string): PolicyDocument {
  return serviceTrust(place, 'pipes.amazonaws.com', pipeArn(place, pipe));
}

/** EventBridge presents the ARN of the rule whose target it starts. */
export function eventsTrust(place: Place, ruleArns: readonly string[]): PolicyDocument {
  return serviceTrust(place, 'events.amazonaws.com', ruleArns);
}
