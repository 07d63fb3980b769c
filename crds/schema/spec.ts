/** The spec as a whole, and the rules between its sections. */

import { crawlers, crawlerZonesExist } from './crawlers.ts';
import { encryption, existingKeyFitsRegion } from './encryption.ts';
import { object, optional } from './fields.ts';
import {
  accountId,
  classification,
  environment,
  naming,
  partition,
  partitionFitsRegion,
  providerConfigRef,
  region,
  tags,
} from './identity.ts';
import { deletionPolicy, rollout, suspend } from './operation.ts';
import { scheduleCrawlersExist, schedules } from './schedules.ts';
import { streams } from './streams.ts';
import { tables, tableZonesExist } from './tables.ts';
import { zones, zonesOnlyRaiseClassification } from './zones.ts';

export const spec = object(
  {
    accountId,
    region,
    partition,
    providerConfigRef,
    environment,
    classification,
    tags: optional(tags),
    naming,
    encryption: optional(encryption),
    zones: optional(zones),
    tables: optional(tables),
    streams: optional(streams),
    crawlers: optional(crawlers),
    schedules: optional(schedules),
    suspend,
    rollout,
    deletionPolicy,
  },
  {
    description:
      'The pipeline that is wanted. accountId and region are enough for an encrypted, versioned, catalogued four-zone lake.',
    rules: [
      partitionFitsRegion,
      existingKeyFitsRegion,
      zonesOnlyRaiseClassification,
      tableZonesExist,
      crawlerZonesExist,
      scheduleCrawlersExist,
    ],
  },
);
