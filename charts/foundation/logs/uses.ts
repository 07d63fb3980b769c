/** What it means to write to a log group of CloudWatch Logs. */
import type { Use } from '../../access/use.ts';
import { logGroupArn } from '../../arns.ts';
import type { PipelineModel } from '../../model.ts';

export interface LogStream {
  /** Component that the group belongs to. */
  readonly of: string;
  readonly group: string;
  /** The only stream that is written, or those of a common beginning: "job-*". */
  readonly stream: string;
}

/** Writes into a group that is there; its object is `after`. */
export function writeLogs(by: string, { place }: PipelineModel, log: LogStream, after: readonly string[]): Use {
  return {
    by,
    of: log.of,
    after,
    allow: [
      {
        sid: 'WriteOwnLogStream',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`${logGroupArn(place, log.group)}:log-stream:${log.stream}`],
      },
    ],
    calls: ['logs'],
  };
}

/** Finds the group and its streams, as managed Flink does before it writes. CloudWatch Logs lists groups of the account only. */
export function describeLogs(by: string, { place }: PipelineModel, log: Pick<LogStream, 'group'>): Use {
  const group = logGroupArn(place, log.group);
  return {
    by,
    of: by,
    after: [],
    allow: [
      { sid: 'FindLogGroup', actions: ['logs:DescribeLogGroups'], resources: [logGroupArn(place, '*')] },
      { sid: 'FindLogStream', actions: ['logs:DescribeLogStreams'], resources: [group, `${group}:log-stream:*`] },
    ],
    calls: ['logs'],
  };
}

/**
 * Asks for its own groups and has them encrypted, as Glue does at the start of each run though they are and have been.
 * Source: Glue, "Logging for AWS Glue jobs".
 */
export function makeLogGroups(by: string, { place }: PipelineModel, groups: readonly Pick<LogStream, 'group'>[]): Use {
  const resources = groups.flatMap(({ group }) => [logGroupArn(place, group), `${logGroupArn(place, group)}:*`]);
  return {
    by,
    of: by,
    after: [],
    allow: [{ sid: 'MakeLogGroup', actions: ['logs:CreateLogGroup', 'logs:AssociateKmsKey'], resources }],
    calls: ['logs'],
  };
}

/**
 * Has AWS deliver logs into a group, as Step Functions does with the role of a state machine. The API of log deliveries has no
 * resources; what writes is held to the group. Source: Step Functions guide, "Logging using CloudWatch Logs".
 */
export function deliverLogs(by: string, model: PipelineModel, { group }: Pick<LogStream, 'group'>): Use {
  const written = writeLogs(by, model, { of: by, group, stream: '*' }, []);
  return {
    ...written,
    allow: [
      ...written.allow,
      {
        sid: 'DeliverLogs',
        actions: [
          'logs:CreateLogDelivery',
          'logs:GetLogDelivery',
          'logs:UpdateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:DescribeResourcePolicies',
          'logs:DescribeLogGroups',
        ],
        resources: ['*'],
      },
    ],
  };
}
