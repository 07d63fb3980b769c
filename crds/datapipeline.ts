/**
 * The types of DataPipeline, v1alpha1. They come from the schema in `schema/`, and describe an object *as stored*:
 * fields with a default in the CRD are always present, lists and objects that were left out are absent.
 *
 * Left out and decided by the charts from the profile of the environment (see profiles.ts), so optional here:
 * `encryption` and its days, `zones`, a zone's `lifecycle` and `classification`, a stream's `mode`.
 * Left out and derived: a table's `prefix` (`<name>/`).
 *
 * What a user wrote becomes a stored object through the API server or, offline, `applyDefaults` of validate/.
 */
import type { KubeObject } from './kubernetes.ts';
import type { crawler } from './schema/crawlers.ts';
import type { encryption } from './schema/encryption.ts';
import type { Stored } from './schema/fields.ts';
import type { classification, environment, naming, partition, providerConfigRef } from './schema/identity.ts';
import type { deletionPolicy, suspend } from './schema/operation.ts';
import type { schedule } from './schema/schedules.ts';
import type { spec } from './schema/spec.ts';
import type { status } from './schema/status.ts';
import type { consumer, stream } from './schema/streams.ts';
import type { column, partitionKey, table } from './schema/tables.ts';
import type { lifecycle, objectLock, transition, zone } from './schema/zones.ts';

export interface DataPipeline extends KubeObject {
  readonly spec: DataPipelineSpec;
  readonly status?: DataPipelineStatus;
}

export type DataPipelineSpec = Stored<typeof spec>;
export type DataPipelineStatus = Stored<typeof status>;

export type Partition = Stored<typeof partition>;
export type ProviderConfigRef = Stored<typeof providerConfigRef>;
export type Environment = Stored<typeof environment>;
export type Classification = Stored<typeof classification>;
export type Naming = Stored<typeof naming>;
export type Encryption = Stored<typeof encryption>;
export type Zone = Stored<typeof zone>;
export type Lifecycle = Stored<typeof lifecycle>;
export type Transition = Stored<typeof transition>;
export type StorageClass = Transition['storageClass'];
export type ObjectLock = Stored<typeof objectLock>;
export type Table = Stored<typeof table>;
export type TableFormat = Table['format'];
export type Column = Stored<typeof column>;
export type PartitionKey = Stored<typeof partitionKey>;
export type Stream = Stored<typeof stream>;
export type StreamMode = NonNullable<Stream['mode']>;
export type Consumer = Stored<typeof consumer>;
export type Crawler = Stored<typeof crawler>;
export type Schedule = Stored<typeof schedule>;
export type SuspendLayer = Stored<typeof suspend>;
export type DeletionPolicy = Stored<typeof deletionPolicy>;

export type ResourceCounts = NonNullable<DataPipelineStatus['resources']>;
export type ZoneStatus = NonNullable<DataPipelineStatus['zones']>[number];
export type StreamStatus = NonNullable<DataPipelineStatus['streams']>[number];
export type ScheduleStatus = NonNullable<DataPipelineStatus['schedules']>[number];
export type Problem = NonNullable<DataPipelineStatus['problems']>[number];
