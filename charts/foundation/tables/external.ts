/**
 * Objects of somebody else, read as a table (docs/adr/0027): the bucket is in no zone, nothing is ever written to it, and
 * whoever reads may read below the table's place and nothing beside it.
 */
import type { Table } from '../../../crds/datapipeline.ts';
import { CatalogDatabase } from '../../../imports/glue.ts';
import { useOfKey } from '../../access/key.ts';
import type { Use } from '../../access/use.ts';
import { objectsArn } from '../../arns.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import type { Part } from '../../part.ts';
import { lookInto } from '../bucket-reading.ts';
import type { ZoneModel } from '../zones/model.ts';

export interface ExternalPlace {
  readonly bucket: string;
  /** Ends in "/"; empty for all of the bucket. */
  readonly prefix: string;
  /** What the objects are encrypted with, where a key has to be named to read them. */
  readonly keyArn?: string;
}

const LOCATION = /^s3:\/\/([^/]+)\/(.*)$/;

/** @throws ModelError when the place is in a zone: what is ours has its lifecycle, its key and its writers there. */
export function externalPlace(
  { location = '', kmsKeyArn }: Table,
  zones: readonly ZoneModel[],
  component: string,
): ExternalPlace {
  const [, bucket, prefix = ''] = LOCATION.exec(location) ?? [];
  if (bucket === undefined) throw new ModelError(component, `has no place in S3 in "${location}"; write s3://BUCKET/`);
  const own = zones.find((zone) => zone.bucket === bucket);
  if (own !== undefined) {
    const reason = `lies in the bucket of zone ${own.name}, which is not somebody else's; write zone and prefix instead of location`;
    throw new ModelError(component, reason);
  }
  return { bucket, prefix, ...(kmsKeyArn === undefined ? {} : { keyArn: kmsKeyArn }) };
}

/** Reads objects of somebody else below one prefix. There is nothing of ours that would have to be there first. */
export function readExternal(by: string, of: string, model: PipelineModel, external: ExternalPlace): Use {
  const { place } = model;
  const { bucket, prefix, keyArn } = external;
  return {
    by,
    of,
    after: [],
    allow: [
      ...lookInto(place, external, 'External'),
      { sid: 'ReadExternal', actions: ['s3:GetObject'], resources: [objectsArn(place, bucket, prefix)] },
      ...(keyArn === undefined
        ? []
        : [
            // Bucket and key are in one Region, which need not be ours.
            useOfKey(
              { ...place, region: keyArn.split(':')[3] ?? place.region },
              { arn: keyArn },
              { sid: 'DecryptExternal', service: 's3', actions: ['kms:Decrypt'] },
            ),
          ]),
    ],
    calls: ['s3'],
  };
}

/** The database of such tables: a crawler of a zone, which may change all tables of its database, does not reach them. */
export function externalDatabaseParts(model: PipelineModel): readonly Part[] {
  const database = model.tables.find(({ external }) => external !== undefined)?.database;
  if (database === undefined) return [];
  return [
    {
      component: 'external-tables',
      stage: 'Foundation',
      uses: [],
      facts: { externalDatabase: database.name },
      build(block) {
        block.managed(CatalogDatabase, {
          name: database.object,
          awsName: database.name,
          after: [],
          forProvider: {
            region: model.place.region,
            catalogId: model.place.accountId,
            description: `Tables of ${titleOf(model)} whose objects are somebody else's`,
          },
        });
      },
    },
  ];
}
