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
    observed: ['arn'],
    immutable: ['logGroupClass'],
    references: { kmsKeyId: { to: 'kms.Key', gives: 'arn' } },
  },
});
