/** Updates: `before` is what is stored. */
import type { BadSpec } from '../bad-specs.ts';
import { locked, zoneOf } from './build.ts';

export const BAD_UPDATES: readonly BadSpec[] = [
  {
    reason: 'accountId changed',
    before: { accountId: '210987654321' },
    path: 'spec.accountId',
    message: 'accountId cannot be changed; create another DataPipeline and delete this one when its data has moved',
    by: 'rule',
  },
  {
    reason: 'region changed',
    before: { region: 'us-west-2' },
    path: 'spec.region',
    message: 'region cannot be changed; create another DataPipeline and delete this one when its data has moved',
    by: 'rule',
  },
  {
    reason: 'partition changed',
    spec: { region: 'cn-north-1', partition: 'aws-cn' },
    before: {},
    path: 'spec.partition',
    message: 'partition cannot be changed; create another DataPipeline and delete this one when its data has moved',
    by: 'rule',
  },
  {
    reason: 'bucket namespace changed',
    spec: { naming: { bucketNamespace: 'Global' } },
    before: {},
    path: 'spec.naming.bucketNamespace',
    message:
      'naming.bucketNamespace cannot be changed; create another DataPipeline and delete this one when its data has moved',
    by: 'rule',
  },
  {
    reason: 'lock added',
    spec: locked({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } }),
    before: locked({}),
    path: 'spec.zones[0].objectLock',
    message:
      'objectLock of zone "raw" cannot be changed, added or removed; declare a new zone with the lock that is wanted and move the data',
    by: 'rule',
  },
  {
    reason: 'lock removed',
    spec: locked({}),
    before: locked({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } }),
    path: 'spec.zones[0].objectLock',
    message:
      'objectLock of zone "raw" cannot be changed, added or removed; declare a new zone with the lock that is wanted and move the data',
    by: 'rule',
  },
  {
    reason: 'lock changed, zones reordered',
    spec: { zones: [{ name: 'curated' }, zoneOf({ objectLock: { mode: 'COMPLIANCE', retentionDays: 1 } })] },
    before: { zones: [zoneOf({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } }), { name: 'curated' }] },
    path: 'spec.zones[1].objectLock',
    message:
      'objectLock of zone "raw" cannot be changed, added or removed; declare a new zone with the lock that is wanted and move the data',
    by: 'rule',
  },
];
