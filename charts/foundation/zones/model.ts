/** Zones of the lake: the four of every lake, or exactly those that the spec lists. */
import type {
  BucketStatement,
  Classification,
  Lifecycle,
  LifecycleRule,
  ObjectLock,
  Zone,
} from '../../../crds/datapipeline.ts';
import { lifecycleOf } from '../../../crds/profiles.ts';
import { DEFAULT_ZONE_NAMES } from '../../../crds/schema/zones.ts';
import type { Given } from '../../model.ts';
import { databaseName } from '../../names.ts';
import { type BucketModel, bucketModel } from '../secure-bucket.ts';

export interface ZoneModel extends BucketModel {
  readonly name: string;
  readonly component: string;
  readonly classification: Classification;
  /** In Glue. */
  readonly database: string;
  readonly lifecycle: Lifecycle;
  readonly lifecycleRules: readonly LifecycleRule[];
  /** Who else gets at it. */
  readonly bucketPolicy: readonly BucketStatement[];
  readonly objectLock?: ObjectLock;
  readonly eventNotifications: boolean;
}

export function zoneModels(given: Given): readonly ZoneModel[] {
  const zones = given.spec.zones ?? DEFAULT_ZONE_NAMES.map((name): Zone => ({ name, eventNotifications: false }));
  return zones.map((zone) => zoneModel(given, zone));
}

function zoneModel({ spec, scope, profile }: Given, zone: Zone): ZoneModel {
  return {
    ...bucketModel(scope, zone.name),
    name: zone.name,
    component: `zones/${zone.name}`,
    classification: zone.classification ?? spec.classification,
    database: databaseName(scope, zone.name),
    lifecycle: lifecycleOf(zone, profile),
    lifecycleRules: zone.lifecycleRules ?? [],
    bucketPolicy: zone.bucketPolicy ?? [],
    ...(zone.objectLock === undefined ? {} : { objectLock: zone.objectLock }),
    // A trigger needs them.
    eventNotifications:
      zone.eventNotifications || (spec.triggers ?? []).some(({ objectCreated }) => objectCreated.zone === zone.name),
  };
}
