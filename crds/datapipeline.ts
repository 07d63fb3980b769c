/**
 * The types of DataPipeline, v1alpha1. They come from the schema in `schema/`, those of the sections beside theirs, and describe an object *as stored*:
 * fields with a default in the CRD are always present, lists and objects that were left out are absent.
 *
 * Left out and decided by the charts from the profile of the environment (see profiles.ts), so optional here:
 * `encryption` and its days, `zones`, a zone's `lifecycle` and `classification`, a stream's `mode`.
 * Left out and derived: a table's `prefix` (`<name>/`).
 *
 * What a user wrote becomes a stored object through the API server or, offline, `applyDefaults` of validate/.
 */
import type { KubeObject } from './kubernetes.ts';
import type { Stored } from './schema/fields.ts';
import type { spec } from './schema/spec.ts';
import type { status } from './schema/status.ts';

export type * from './schema/sections.ts';

export interface DataPipeline extends KubeObject {
  readonly spec: DataPipelineSpec;
  readonly status?: DataPipelineStatus;
}

export type DataPipelineSpec = Stored<typeof spec>;
export type DataPipelineStatus = Stored<typeof status>;

export type ResourceCounts = NonNullable<DataPipelineStatus['resources']>;
export type Problem = NonNullable<DataPipelineStatus['problems']>[number];
