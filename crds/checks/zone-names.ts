/** The zones that a spec has: those that it lists, or the usual ones. */
import type { DataPipelineSpec } from '../datapipeline.ts';
import { DEFAULT_ZONE_NAMES } from '../schema/zones.ts';

export function zoneNames({ zones }: DataPipelineSpec): readonly string[] {
  return zones?.map(({ name }) => name) ?? DEFAULT_ZONE_NAMES;
}
