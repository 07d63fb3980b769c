/**
 * What is legal but dear, hard to undo, or without effect. Never a reason to refuse. A message is
 * `<what it is>; <what to do if it is not wanted>`, like that of a fault.
 */
import type { DataPipelineSpec, Schedule, Stream, Table, Zone } from '../datapipeline.ts';
import { PROFILES } from '../profiles.ts';
import { columnTypeFault } from './column-type.ts';
import type { Path } from './fault.ts';
import { lifecycleWarnings } from './lifecycle-warnings.ts';
import { type Warning, warning } from './warning.ts';

export type { Warning } from './warning.ts';

const MANY_SHARDS = 50;
const LONG_RETENTION_HOURS = 168;
const CRAWL_BILLED_MINUTES = 10;

/** Of a valid spec with defaults applied. In the order of the spec. */
export function warningsFor(spec: DataPipelineSpec): Warning[] {
  const zones = spec.zones ?? [];
  return [
    ...ofWhole(spec),
    ...zones.flatMap((zone, index) => ofZone(zone, ['spec', 'zones', index])),
    ...(spec.tables ?? []).flatMap((table, index) => ofTable(table, ['spec', 'tables', index], spec)),
    ...(spec.streams ?? []).flatMap((stream, index) => ofStream(stream, ['spec', 'streams', index], spec)),
    ...(spec.schedules ?? []).flatMap((schedule, index) => ofSchedule(schedule, ['spec', 'schedules', index])),
    ...ofDeletion(spec),
  ];
}

function ofWhole(spec: DataPipelineSpec): Warning[] {
  const warnings: Warning[] = [];
  if (spec.naming.bucketNamespace === 'Global') {
    warnings.push(
      warning(
        ['spec', 'naming', 'bucketNamespace'],
        'bucket names of the Global namespace can be taken by any AWS account before this pipeline gets them; prefer AccountRegional',
      ),
    );
  }
  const keyAccount = spec.encryption?.existingKeyArn?.split(':')[4];
  if (keyAccount !== undefined && keyAccount !== spec.accountId) {
    warnings.push(
      warning(
        ['spec', 'encryption', 'existingKeyArn'],
        `the key belongs to account ${keyAccount}; its key policy must let account ${spec.accountId} use it, or nothing can be written`,
      ),
    );
  }
  if (spec.zones?.some((zone) => (zone.lifecycle?.transitions?.length ?? 0) > 0) === true) {
    warnings.push(
      warning(
        ['spec', 'zones'],
        'S3 never moves objects below 128 KB to another storage class; write larger objects where transitions are to save money',
      ),
    );
  }
  return warnings;
}

function ofZone(zone: Zone, path: Path): Warning[] {
  const { lifecycle, objectLock } = zone;
  const warnings = lifecycle === undefined ? [] : lifecycleWarnings(lifecycle, [...path, 'lifecycle']);
  if (objectLock?.mode === 'COMPLIANCE') {
    warnings.push(
      warning(
        [...path, 'objectLock'],
        `objects of zone "${zone.name}" cannot be deleted by anybody for ${objectLock.retentionDays} days, and are billed as long; use GOVERNANCE while trying out`,
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

function ofTable(table: Table, path: Path, spec: DataPipelineSpec): Warning[] {
  const columns = table.columns.flatMap((column, index): Warning[] => {
    const wrong = columnTypeFault(column.type);
    if (wrong === undefined) return [];
    const message = `type "${column.type}" ${wrong}; Glue or Athena will refuse it, correct it`;
    return [warning([...path, 'columns', index, 'type'], message)];
  });
  const earlier = (spec.tables ?? []).slice(0, Number(path.at(-1)));
  const shared = earlier.find((other) => other.zone === table.zone && overlap(prefixOf(other), prefixOf(table)));
  if (shared === undefined) return columns;
  const message = `tables "${shared.name}" and "${table.name}" read the same objects below ${prefixOf(table)}; give each a prefix of its own`;
  return [warning([...path, 'prefix'], message), ...columns];
}

function ofStream(stream: Stream, path: Path, spec: DataPipelineSpec): Warning[] {
  const warnings: Warning[] = [];
  const { shards, retentionHours } = stream;
  const { modeWithShards } = PROFILES[spec.environment].streams;
  if (shards !== undefined && (stream.mode ?? modeWithShards) === 'ON_DEMAND') {
    warnings.push(
      warning(
        [...path, 'shards'],
        `shards has no effect, for streams are ON_DEMAND in ${spec.environment}; write mode: PROVISIONED if they are wanted`,
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

function ofSchedule(schedule: Schedule, path: Path): Warning[] {
  const warnings: Warning[] = [];
  if (schedule.rate !== undefined && schedule.timeZone !== 'UTC') {
    warnings.push(warning([...path, 'timeZone'], 'timeZone has no effect on a rate; use cron for a local time of day'));
  }
  if (isOftenerThan(CRAWL_BILLED_MINUTES, schedule)) {
    warnings.push(
      warning(
        [...path, schedule.rate === undefined ? 'cron' : 'rate'],
        `every run of a crawler is billed for ${CRAWL_BILLED_MINUTES} minutes at least, and fails while the last one still runs; start it less often`,
      ),
    );
  }
  return warnings;
}

function ofDeletion(spec: DataPipelineSpec): Warning[] {
  if (spec.deletionPolicy !== 'Delete') return [];
  const message =
    'with the confirmation annotation, deleting this object deletes buckets with all objects, the catalog and the key; write Retain unless that is wanted';
  return [warning(['spec', 'deletionPolicy'], message)];
}

/** Only what can be seen without a calendar: a rate in minutes, and minute fields that are "*" or a step. */
function isOftenerThan(minutes: number, { rate, cron }: Schedule): boolean {
  if (rate !== undefined) return rate.endsWith('m') && Number(rate.slice(0, -1)) < minutes;
  const minute = cron?.split(' ')[0] ?? '';
  const step = /^(?:[*]|0-59)\/(\d+)$/.exec(minute)?.[1];
  return minute === '*' || (step !== undefined && Number(step) < minutes);
}

function prefixOf(table: Table): string {
  return table.prefix ?? `${table.name}/`;
}

function overlap(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}
