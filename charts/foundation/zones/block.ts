/**
 * One zone of the lake: a private, encrypted, versioned bucket with its lifecycle, and a Glue database.
 *
 * Retained parts are rendered whether the spec asks for something in them or not: one that vanished from the manifest would
 * live on in AWS with its last content.
 */
import type { CorsRule } from '../../../crds/datapipeline.ts';
import { CatalogDatabase } from '../../../imports/glue.ts';
import {
  BucketCorsConfiguration,
  BucketLifecycleConfiguration,
  BucketLogging,
  BucketObjectLockConfiguration,
  BucketVersioning,
} from '../../../imports/s3.ts';
import { afterAll } from '../../access/use.ts';
import type { Block } from '../../block.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { logAccess } from '../access-logs/uses.ts';
import { secureBucket } from '../secure-bucket.ts';
import { zoneAlarms } from './alarms.ts';
import { addNotifications, callsFunctions, tells } from './bucket-events.ts';
import { furtherStatements, letIntoKeyBeside, withinLimit } from './bucket-policy.ts';
import { closedToOthers } from './closed.ts';
import { zoneCost } from './cost.ts';
import { existingBucket, replacing } from './existing.ts';
import { bucketRules } from './lifecycle.ts';
import type { ZoneModel } from './model.ts';
import { zoneWidgets } from './widgets.ts';

export function zoneParts(model: PipelineModel): readonly Part[] {
  return model.zones.map((zone) => {
    const { component, classification, bucket, database } = zone;
    const logging = zone.existing ? undefined : logAccess(component, model, bucket);
    const admit = withinLimit(zone, [...closedToOthers(model, zone), ...furtherStatements(model.place, zone)]);
    return {
      component,
      stage: 'Foundation',
      classification,
      uses: [...(logging === undefined ? [] : [logging]), ...letIntoKeyBeside(component, model, zone)],
      facts: { zones: { name: zone.name, bucket, database } },
      cost: zoneCost(zone, model.usage),
      alarms: zoneAlarms(model.place, zone),
      widgets: zoneWidgets(zone),
      build(block) {
        const settings = { objectLock: zone.objectLock !== undefined, keyArn: model.key.arn, admit };
        const bucket = zone.existing
          ? existingBucket(block, model, zone)
          : secureBucket(block, model.place, zone, settings);
        configure(block, model, zone, bucket);
        if (logging !== undefined) logAccesses(block, model, zone, [bucket, ...afterAll([logging])]);
        addDatabase(block, model, zone, bucket);
      },
    };
  });
}

function configure(block: Block, model: PipelineModel, zone: ZoneModel, bucket: string): void {
  const part = { region: model.place.region, bucket: zone.bucket };
  const before = zone.existing ? bucket : keepVersions(block, model, zone, bucket);
  if (zone.setsLifecycle) {
    block.managed(BucketLifecycleConfiguration, {
      name: zone.object,
      // Rules on noncurrent versions mean nothing before there are versions.
      after: [before],
      forProvider: {
        ...part,
        rule: bucketRules(zone.lifecycle, zone.lifecycleRules),
        transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      },
      ...replacing(zone, 'lifecycle'),
    });
  }
  if (!callsFunctions(zone) && tells(zone)) addNotifications(block, model, zone, [bucket]);
  if (zone.cors.length > 0) {
    block.managed(BucketCorsConfiguration, {
      name: zone.object,
      after: [bucket],
      forProvider: { ...part, corsRule: zone.cors.map(corsRule) },
      ...replacing(zone, 'cors'),
    });
  }
}

/** Versions of all objects, locked where the spec says so. Returns the id of what says it. */
function keepVersions(block: Block, { place }: PipelineModel, zone: ZoneModel, bucket: string): string {
  const part = { region: place.region, bucket: zone.bucket };
  const versioning = block.managed(BucketVersioning, {
    name: zone.object,
    after: [bucket],
    forProvider: { ...part, versioningConfiguration: { status: 'Enabled' } },
  });
  if (zone.objectLock === undefined) return versioning;
  block.managed(BucketObjectLockConfiguration, {
    name: zone.object,
    after: [versioning],
    forProvider: {
      ...part,
      objectLockEnabled: 'Enabled',
      rule: { defaultRetention: { mode: zone.objectLock.mode, days: zone.objectLock.retentionDays } },
    },
  });
  return versioning;
}

function corsRule({ allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds }: CorsRule) {
  return {
    allowedOrigins: [...allowedOrigins],
    allowedMethods: [...allowedMethods],
    ...(allowedHeaders === undefined ? {} : { allowedHeaders: [...allowedHeaders] }),
    ...(exposeHeaders === undefined ? {} : { exposeHeaders: [...exposeHeaders] }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  };
}

function logAccesses(block: Block, { place, logs }: PipelineModel, zone: ZoneModel, after: readonly string[]): void {
  block.managed(BucketLogging, {
    name: zone.object,
    after,
    forProvider: {
      region: place.region,
      bucket: zone.bucket,
      targetBucket: logs.bucket,
      targetPrefix: `${zone.name}/`,
      // <prefix><account>/<region>/<bucket>/<yyyy>/<MM>/<dd>/: a query reads one day, not the whole log.
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
    },
  });
}

function addDatabase(block: Block, model: PipelineModel, zone: ZoneModel, bucket: string): void {
  block.managed(CatalogDatabase, {
    name: zone.object,
    awsName: zone.database,
    after: [bucket],
    forProvider: {
      region: model.place.region,
      catalogId: model.place.accountId,
      description: `Zone ${zone.name} of ${titleOf(model)}`,
      locationUri: `s3://${zone.bucket}/`,
    },
  });
}
