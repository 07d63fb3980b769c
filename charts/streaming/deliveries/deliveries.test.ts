import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec, Delivery } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { tokensIn } from '../../observed.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { find, forProvider, policyIn } from '../../testing/render.ts';
import { processorsOf } from './processors.ts';

type Table = NonNullable<DataPipelineSpec['tables']>[number];

const key = (name: string) => ({ name, type: 'string' });
const HOURS = ['year', 'month', 'day', 'hour'].map(key);

const lake: Delivery = { name: 'lake', from: { stream: 'main' }, to: { table: 'raw_events' }, timeZone: 'UTC' };
const events: Table = {
  name: 'raw_events',
  zone: 'raw',
  format: 'Parquet',
  prefix: 'events/',
  columns: [{ name: 'id', type: 'string' }],
  partitionKeys: HOURS,
  partitionProjection: true,
};

/** One delivery of stream main into table raw_events. */
function pipeline(delivery: Partial<Delivery> = {}, table: Partial<Table> = {}, more: Partial<DataPipelineSpec> = {}) {
  return aPipeline({
    tables: [{ ...events, ...table }],
    streams: [
      { name: 'main', retentionHours: 24 },
      { name: 'other', retentionHours: 24 },
    ],
    functions: [
      { name: 'enrich', code: { builtIn: 'EnrichEvents' } },
      { name: 'own', runtime: 'python3.13', handler: 'a.b', code: { s3: { bucket: 'code', key: 'a.zip' } } },
    ],
    deliveries: [{ ...lake, ...delivery }],
    ...more,
  });
}

type Pipeline = ReturnType<typeof pipeline>;
type Fields = Readonly<Record<string, unknown>>;

function namesOf(given: Pipeline) {
  const [model] = decide(given).deliveries;
  if (model === undefined) throw new Error('no delivery');
  return { object: model.object, delivery: model.delivery, role: model.role };
}

const stream = (given: Pipeline) => forProvider(given, 'DeliveryStream', namesOf(given).object);
const s3 = (given: Pipeline) => stream(given).extendedS3Configuration as Fields;

describe('a delivery', () => {
  test('reads its stream and writes to the folder of its table, by the hour of arrival', () => {
    const { kinesisSourceConfiguration, serverSideEncryption, ...fields } = stream(pipeline());
    expect(kinesisSourceConfiguration).toEqual({
      kinesisStreamArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/team-a-shop-main',
      roleArn: `arn:aws:iam::123456789012:role/${namesOf(pipeline()).role.role}`,
    });
    // Encryption of what Firehose holds is for direct puts; a stream has its own.
    expect(serverSideEncryption).toBeUndefined();
    expect(fields).toMatchObject({ name: namesOf(pipeline()).delivery, destination: 'extended_s3' });
    expect(s3(pipeline())).toMatchObject({
      bucketArn: 'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an',
      prefix: 'events/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/',
      errorOutputPrefix: 'errors/lake/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
      bufferingSize: 128,
      bufferingInterval: 300,
      compressionFormat: 'UNCOMPRESSED',
      customTimeZone: 'UTC',
    });
    expect(tokensIn(s3(pipeline()).kmsKeyArn).map(({ from }) => from)).toEqual(['kms.aws.m.upbound.io/Key/shop']);
  });

  test('converts to the columns and the format of its table', () => {
    const schemaConfiguration = {
      databaseName: 'team_a_shop_raw',
      tableName: 'raw_events',
      region: 'eu-central-1',
      roleArn: `arn:aws:iam::123456789012:role/${namesOf(pipeline()).role.role}`,
    };
    const conversion = (given: Pipeline) => s3(given).dataFormatConversionConfiguration;
    expect(conversion(pipeline())).toMatchObject({
      enabled: true,
      outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
      schemaConfiguration,
    });
    const orc = pipeline({ compression: 'UNCOMPRESSED' }, { format: 'Orc' });
    expect(conversion(orc)).toMatchObject({
      outputFormatConfiguration: { serializer: { orcSerDe: { compression: 'NONE' } } },
    });
    const json = pipeline({}, { format: 'Json' });
    expect(conversion(json)).toBeUndefined();
    expect(s3(json)).toMatchObject({ compressionFormat: 'GZIP', bufferingSize: 5 });
  });

  test('into a zone writes lines below its own folder', () => {
    const given = pipeline({ to: { zone: { name: 'curated', format: 'Json' } }, partitionBy: { time: 'Day' } });
    expect(s3(given)).toMatchObject({
      bucketArn: 'arn:aws:s3:::team-a-shop-curated-123456789012-eu-central-1-an',
      prefix: 'lake/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/',
      processingConfiguration: {
        enabled: true,
        processors: [
          {
            type: 'AppendDelimiterToRecord',
            parameters: [{ parameterName: 'Delimiter', parameterValue: '\\n' }],
          },
        ],
      },
    });
  });

  test('that is put to is encrypted with the key, and has no source', () => {
    const fields = stream(pipeline({ from: { directPut: {} } }));
    expect(fields).not.toHaveProperty('kinesisSourceConfiguration');
    expect(fields.serverSideEncryption).toMatchObject({ enabled: true, keyType: 'CUSTOMER_MANAGED_CMK' });
    expect(tokensIn(fields.serverSideEncryption)).toHaveLength(1);
  });

  test('tells in status where objects and failed records lie', () => {
    const part = renderPipeline(pipeline()).parts.find(({ component }) => component === 'deliveries/lake');
    expect(part?.facts.deliveries).toMatchObject({
      name: 'lake',
      deliveryName: namesOf(pipeline()).delivery,
      location: 's3://team-a-shop-raw-123456789012-eu-central-1-an/events/',
      errors: 's3://team-a-shop-raw-123456789012-eu-central-1-an/errors/lake/',
      logGroup: '/datapipelines/team-a/shop/deliveries/lake',
    });
  });
});

