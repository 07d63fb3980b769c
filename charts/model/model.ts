/**
 * A pipeline with every decision made and every name computed: defaults and profile applied, references looked up.
 * Constructs read it and decide nothing. Plain, readonly data.
 */
import type {
  Classification,
  Environment,
  Lifecycle,
  ObjectLock,
  ProviderConfigRef,
  StreamMode,
  Table,
} from '../../crds/datapipeline.ts';
import type { Stage } from '../../crds/identifiers.ts';
import type { Place } from '../arns.ts';
import type { NameScope } from '../names.ts';
import type { KeyIdentity } from '../policies/key.ts';

export interface PipelineModel {
  readonly namespace: string;
  readonly name: string;
  /** Unknown offline: then there is no owner reference and no uid on labels and tags. */
  readonly uid?: string;
  readonly place: Place;
  readonly scope: NameScope;
  readonly providerConfigRef: ProviderConfigRef;
  readonly environment: Environment;
  readonly classification: Classification;
  readonly tags: Readonly<Record<string, string>>;
  readonly key: KeyModel;
  readonly logs: LogBucketModel;
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
  readonly streams: readonly StreamModel[];
  readonly crawlers: readonly CrawlerModel[];
  /** Absent without schedules. */
  readonly orchestration?: OrchestrationModel;
  /** The last stage to build. */
  readonly through: Stage;
}

export interface KeyModel {
  /** The key's ARN: literal, or a token while it is the pipeline's own. */
  readonly arn: string;
  /** What a policy calls the key. */
  readonly identity: KeyIdentity;
  /** Absent when the key is somebody else's. */
  readonly own?: {
    readonly object: string;
    /** Token of the key's id, the form an alias points to. */
    readonly keyId: string;
    readonly alias: string;
    readonly description: string;
    readonly rotationDays: number;
    readonly deletionWindowDays: number;
  };
}

export interface LogBucketModel {
  readonly bucket: string;
  readonly expireAfterDays: number;
  /** Buckets whose access is logged here. */
  readonly sources: readonly string[];
}

export interface ZoneModel {
  readonly name: string;
  readonly classification: Classification;
  readonly bucket: string;
  readonly accountRegional: boolean;
  readonly database: string;
  readonly lifecycle: Lifecycle;
  readonly objectLock?: ObjectLock;
  readonly eventNotifications: boolean;
  readonly logBucket: string;
}

export interface TableModel {
  readonly name: string;
  readonly zone: ZoneModel;
  /** `s3://<bucket>/<prefix>` */
  readonly location: string;
  readonly format: Table['format'];
  readonly description?: string;
  readonly columns: Table['columns'];
  readonly partitionKeys: NonNullable<Table['partitionKeys']>;
  readonly partitionProjection: boolean;
}

export interface StreamModel {
  readonly name: string;
  readonly stream: string;
  readonly mode: StreamMode;
  /** With PROVISIONED, and only then. */
  readonly shards?: number;
  readonly retentionHours: number;
  readonly consumers: readonly string[];
}

export interface CrawlerModel {
  readonly name: string;
  readonly crawler: string;
  readonly role: string;
  /** What makes its names: its own, behind its zone's where the two differ. */
  readonly words: readonly [string, ...string[]];
  readonly zone: ZoneModel;
  /** Below which it reads; empty for the whole zone. */
  readonly prefix: string;
  /** `s3://<bucket>/[<prefix>]` */
  readonly path: string;
  /** Glob patterns below `path` that are left out. */
  readonly exclusions: readonly string[];
  /** Tables to which it adds partitions. Crawled before they are in the catalog, it would make tables of their names. */
  readonly tables: readonly TableModel[];
  readonly updateBehavior: string;
  readonly deleteBehavior: string;
  readonly recrawlBehavior: string;
}

export interface OrchestrationModel {
  readonly group: string;
  readonly deadLetterQueue: string;
  /** What schedules start, each with the one role that may start it. */
  readonly targets: readonly StartTarget[];
  readonly schedules: readonly ScheduleModel[];
}

export interface StartTarget {
  readonly crawler: CrawlerModel;
  readonly role: string;
}

export interface ScheduleModel {
  readonly name: string;
  /** In EventBridge Scheduler's dialect. */
  readonly expression: string;
  readonly timeZone: string;
  /** 0: on time. */
  readonly windowMinutes: number;
  readonly enabled: boolean;
  /** RFC 3339, UTC, whole seconds. */
  readonly startAt?: string;
  readonly endAt?: string;
  readonly target: StartTarget;
}
