/** Who touches objects of the zones: a trail of CloudTrail, and the bucket that it writes to. Absent where nobody asks. */
import type { AuditTrail } from '../../../crds/datapipeline.ts';
import { type BucketModel, bucketModel } from '../../foundation/secure-bucket.ts';
import type { Given } from '../../model.ts';
import { AUDIT, objectName, trailName } from '../../names.ts';

export interface AuditModel {
  readonly component: string;
  readonly object: string;
  /** In CloudTrail. */
  readonly trail: string;
  /** In CloudTrail's words. */
  readonly readWriteType: Exclude<AuditTrail, 'None'>;
  readonly bucket: BucketModel;
  readonly retentionDays: number;
  /** Nobody deletes a record before its time. */
  readonly locked: boolean;
}

export function auditModel({ spec, scope, profile }: Given): AuditModel | undefined {
  const { trail = profile.audit.trail, retentionDays = profile.audit.retentionDays } = spec.audit ?? {};
  if (trail === 'None') return undefined;
  return {
    component: 'audit',
    object: objectName(scope, AUDIT),
    trail: trailName(scope),
    readWriteType: trail,
    bucket: bucketModel(scope, AUDIT),
    retentionDays,
    locked: profile.audit.locked,
  };
}
