/** CloudWatch Logs. */
import { service } from './kind.ts';

export const LOGS = service('cloudwatchlogs', {
  Group: {
    plural: 'groups',
    identity: 'Named',
    nameLimit: 512,
    tagged: true,
    guarded: true,
    // Whoever looks into what happened reads it after the thing that logged is gone; it empties itself by its retention.
    retained: true,
    keeps: [
      {
        path: 'retentionInDays',
        absent: 'ForEver',
        says: 'log retention in days',
        why: 'log events older than {to} days would be deleted',
      },
    ],
    observed: ['arn'],
    immutable: ['logGroupClass'],
    references: { kmsKeyId: { to: 'kms.Key', gives: 'arn' } },
  },
  Stream: {
    plural: 'streams',
    identity: 'Assigned',
    namedBy: 'name',
    nameLimit: 512,
    // It goes with what writes to it, unlike its group: AWS refuses to make it again while it is there.
    partOf: { kind: 'cloudwatchlogs.Group', by: 'logGroupName' },
    immutable: ['name', 'logGroupName'],
    references: { logGroupName: { to: 'cloudwatchlogs.Group', gives: 'externalName' } },
  },
});
