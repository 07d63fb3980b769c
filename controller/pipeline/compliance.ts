/**
 * Before an object lock in mode COMPLIANCE is made, somebody must have consented to it with zone and days. Once it stands
 * it is not asked again: it could not be taken back anyhow, and an upgrade must not stop pipelines that work.
 */
import { S3 } from '../../charts/kinds/s3.ts';
import { type ComplianceLock, complianceLocks, consents, consentTo } from '../../crds/compliance-consent.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { Child } from './child.ts';
import { REASON } from './status/conditions.ts';
import type { StallNotice } from './status/summary.ts';

/** `children` are the pipeline's managed resources. undefined when nothing is missing. */
export function missingConsent(
  { metadata: { name, annotations }, spec }: DataPipeline,
  children: Iterable<Child>,
): StallNotice | undefined {
  const locks = complianceLocks(spec);
  const given = annotations?.[ANNOTATION.confirmComplianceLock];
  const asked = locks.filter((lock) => !consents(given, lock));
  if (asked.length === 0) return undefined;
  const standing = new Set(
    [...children].flatMap(({ kind, component }) => (kind === S3.BucketObjectLockConfiguration ? [component] : [])),
  );
  const missing = asked.filter(({ zone }) => !standing.has(`zones/${zone}`));
  if (missing.length === 0) return undefined;
  return {
    reason: REASON.consentMissing,
    message: `${told(missing)} would be locked in mode COMPLIANCE, which nobody can undo, not even the account's root user; to consent: kubectl annotate dpl ${name} --overwrite ${ANNOTATION.confirmComplianceLock}=${consentTo(locks)}`,
  };
}

function told(locks: readonly ComplianceLock[]): string {
  return locks
    .map(({ zone, days }) => `every object of zone "${zone}" for ${days} day${days === 1 ? '' : 's'}`)
    .join(', ');
}
