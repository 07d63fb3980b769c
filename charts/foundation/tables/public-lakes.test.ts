/**
 * Lakes as others have them, written as DataPipelines. Of each: who keeps it and in which file, what that file has, and that
 * what is rendered has it. Where ours differs on purpose, the case says why.
 */
import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../../crds/cases/cases.ts';
import { applyDefaults } from '../../../crds/validate/defaults.ts';
import { validateDataPipeline } from '../../../crds/validate/validate.ts';
import { GLUE } from '../../kinds/glue.ts';
import { renderPipeline } from '../../render.ts';
import { specOf } from '../../testing/render.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Lake {
  readonly name: string;
  readonly spec: Fields;
  /** What their table has, in the catalog's own fields. */
  readonly had: {
    readonly columns: Readonly<Record<string, string>>;
    readonly keys: Readonly<Record<string, string>>;
    readonly location: string;
    readonly library: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
}

const columnsOf = (columns: Readonly<Record<string, string>>): Fields[] =>
  Object.entries(columns).map(([name, type]) => ({ name, type }));

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';
const DELIMITED = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';

const COMMON_CRAWL = {
  url: 'string',
  url_host_name: 'string',
  url_port: 'int',
  fetch_time: 'timestamp',
  fetch_status: 'smallint',
  content_digest: 'string',
  warc_record_offset: 'int',
};

/**
 * commoncrawl/cc-index-table, src/sql/athena/cc-index-create-table-flat.sql: an index of the web, in Parquet, by crawl and
 * subset, whose partitions are loaded by hand after every crawl. Ours names the subsets, and lets a query name the crawl.
 */
const commonCrawl: Lake = {
  name: 'Common Crawl, index',
  spec: {
    tables: [
      {
        name: 'ccindex',
        location: 's3://commoncrawl/cc-index/table/cc-main/warc/',
        columns: columnsOf(COMMON_CRAWL),
        partitionKeys: columnsOf({ crawl: 'string', subset: 'string' }),
        projection: {
          keys: [
            { name: 'crawl', injected: {} },
            { name: 'subset', enum: ['warc', 'robotstxt', 'crawldiagnostics'] },
          ],
        },
      },
    ],
  },
  had: {
    columns: COMMON_CRAWL,
    keys: { crawl: 'string', subset: 'string' },
    location: 's3://commoncrawl/cc-index/table/cc-main/warc/',
    library: PARQUET,
    parameters: { EXTERNAL: 'TRUE', 'projection.crawl.type': 'injected', 'projection.subset.type': 'enum' },
  },
};

const AIR = {
  location_key: 'int',
  sensors_id: 'int',
  location: 'string',
  datetime: 'string',
  lat: 'decimal(8,6)',
  lon: 'decimal(9,6)',
  parameter: 'string',
  units: 'string',
  value: 'decimal(10,2)',
};

/**
 * StormyData/AGH-adzd-spectrum, SQL/spectrum.sql: measurements of OpenAQ, in Csv by place, year and month, each partition added
 * by hand with its location. Ours computes them; times stay text, for they are written with an offset.
 */
const openAq: Lake = {
  name: 'OpenAQ, measurements',
  spec: {
    tables: [
      {
        name: 'air_quality_data',
        location: 's3://openaq-data-archive/records/csv.gz/',
        format: 'Csv',
        columns: columnsOf(AIR),
        partitionKeys: columnsOf({ location_id: 'int', year: 'int', month: 'int' }),
        projection: {
          locationTemplate: 'locationid=${location_id}/year=${year}/month=${month}/',
          keys: [
            { name: 'location_id', injected: {} },
            { name: 'year', integer: { min: 2016, max: 2035 } },
            { name: 'month', integer: { min: 1, max: 12, digits: 2 } },
          ],
        },
      },
    ],
  },
  had: {
    columns: AIR,
    keys: { location_id: 'int', year: 'int', month: 'int' },
    location: 's3://openaq-data-archive/records/csv.gz/',
    library: DELIMITED,
    parameters: {
      'skip.header.line.count': '1',
      'storage.location.template':
        's3://openaq-data-archive/records/csv.gz/locationid=${location_id}/year=${year}/month=${month}/',
      'projection.month.digits': '2',
    },
  },
};

