import type { DataPipelineSpec } from '../datapipeline.ts';
import { PROFILES } from '../profiles.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

export const auditChecks: SectionChecks = {
  faults: () => [],
  warnings: (spec) => [...keyWarnings(spec), ...lockWarnings(spec)],
};

function keyWarnings({ audit, encryption, environment }: DataPipelineSpec): Warning[] {
  const trail = audit?.trail ?? PROFILES[environment].audit.trail;
  if (trail === 'None' || encryption?.existingKeyArn === undefined) return [];
  const message =
    'the policy of the key must let cloudtrail.amazonaws.com use kms:GenerateDataKey and kms:DescribeKey, or no trail is made; write audit.trail: None if it must not';
  return [warning(['spec', 'encryption', 'existingKeyArn'], message)];
}

/** An approval is asked for before, but the lock is not undone by one. */
function lockWarnings({ audit, deletionPolicy, environment }: DataPipelineSpec): Warning[] {
  const trail = audit?.trail ?? PROFILES[environment].audit.trail;
  if (environment !== 'Production' || trail === 'None' || deletionPolicy !== 'Delete') return [];
  const message =
    'records of the audit are locked, so a deletion with consent waits at their bucket until they may go; write Retain, or empty that bucket with s3:BypassGovernanceRetention';
  return [warning(['spec', 'deletionPolicy'], message)];
}
