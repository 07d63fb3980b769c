import type { DataPipelineSpec, Stream } from '../datapipeline.ts';
import { PROFILES } from '../profiles.ts';
import type { Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

const MANY_SHARDS = 50;
const LONG_RETENTION_HOURS = 168;

export const streamsChecks: SectionChecks = {
  warnings: (spec) =>
    (spec.streams ?? []).flatMap((stream, index) => streamWarnings(stream, ['spec', 'streams', index], spec)),
};

function streamWarnings(stream: Stream, path: Path, { environment }: DataPipelineSpec): Warning[] {
  const warnings: Warning[] = [];
  const { shards, retentionHours } = stream;
  const { modeWithShards } = PROFILES[environment].streams;
  if (shards !== undefined && (stream.mode ?? modeWithShards) === 'ON_DEMAND') {
    warnings.push(
      warning(
        [...path, 'shards'],
        `shards has no effect, for streams are ON_DEMAND in ${environment}; write mode: PROVISIONED if they are wanted`,
      ),
    );
  } else if (shards !== undefined && shards >= MANY_SHARDS) {
    warnings.push(
      warning(
        [...path, 'shards'],
        `${shards} shards are billed by the hour, used or not; ON_DEMAND is billed by volume`,
      ),
    );
  }
  if (retentionHours > LONG_RETENTION_HOURS) {
    warnings.push(
      warning(
        [...path, 'retentionHours'],
        `records older than ${LONG_RETENTION_HOURS} hours are billed by volume and month; write ${LONG_RETENTION_HOURS} or less if the lake keeps them anyway`,
      ),
    );
  }
  return warnings;
}