describe('the folders of a delivery', () => {
  test('are the partition keys of its table, in their order, by time or by a value of the record', () => {
    const given = pipeline(
      {
        partitionBy: { keys: [{ name: 'customer', query: '.customer.id | tostring' }, { name: 'region' }] },
        transform: 'own',
      },
      { partitionKeys: [key('region'), key('date'), key('customer')], partitionProjection: false },
    );
    expect(s3(given)).toMatchObject({
      prefix:
        'events/region=!{partitionKeyFromLambda:region}/date=!{timestamp:yyyy-MM-dd}/customer=!{partitionKeyFromQuery:customer}/',
      bufferingSize: 128,
      dynamicPartitioningConfiguration: { enabled: true },
    });
    const { processors } = s3(given).processingConfiguration as { processors: Fields[] };
    expect(processors.map(({ type }) => type)).toEqual(['Lambda', 'MetadataExtraction']);
    expect(processors[1]?.parameters).toEqual([
      { parameterName: 'MetadataExtractionQuery', parameterValue: '{customer:(.customer.id | tostring)}' },
      { parameterName: 'JsonParsingEngine', parameterValue: 'JQ-1.6' },
    ]);
  });

  test('of a table without partition keys are none', () => {
    const given = pipeline({}, { partitionKeys: [], partitionProjection: false });
    expect(s3(given)).toMatchObject({ prefix: 'events/' });
    expect(s3(given)).not.toHaveProperty('dynamicPartitioningConfiguration');
  });

  test('are by the hour in a zone, keys before time', () => {
    const to = { zone: { name: 'raw', prefix: 'in/', format: 'Json' as const } };
    expect(s3(pipeline({ to })).prefix).toMatch(/^in\/year=.*hour=!\{timestamp:HH\}\/$/);
    const keys = [{ name: 'team', query: '.team' }];
    expect(s3(pipeline({ to, partitionBy: { keys } })).prefix).toBe('in/team=!{partitionKeyFromQuery:team}/');
    expect(s3(pipeline({ to, partitionBy: { keys, time: 'Day' } })).prefix).toMatch(/^in\/team=[^/]*\/year=/);
  });
});

describe('the function of a delivery', () => {
  const called = decide(pipeline()).functions;
  const place = decide(pipeline()).place;
  const parameters = (batch?: { bufferSizeMiB: number; bufferSeconds: number }) => {
    const [enrich] = called;
    if (enrich === undefined) throw new Error('no function');
    const transform = { called: enrich, ...(batch === undefined ? {} : { batch }) };
    return processorsOf(place, { transform, partitions: [], format: 'Parquet' })[0]?.parameters;
  };
  const arn = {
    parameterName: 'LambdaArn',
    parameterValue: 'arn:aws:lambda:eu-central-1:123456789012:function:team-a-shop-enrich:$LATEST',
  };

  test('is called by its qualified ARN, with what its author says of batches', () => {
    expect(parameters({ bufferSizeMiB: 2, bufferSeconds: 90 })).toEqual([
      arn,
      { parameterName: 'BufferSizeInMBs', parameterValue: '2' },
      { parameterName: 'BufferIntervalInSeconds', parameterValue: '90' },
    ]);
  });

  test('has no default spelled out, which the provider would not read back', () => {
    expect(parameters()).toEqual([arn]);
    expect(parameters({ bufferSizeMiB: 1, bufferSeconds: 60 })).toEqual([arn]);
    expect(decide(pipeline({ transform: 'enrich' })).deliveries[0]?.transform?.batch).toEqual({
      bufferSizeMiB: 1,
      bufferSeconds: 60,
    });
  });

  test('that was taken away is turned off, not left out', () => {
    expect(s3(pipeline()).processingConfiguration).toEqual({ enabled: false });
  });
});

