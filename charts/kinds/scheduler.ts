/** EventBridge Scheduler. */
import { service } from './kind.ts';

export const SCHEDULER = service('scheduler', {
  ScheduleGroup: {
    plural: 'schedulegroups',
    identity: 'Assigned',
    namedBy: 'name',
    nameLimit: 64,
    tagged: true,
    observed: ['arn'],
    immutable: ['name'],
  },
  Schedule: {
    plural: 'schedules',
    identity: 'Assigned',
    namedBy: 'name',
    nameLimit: 64,
    partOf: { kind: 'scheduler.ScheduleGroup', by: 'groupName' },
    observed: ['arn'],
    applied: ['startDate'],
    immutable: ['name', 'groupName'],
    references: {
      kmsKeyArn: { to: 'kms.Key', gives: 'externalName' },
      'target.arn': { to: 'sqs.Queue', gives: 'arn' },
      'target.roleArn': { to: 'iam.Role', gives: 'arn' },
    },
  },
});
