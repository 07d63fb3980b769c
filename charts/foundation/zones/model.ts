/** Zones of the lake: the four of every lake, or exactly those that the spec lists. */
import type {
  BucketNotification,
  BucketStatement,
  Classification,
  CorsRule,
  Lifecycle,
  LifecycleRule,
  ObjectLock,
  Zone,
} from '../../../crds/datapipeline.ts';
import { lifecycleOf } from '../../../crds/profiles.ts';
import { DEFAULT_ZONE_NAMES } from '../../../crds/schema/zones.ts';
import { LAMBDA } from '../../kinds/lambda.ts';
import type { Given } from '../../model.ts';
import { awsName, databaseName, type NameScope, objectName, shortHash } from '../../names.ts';
import { type BucketModel, bucketModel } from '../secure-bucket.ts';

export interface ZoneModel extends BucketModel {
  readonly name: string;
  readonly component: string;
  readonly classification: Classification;
  /** The bucket was there before, and is its owner's: never tagged, never deleted. */
  readonly existing: boolean;
  /** In Glue. */
  readonly database: string;
  /** Of the bucket; of an existing one only what the spec says. */
  readonly setsLifecycle: boolean;
  readonly lifecycle: Lifecycle;
  readonly lifecycleRules: readonly LifecycleRule[];
  /** Who else gets at it. */
  readonly bucketPolicy: readonly BucketStatement[];
  readonly objectLock?: ObjectLock;
  readonly eventNotifications: boolean;
  /** Whom it tells beside EventBridge. */
  readonly notifications: readonly BucketNotification[];
  /** Functions among them, each once. */
  readonly called: readonly CalledFunction[];
  /** Which pages of other origins may read it. */
  readonly cors: readonly CorsRule[];
  /** An object always arrives within so many hours. */
  readonly maxAgeHours?: number;
}

/** A function that the zone tells of its objects. */
export interface CalledFunction {
  readonly name: string;
  /** Of the statement by which it lets S3 in. */
  readonly object: string;
  /** The same in Lambda. */
  readonly statementId: string;
}

export function zoneModels(given: Given): readonly ZoneModel[] {
  const zones = given.spec.zones ?? DEFAULT_ZONE_NAMES.map((name): Zone => ({ name, eventNotifications: false }));
  return zones.map((zone) => zoneModel(given, zone));
}

function zoneModel({ spec, scope, profile }: Given, zone: Zone): ZoneModel {
  const { notifications = [] } = zone;
  const { existingBucket } = zone;
  const maxAgeHours = spec.monitoring?.arrivals?.find((one) => one.zone === zone.name)?.maxAgeHours;
  return {
    ...(existingBucket === undefined ? bucketModel(scope, zone.name) : existing(scope, zone.name, existingBucket.name)),
    name: zone.name,
    component: `zones/${zone.name}`,
    classification: zone.classification ?? spec.classification,
    existing: existingBucket !== undefined,
    database: databaseName(scope, zone.name),
    setsLifecycle: existingBucket === undefined || zone.lifecycle !== undefined,
    lifecycle: lifecycleOf(zone, profile),
    lifecycleRules: zone.lifecycleRules ?? [],
    bucketPolicy: zone.bucketPolicy ?? [],
    ...(zone.objectLock === undefined ? {} : { objectLock: zone.objectLock }),
    notifications,
    called: [...new Set(notifications.flatMap((one) => one.function ?? []))].map((name) => {
      // One word: a statement id has no dots, and dashes joined to dashes could be another pair.
      const word = `events-${shortHash([zone.name, name])}`;
      return { name, object: objectName(scope, word), statementId: awsName(LAMBDA.Permission, scope, word) };
    }),
    cors: zone.cors ?? [],
    // A trigger needs them, and an alarm on silence.
    eventNotifications:
      zone.eventNotifications ||
      maxAgeHours !== undefined ||
      (spec.triggers ?? []).some(({ objectCreated }) => objectCreated.zone === zone.name),
    ...(maxAgeHours === undefined ? {} : { maxAgeHours }),
  };
}

/** Objects of another name for each bucket: one that stood for a bucket of ours never comes to stand for this one. */
function existing(scope: NameScope, zone: string, bucket: string): BucketModel {
  return { object: objectName(scope, zone, `existing-${shortHash([bucket])}`), bucket, accountRegional: false };
}
