import { consentTo } from '../compliance-consent.ts';
import type { Zone } from '../datapipeline.ts';
import { ANNOTATION } from '../identifiers.ts';
import { lifecycleOf, PROFILES, type Profile } from '../profiles.ts';
import type { Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import { bucketEventsFaults } from './bucket-events.ts';
import { bucketPolicyFaults, bucketPolicyWarnings } from './bucket-policy.ts';
import type { SectionChecks } from './checks.ts';
import { existingBucketFaults } from './existing-bucket.ts';
import { expiryWarnings, lifecycleWarnings } from './lifecycle.ts';

export const zonesChecks: SectionChecks = {
  faults: (spec) =>
    (spec.zones ?? []).flatMap((zone, index) => {
      const path = ['spec', 'zones', index];
      return [
        ...existingBucketFaults(spec, index, path),
        ...bucketPolicyFaults(spec, zone, path),
        ...bucketEventsFaults(spec, zone, path),
      ];
    }),
  warnings: (spec) => {
    const { zones = [], environment } = spec;
    return [
      ...transitionWarnings(zones),
      ...zones.flatMap((zone, index) => {
        const path = ['spec', 'zones', index];
        return [
          ...zoneWarnings(zone, path),
          ...ruleWarnings(zone, PROFILES[environment], path),
          ...bucketPolicyWarnings(spec, zone, path),
        ];
      }),
    ];
  },
};

function transitionWarnings(zones: readonly Zone[]): Warning[] {
  const moving = zones.flatMap(({ lifecycle, lifecycleRules = [] }) => [
    ...(lifecycle === undefined ? [] : [lifecycle]),
    // One that says the size of what it moves is taken by its word.
    ...lifecycleRules.filter(({ sizeGreaterThanBytes }) => sizeGreaterThanBytes === undefined),
  ]);
  const moves = moving.flatMap(({ transitions = [], noncurrentTransitions = [] }) => [
    ...transitions,
    ...noncurrentTransitions,
  ]);
  if (moves.length === 0) return [];
  return [
    warning(
      ['spec', 'zones'],
      'S3 never moves objects below 128 KB to another storage class; write larger objects where transitions are to save money',
    ),
  ];
}

function zoneWarnings(zone: Zone, path: Path): Warning[] {
  const { lifecycle, objectLock } = zone;
  const warnings = lifecycle === undefined ? [] : lifecycleWarnings(lifecycle, [...path, 'lifecycle']);
  if (objectLock?.mode === 'COMPLIANCE') {
    warnings.push(
      warning(
        [...path, 'objectLock'],
        `objects of zone "${zone.name}" cannot be deleted by anybody for ${objectLock.retentionDays} days, and are billed as long; consent with the annotation ${ANNOTATION.confirmComplianceLock}: ${consentTo([{ zone: zone.name, days: objectLock.retentionDays }])}, or use GOVERNANCE while trying out`,
      ),
    );
  }
  const expiry = lifecycle?.expireAfterDays;
  if (objectLock !== undefined && expiry !== undefined && expiry < objectLock.retentionDays) {
    warnings.push(
      warning(
        [...path, 'lifecycle', 'expireAfterDays'],
        `expired objects stay as noncurrent versions until their lock of ${objectLock.retentionDays} days ends; expect to pay for them until then`,
      ),
    );
  }
  return warnings;
}

function ruleWarnings(zone: Zone, profile: Profile, path: Path): Warning[] {
  const ofAll = lifecycleOf(zone, profile);
  return (zone.lifecycleRules ?? []).flatMap((rule, index) => {
    const place = [...path, 'lifecycleRules', index];
    return [...lifecycleWarnings(rule, place), ...expiryWarnings(ofAll, rule, place)];
  });
}