describe('what AWS cannot change in place', () => {
  const before = namesOf(pipeline());

  test.each([
    ['the source', pipeline({ from: { stream: 'other' } })],
    ['no stream at all', pipeline({ from: { directPut: {} } })],
    ['conversion', pipeline({}, { format: 'Json' })],
    ['partitioning by keys', pipeline({ partitionBy: { keys: [{ name: 'year', query: '.year' }] } })],
  ])('is another delivery with a role of its own: %s', (_, given) => {
    const after = namesOf(given);
    expect(after.object).not.toBe(before.object);
    expect(after.delivery).not.toBe(before.delivery);
    expect(after.role.role).not.toBe(before.role.role);
    expect(after.delivery).toMatch(/^team-a-shop-lake[.][0-9a-f]{8}$/);
  });

  test.each([
    ['buffer', pipeline({ buffer: { sizeMiB: 64, seconds: 60 } })],
    ['function', pipeline({ transform: 'enrich' })],
    ['zone of the table', pipeline({}, { zone: 'curated' })],
    ['prefix', pipeline({}, { prefix: 'clicks/' })],
    ['time zone', pipeline({ timeZone: 'Europe/Berlin' })],
    ['compression', pipeline({ compression: 'GZIP' })],
    ['from Parquet to Orc', pipeline({}, { format: 'Orc' })],
  ])('is not: %s', (_, given) => {
    expect(namesOf(given)).toEqual(before);
  });
});

describe('the role of a delivery', () => {
  const given = pipeline({ transform: 'enrich' });
  const { role } = namesOf(given);
  const { Statement } = policyIn(forProvider(given, 'RolePolicy', role.object), 'policy') as {
    Statement: readonly { Sid: string; Action: string | string[]; Resource: string | string[] }[];
  };
  const allowed = new Map(Statement.map(({ Sid, Resource }) => [Sid, Resource]));

  test('may read exactly its stream, table and function, and read and write below its folder and that of its failures', () => {
    const bucket = 'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an';
    expect(allowed.get('ReadStream')).toBe('arn:aws:kinesis:eu-central-1:123456789012:stream/team-a-shop-main');
    expect(allowed.get('DescribeTable')).toContain(
      'arn:aws:glue:eu-central-1:123456789012:table/team_a_shop_raw/raw_events',
    );
    expect(allowed.get('Invoke')).toEqual([
      'arn:aws:lambda:eu-central-1:123456789012:function:team-a-shop-enrich',
      'arn:aws:lambda:eu-central-1:123456789012:function:team-a-shop-enrich:$LATEST',
    ]);
    const written = Statement.filter(({ Action }) => [Action].flat().includes('s3:PutObject'));
    expect(written.flatMap(({ Resource }) => Resource)).toEqual([`${bucket}/events/*`, `${bucket}/errors/lake/*`]);
    const read = Statement.filter(({ Action }) => [Action].flat().includes('s3:GetObject'));
    expect(read.flatMap(({ Resource }) => Resource)).toEqual([`${bucket}/events/*`, `${bucket}/errors/lake/*`]);
  });

  test('is assumed by Firehose for this account only', () => {
    const { Statement: trust } = policyIn(forProvider(given, 'Role', role.object), 'assumeRolePolicy');
    expect(trust).toEqual([
      expect.objectContaining({
        Principal: { Service: 'firehose.amazonaws.com' },
        Condition: { StringEquals: { 'sts:ExternalId': '123456789012' } },
      }),
    ]);
  });

  test('and stream, table, function and log come before the delivery', () => {
    const { after } = find(renderPipeline(given), 'DeliveryStream', namesOf(given).object);
    const kinds = new Set(after.map((id) => id.split('/').slice(0, 2).join('/')));
    for (const kind of [
      'iam.aws.m.upbound.io/RolePolicy',
      'kinesis.aws.m.upbound.io/Stream',
      'glue.aws.m.upbound.io/CatalogTable',
      'lambda.aws.m.upbound.io/Function',
      'cloudwatchlogs.aws.m.upbound.io/Stream',
      's3.aws.m.upbound.io/BucketServerSideEncryptionConfiguration',
    ])
      expect([...kinds]).toContain(kind);
  });
});
