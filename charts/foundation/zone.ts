/**
 * One zone of the lake: a private, encrypted, versioned bucket with its lifecycle, and a Glue database.
 *
 * All parts are rendered whether the spec asks for something in them or not: managed resources of buckets are retained, so
 * a part that vanished from the manifest would live on in AWS with its last content.
 */
import type { Construct } from 'constructs';
import { CatalogDatabase } from '../../imports/glue.ts';
import {
  BucketLifecycleConfiguration,
  BucketLogging,
  BucketNotification,
  BucketObjectLockConfiguration,
  BucketVersioning,
} from '../../imports/s3.ts';
import type { Managed, Site } from '../block.ts';
import type { ZoneModel } from '../model/model.ts';
import { objectName } from '../names.ts';
import { zoneBucketPolicy } from '../policies/bucket.ts';
import { BucketBlock } from './bucket.ts';
import { lifecycleRule } from './lifecycle.ts';
import type { LogBucketBlock } from './log-bucket.ts';

export class ZoneBlock extends BucketBlock {
  readonly bucket: Managed;
  readonly database: Managed;

  constructor(scope: Construct, id: string, site: Site, zone: ZoneModel, logs: LogBucketBlock) {
    super(scope, id, site, {
      stage: 'Foundation',
      component: `zones/${zone.name}`,
      classification: zone.classification,
    });
    const { place, key, scope: names } = this.model;
    const object = objectName(names, zone.name);
    const { bucket } = this.secureBucket({
      object,
      bucket: zone.bucket,
      accountRegional: zone.accountRegional,
      objectLock: zone.objectLock !== undefined,
      keyArn: key.arn,
      policy: zoneBucketPolicy(place, zone.bucket),
    });
    this.bucket = bucket;
    this.#configure(zone, object, bucket, logs);
    this.database = this.managed(CatalogDatabase, {
      name: object,
      awsName: zone.database,
      after: [bucket],
      forProvider: {
        region: place.region,
        catalogId: place.accountId,
        description: `Zone ${zone.name} of the pipeline ${this.model.namespace}/${this.model.name}`,
        locationUri: `s3://${zone.bucket}/`,
      },
    });
  }

  #configure(zone: ZoneModel, object: string, bucket: Managed, logs: LogBucketBlock): void {
    const part = { region: this.model.place.region, bucket: zone.bucket };
    const versioning = this.managed(BucketVersioning, {
      name: object,
      after: [bucket],
      forProvider: { ...part, versioningConfiguration: { status: 'Enabled' } },
    });
    this.managed(BucketLifecycleConfiguration, {
      name: object,
      // Rules on noncurrent versions mean nothing before there are versions.
      after: [versioning],
      forProvider: {
        ...part,
        rule: [lifecycleRule(zone.lifecycle)],
        transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      },
    });
    if (zone.objectLock !== undefined) {
      this.managed(BucketObjectLockConfiguration, {
        name: object,
        after: [versioning],
        forProvider: {
          ...part,
          objectLockEnabled: 'Enabled',
          rule: { defaultRetention: { mode: zone.objectLock.mode, days: zone.objectLock.retentionDays } },
        },
      });
    }
    this.managed(BucketNotification, {
      name: object,
      after: [bucket],
      forProvider: { ...part, eventbridge: zone.eventNotifications },
    });
    this.managed(BucketLogging, {
      name: object,
      after: [bucket, logs.policy],
      forProvider: {
        ...part,
        targetBucket: zone.logBucket,
        targetPrefix: `${zone.name}/`,
        // <prefix><account>/<region>/<bucket>/<yyyy>/<MM>/<dd>/: a query reads one day, not the whole log.
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
      },
    });
  }
}
