/**
 * Consent to object locks in mode COMPLIANCE, which nobody can undo: an annotation that names each zone with its days,
 * "raw=2555,audit=400".
 */
import type { DataPipelineSpec } from './datapipeline.ts';

export interface ComplianceLock {
  readonly zone: string;
  readonly days: number;
}

export function complianceLocks({ zones = [] }: Pick<DataPipelineSpec, 'zones'>): ComplianceLock[] {
  return zones.flatMap(({ name, objectLock }) =>
    objectLock?.mode === 'COMPLIANCE' ? [{ zone: name, days: objectLock.retentionDays }] : [],
  );
}

/** The annotation's value that consents to exactly these locks. */
export function consentTo(locks: readonly ComplianceLock[]): string {
  return locks.map(({ zone, days }) => `${zone}=${days}`).join(',');
}

/** Whether the annotation's value consents to this lock: the zone by name, with the very number of days. */
export function consents(value: string | undefined, lock: ComplianceLock): boolean {
  return (value ?? '').split(',').some((entry) => entry.trim() === consentTo([lock]));
}
