/** The bucket for access logs: one per pipeline. */
import type { Given } from '../../model.ts';
import { ACCESS_LOGS } from '../../names.ts';
import { type BucketModel, bucketModel } from '../secure-bucket.ts';

export interface LogBucketModel extends BucketModel {
  readonly expireAfterDays: number;
}

/** Enough to look into an incident found late; the logs hold who read what, not the data. */
const EXPIRE_AFTER_DAYS = { Development: 30, Staging: 90, Production: 365 } as const;

export function logBucketModel({ spec, scope }: Given): LogBucketModel {
  return { ...bucketModel(scope, ACCESS_LOGS), expireAfterDays: EXPIRE_AFTER_DAYS[spec.environment] };
}