const RECORDS = 'array<struct<eventversion:string,eventtime:string,eventsource:string,eventname:string>>';

/**
 * LBHackney-IT/Data-Platform, terraform/etl/61-aws-glue-catalog-tables-and-views.tf: CloudTrail by year, month and day, and a
 * view of what was asked of Glue. Theirs takes one event per row by an input format of EMR; ours has the document as it lies,
 * and the view takes the events out of it.
 */
const cloudTrail: Lake = {
  name: 'CloudTrail, management events',
  spec: {
    zones: [{ name: 'audit' }],
    tables: [
      {
        name: 'management_events',
        location: 's3://council-cloudtrail/management-events/AWSLogs/123456789012/CloudTrail/',
        format: 'Json',
        columns: columnsOf({ records: RECORDS }),
        partitionKeys: columnsOf({ year: 'string', month: 'string', day: 'string' }),
        projection: {
          locationTemplate: 'eu-west-2/${year}/${month}/${day}/',
          keys: [
            { name: 'year', integer: { min: 2020, max: 2045 } },
            { name: 'month', integer: { min: 1, max: 12, digits: 2 } },
            { name: 'day', integer: { min: 1, max: 31, digits: 2 } },
          ],
        },
      },
    ],
    views: [
      {
        name: 'glue_events',
        zone: 'audit',
        sql: `SELECT event.eventname AS event_name, concat(year, month, day) AS import_date
          FROM "default_clickstream__external".management_events CROSS JOIN UNNEST(records) AS t (event)
          WHERE event.eventsource = 'glue.amazonaws.com'`,
        columns: columnsOf({ event_name: 'string', import_date: 'string' }),
      },
    ],
  },
  had: {
    columns: { records: RECORDS },
    keys: { year: 'string', month: 'string', day: 'string' },
    location: 's3://council-cloudtrail/management-events/AWSLogs/123456789012/CloudTrail/',
    library: 'org.openx.data.jsonserde.JsonSerDe',
    parameters: {
      'projection.enabled': 'true',
      'projection.year.type': 'integer',
      'projection.year.range': '2020,2045',
      'projection.month.range': '1,12',
      'projection.month.digits': '2',
      'projection.day.range': '1,31',
      'projection.day.digits': '2',
      'storage.location.template':
        's3://council-cloudtrail/management-events/AWSLogs/123456789012/CloudTrail/eu-west-2/${year}/${month}/${day}/',
    },
  },
};

const TAXI = {
  vendorid: 'bigint',
  tpep_pickup_datetime: 'string',
  passenger_count: 'bigint',
  trip_distance: 'double',
  store_and_fwd_flag: 'string',
  fare_amount: 'double',
  congestion_surcharge: 'double',
};

/**
 * PacktPublishing/Serverless-Analytics-with-Amazon-Athena, chapter_1/create_nyc_taxi.sql: trips of New York's taxis as a crawler
 * found them, in Csv with commas and a header, packed with gzip, not partitioned. In a bucket of one's own.
 */
const taxi: Lake = {
  name: 'New York, taxi trips',
  spec: {
    zones: [{ name: 'raw' }],
    tables: [
      {
        name: 'nyc_taxi',
        zone: 'raw',
        prefix: 'tables/nyc_taxi/',
        format: 'Csv',
        csv: { delimiter: ',', headerLines: 1 },
        compression: 'GZIP',
        columns: columnsOf(TAXI),
      },
    ],
  },
  had: {
    columns: TAXI,
    keys: {},
    location: 's3://default-clickstream-raw-123456789012-us-east-1-an/tables/nyc_taxi/',
    library: DELIMITED,
    parameters: { classification: 'csv', 'skip.header.line.count': '1', 'write.compression': 'GZIP' },
  },
};

const FLOWS = {
  srcaddr: 'string',
  dstaddr: 'string',
  srcport: 'int',
  dstport: 'int',
  protocol: 'int',
  packets: 'bigint',
  bytes: 'bigint',
  action: 'string',
};

/**
 * perihelios/aws-flow-logs, tf/athena.tf: flow logs of VPCs in Parquet by account, Region and hour, the first two named by
 * every query, and views over the last days. The range of theirs moves with the day; ours says its beginning.
 */
