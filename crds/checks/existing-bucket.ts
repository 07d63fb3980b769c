/** Buckets that were there: each is one zone, and none is a bucket that the operator makes. */
import type { DataPipelineSpec } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';

export function existingBucketFaults(
  { zones = [], accountId, region, classification }: DataPipelineSpec,
  index: number,
  path: Path,
): Fault[] {
  const zone = zones[index];
  const name = zone?.existingBucket?.name;
  if (zone === undefined || name === undefined) return [];
  const at = [...path, 'existingBucket', 'name'];
  const other = zones.slice(0, index).find(({ existingBucket }) => existingBucket?.name === name);
  if (other !== undefined) {
    const rule = `bucket "${name}" is zone "${other.name}" already`;
    return [fault(at, name, rule, 'use that zone, or name another bucket')];
  }
  if ((zone.classification ?? classification) === 'Restricted') {
    const rule = `zone "${zone.name}" is Restricted, and only its owner could close bucket "${name}" to others of the account`;
    return [fault(at, name, rule, 'leave existingBucket out and move the data, or lower the classification')];
  }
  if (!/-[0-9]{12}-[a-z0-9-]+-an$/.test(name) || name.endsWith(`-${accountId}-${region}-an`)) return [];
  const rule = `bucket "${name}" is of another account or Region, where nothing of this pipeline is`;
  return [fault(at, name, rule, `write one of account ${accountId} in ${region}`)];
}
