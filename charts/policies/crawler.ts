/** What a crawler's role may do: read its zone, write its database, write its own log stream, and no more. */
import { bucketArn, glueArn, literal, logGroupArn, objectsArn, type Place } from '../arns.ts';
import type { PolicyDocument, Statement } from './document.ts';
import { type KeyIdentity, useOfKey } from './key.ts';

/** Crawlers without a security configuration all log here, one stream per crawler; Glue offers no other name. */
const CRAWLER_LOG_GROUP = '/aws-glue/crawlers';

export interface CrawlerAccess {
  readonly crawler: string;
  readonly bucket: string;
  /** Below which it reads; empty for the whole bucket. */
  readonly prefix: string;
  readonly database: string;
  readonly key: KeyIdentity;
  /** The crawler may remove tables and partitions from the catalog: schemaChange.delete is DELETE_FROM_DATABASE. */
  readonly deletes: boolean;
}

export function crawlerPolicy(place: Place, access: CrawlerAccess): PolicyDocument {
  return {
    statements: [
      { sid: 'FindZone', actions: ['s3:GetBucketLocation'], resources: [bucketArn(place, access.bucket)] },
      listing(place, access),
      { sid: 'ReadZone', actions: ['s3:GetObject'], resources: [objectsArn(place, access.bucket, access.prefix)] },
      // Reading SSE-KMS objects is one Decrypt per object or bucket key; a crawler writes no object.
      useOfKey(place, access.key, { sid: 'DecryptZone', service: 's3', actions: ['kms:Decrypt'] }),
      catalog(place, access),
      ...logs(place, access),
    ],
  };
}

function listing(place: Place, access: CrawlerAccess): Statement {
  const statement = { sid: 'ListZone', actions: ['s3:ListBucket'], resources: [bucketArn(place, access.bucket)] };
  if (access.prefix === '') return statement;
  // The folder itself is looked up without its slash.
  const folder = literal(access.prefix.replace(/\/$/, ''));
  return { ...statement, conditions: { StringLike: { 's3:prefix': [folder, `${folder}/*`] } } };
}

/** Glue checks a table action against the catalog, the database and the table: all three stand in the resources. */
function catalog(place: Place, access: CrawlerAccess): Statement {
  return {
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
      ...(access.deletes
        ? ['glue:DeleteTable', 'glue:BatchDeleteTable', 'glue:DeletePartition', 'glue:BatchDeletePartition']
        : []),
    ],
    resources: [
      glueArn(place, 'catalog'),
      glueArn(place, 'database', access.database),
      glueArn(place, 'table', access.database, '*'),
    ],
  };
}

function logs(place: Place, access: CrawlerAccess): readonly Statement[] {
  const group = logGroupArn(place, CRAWLER_LOG_GROUP);
  return [
    { sid: 'CreateLogGroup', actions: ['logs:CreateLogGroup'], resources: [group, `${group}:*`] },
    {
      sid: 'WriteOwnLogStream',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${group}:log-stream:${access.crawler}`],
    },
  ];
}