const flowLogs: Lake = {
  name: 'VPC, flow logs',
  spec: {
    zones: [{ name: 'logs' }],
    tables: [
      {
        name: 'vpc_raw',
        zone: 'logs',
        prefix: 'raw/AWSLogs/',
        columns: columnsOf(FLOWS),
        partitionKeys: columnsOf({ account_id: 'string', region: 'string', partition_utc: 'string' }),
        projection: {
          locationTemplate: '${account_id}/vpcflowlogs/${region}/${partition_utc}/',
          keys: [
            { name: 'account_id', injected: {} },
            { name: 'region', injected: {} },
            { name: 'partition_utc', date: { format: 'yyyy/MM/dd/HH', from: '2026-01-01' } },
          ],
        },
      },
    ],
    views: [
      {
        name: 'vpc_recent',
        zone: 'logs',
        sql: `SELECT srcaddr, dstaddr, bytes FROM vpc_raw
          WHERE partition_utc > date_format(now() - interval '7' day, '%Y/%m/%d/%H')`,
        columns: columnsOf({ srcaddr: 'string', dstaddr: 'string', bytes: 'bigint' }),
      },
    ],
  },
  had: {
    columns: FLOWS,
    keys: { account_id: 'string', region: 'string', partition_utc: 'string' },
    location: 's3://default-clickstream-logs-123456789012-us-east-1-an/raw/AWSLogs/',
    library: PARQUET,
    parameters: {
      'projection.account_id.type': 'injected',
      'projection.region.type': 'injected',
      'projection.partition_utc.type': 'date',
      'projection.partition_utc.format': 'yyyy/MM/dd/HH',
      'projection.partition_utc.interval': '1',
      'projection.partition_utc.interval.unit': 'HOURS',
      'storage.location.template':
        's3://default-clickstream-logs-123456789012-us-east-1-an/raw/AWSLogs/${account_id}/vpcflowlogs/${region}/${partition_utc}/',
    },
  },
};

interface Descriptor {
  readonly location: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly serDeInfo: { readonly serializationLibrary: string };
}

const typesOf = (columns: readonly { readonly name: string; readonly type: string }[]) =>
  Object.fromEntries(columns.map(({ name, type }) => [name, type]));

describe.each([commonCrawl, openAq, cloudTrail, taxi, flowLogs])('$name', ({ spec, had }) => {
  const pipeline = pipelineWith(spec);
  const { objects } = renderPipeline(applyDefaults(pipeline));
  const entries = objects.filter(({ kind }) => kind === GLUE.CatalogTable).map((object) => specOf(object).forProvider);
  const tables = entries.filter(({ tableType }) => tableType === 'EXTERNAL_TABLE');

  test('can be said', () => {
    expect(validateDataPipeline(pipeline)).toEqual([]);
  });

  test('has in the catalog what it had', () => {
    expect(tables).toHaveLength(1);
    const [{ storageDescriptor, partitionKeys = [], parameters } = {}] = tables;
    const { location, columns, serDeInfo } = storageDescriptor as Descriptor;
    expect({
      location,
      columns: typesOf(columns),
      keys: typesOf(partitionKeys as Descriptor['columns']),
      library: serDeInfo.serializationLibrary,
    }).toEqual({ location: had.location, columns: had.columns, keys: had.keys, library: had.library });
    expect(parameters).toMatchObject(had.parameters);
  });

  test('has its views', () => {
    const views = entries.filter(({ tableType }) => tableType === 'VIRTUAL_VIEW');
    expect(views).toHaveLength((spec.views as readonly unknown[] | undefined)?.length ?? 0);
    for (const view of views) expect(view.viewOriginalText).toMatch(/^\/\* Presto View: /);
  });

  test('writes nothing into a bucket that is not its own', () => {
    const [bucket] = had.location.slice('s3://'.length).split('/');
    if (tables[0]?.databaseName !== 'default_clickstream__external') return;
    const others = objects.filter(({ kind }) => kind !== GLUE.CatalogTable);
    expect(JSON.stringify(others.map(({ manifest }) => manifest))).not.toContain(bucket);
  });
});
