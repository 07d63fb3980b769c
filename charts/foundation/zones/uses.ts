/** What it means to read a zone, to write to it, and to keep its database. A zone is used whole, or below a prefix. */
import { useOfFormerKeys, useOfKey } from '../../access/key.ts';
import type { Use } from '../../access/use.ts';
import { bucketArn, glueArn, objectsArn } from '../../arns.ts';
import { GLUE } from '../../kinds/glue.ts';
import { idOf } from '../../kinds/kind.ts';
import { S3 } from '../../kinds/s3.ts';
import type { PipelineModel } from '../../model.ts';
import { lookInto } from '../bucket-reading.ts';
import { keyNamed } from '../encryption/uses.ts';
import type { ZoneModel } from './model.ts';

/** Reads objects below `prefix`; '' for all of them. */
export function readZone(by: string, model: PipelineModel, zone: ZoneModel, prefix = ''): Use {
  const { place, key } = model;
  return {
    by,
    of: zone.component,
    after: [idOf(S3.Bucket, zone.object), ...keyNamed(key)],
    ...(zone.existing ? { entrusted: [idOf(S3.Bucket, zone.object)] } : {}),
    allow: [
      ...lookInto(place, { bucket: zone.bucket, prefix }, 'Zone'),
      { sid: 'ReadZone', actions: ['s3:GetObject'], resources: [objectsArn(place, zone.bucket, prefix)] },
      // Reading SSE-KMS objects is one Decrypt per object or bucket key.
      useOfKey(place, key.identity, { sid: 'DecryptZone', service: 's3', actions: ['kms:Decrypt'] }),
      ...useOfFormerKeys(place, key.former, { sid: 'DecryptEarlier', service: 's3' }),
    ],
    calls: ['s3'],
  };
}

/** What was written before these stays as it was written, unencrypted and in one version. An existing bucket is its owner's. */
function safeToWrite({ existing, object }: ZoneModel): readonly string[] {
  return existing
    ? [idOf(S3.Bucket, object)]
    : [
        idOf(S3.BucketServerSideEncryptionConfiguration, object),
        idOf(S3.BucketPolicy, object),
        idOf(S3.BucketVersioning, object),
      ];
}

export interface ZoneWriting {
  /** Also deletes what it wrote, as engines do that write to a temporary place first. */
  readonly deletes: boolean;
  /** Also reads what lies there. */
  readonly readsBack?: boolean;
}

/** Writes objects below `prefix`; '' for anywhere. Reading what others wrote is a use of its own. */
export function writeZone(
  by: string,
  model: PipelineModel,
  zone: ZoneModel,
  prefix: string,
  { deletes, readsBack = false }: ZoneWriting,
): Use {
  const { place, key } = model;
  const objects = [objectsArn(place, zone.bucket, prefix)];
  return {
    by,
    of: zone.component,
    after: [...safeToWrite(zone), ...keyNamed(key)],
    ...(zone.existing ? { entrusted: [idOf(S3.Bucket, zone.object)] } : {}),
    allow: [
      ...lookInto(place, { bucket: zone.bucket, prefix }, 'Zone'),
      {
        sid: 'WriteZone',
        actions: [
          's3:PutObject',
          's3:AbortMultipartUpload',
          's3:ListMultipartUploadParts',
          ...(deletes ? ['s3:DeleteObject'] : []),
          ...(readsBack ? ['s3:GetObject'] : []),
        ],
        resources: objects,
      },
      {
        // S3 knows no prefix for this action.
        sid: 'ListUploads',
        actions: ['s3:ListBucketMultipartUploads'],
        resources: [bucketArn(place, zone.bucket)],
      },
      // Large objects go up in parts, and S3 decrypts the parts to put them together.
      useOfKey(place, key.identity, {
        sid: 'EncryptZone',
        service: 's3',
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      }),
    ],
    calls: ['s3'],
  };
}

/** Reads all tables of the zone's database as an engine does: their columns, and which partitions there are. */
export function readCatalog(by: string, { place }: PipelineModel, zone: ZoneModel): Use {
  return {
    by,
    of: zone.component,
    after: [idOf(GLUE.CatalogDatabase, zone.object)],
    allow: [
      {
        sid: 'ReadCatalog',
        actions: [
          'glue:GetDatabase',
          'glue:GetTable',
          'glue:GetTables',
          'glue:GetPartition',
          'glue:GetPartitions',
          'glue:BatchGetPartition',
        ],
        resources: [
          glueArn(place, 'catalog'),
          glueArn(place, 'database', zone.database),
          glueArn(place, 'table', zone.database, '*'),
        ],
      },
    ],
    calls: ['glue'],
  };
}

export interface CatalogWriting {
  /** Also removes tables and partitions. */
  readonly deletes: boolean;
  /** Also gives the tables that it makes an index of their partitions. */
  readonly indexes: boolean;
}

/** Keeps tables and partitions of the zone's database as they are found, which only a crawler does. */
export function writeCatalog(
  by: string,
  { place }: PipelineModel,
  zone: ZoneModel,
  { deletes, indexes }: CatalogWriting,
): Use {
  return {
    by,
    of: zone.component,
    after: [idOf(GLUE.CatalogDatabase, zone.object)],
    allow: [
      {
        sid: 'WriteCatalog',
        actions: [
          'glue:GetDatabase',
          'glue:GetTable',
          'glue:GetTables',
          'glue:CreateTable',
          'glue:UpdateTable',
          // Partitions are compared in batches and registered singly or in batches, by their number.
          'glue:GetPartition',
          'glue:GetPartitions',
          'glue:BatchGetPartition',
          'glue:CreatePartition',
          'glue:BatchCreatePartition',
          'glue:UpdatePartition',
          'glue:BatchUpdatePartition',
          ...(indexes ? ['glue:GetPartitionIndexes', 'glue:CreatePartitionIndex'] : []),
          ...(deletes
            ? ['glue:DeleteTable', 'glue:BatchDeleteTable', 'glue:DeletePartition', 'glue:BatchDeletePartition']
            : []),
        ],
        // Glue checks a table action against the catalog, the database and the table: all three stand here.
        resources: [
          glueArn(place, 'catalog'),
          glueArn(place, 'database', zone.database),
          glueArn(place, 'table', zone.database, '*'),
        ],
      },
    ],
    calls: ['glue'],
  };
}
