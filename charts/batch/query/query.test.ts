import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec, NamedQuery } from '../../../crds/datapipeline.ts';
import { rolePolicy } from '../../access/use.ts';
import { decide } from '../../decide.ts';
import { tokensIn } from '../../observed.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider } from '../../testing/render.ts';
import { runQuery } from './uses.ts';

const asking = (queries: readonly NamedQuery[], more: Partial<DataPipelineSpec> = {}) =>
  aPipeline({ query: { resultsZone: 'results', scanLimitGiB: 10, namedQueries: queries }, ...more });
const COUNT: NamedQuery = { name: 'count', sql: 'SELECT count(*)\nFROM raw_events', alsoReads: ['curated'] };

test('the workgroup limits and encrypts what is asked in it, and nobody can choose otherwise', () => {
  const workgroup = forProvider(asking([]), 'Workgroup', 'shop');
  expect(workgroup).toMatchObject({
    forceDestroy: true,
    configuration: {
      enforceWorkgroupConfiguration: true,
      bytesScannedCutoffPerQuery: 10_737_418_240,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: 's3://team-a-shop-results-123456789012-eu-central-1-an/athena/',
        expectedBucketOwner: '123456789012',
        encryptionConfiguration: { encryptionOption: 'SSE_KMS' },
      },
    },
  });
  expect(tokensIn(workgroup)).toEqual([{ from: 'kms.aws.m.upbound.io/Key/shop', path: 'status.atProvider.arn' }]);
});

test('without query there is none', () => {
  expect(renderPipeline(aPipeline()).objects.filter(({ component }) => component === 'query')).toEqual([]);
  expect(decide(aPipeline()).query).toBeUndefined();
});

describe('a saved query', () => {
  const saved = (query: NamedQuery, more: Partial<DataPipelineSpec> = {}) => {
    const pipeline = asking([query], more);
    const [model] = decide(pipeline).query?.queries ?? [];
    return { query: forProvider(pipeline, 'NamedQuery', model?.object ?? ''), object: model?.object };
  };

  test('keeps its text, and stands in the database of its zone, or of the first one', () => {
    expect(saved(COUNT).query).toMatchObject({
      name: 'count',
      workgroup: 'team-a-shop',
      database: 'team_a_shop_raw',
      query: 'SELECT count(*)\nFROM raw_events',
    });
    expect(saved({ ...COUNT, zone: 'curated' }).query).toMatchObject({ database: 'team_a_shop_curated' });
  });

  test('is another object as soon as anything of it changes', () => {
    const objects = [
      COUNT,
      { ...COUNT, sql: 'SELECT 1' },
      { ...COUNT, zone: 'curated' },
      { ...COUNT, description: 'x' },
    ].map((query) => saved(query).object);
    expect(new Set(objects).size).toBe(4);
    expect(saved({ ...COUNT, alsoReads: [] }).object).toBe(objects[0]);
  });

  const events = {
    name: 'events',
    zone: 'processed',
    format: 'Parquet',
    columns: [],
    partitionProjection: false,
  } as const;

  test('that is built in asks its table, by days where it has them', () => {
    const builtIn = { name: 'hourly', builtIn: 'HourlyAggregates', table: 'events' } as const;
    const { query: plain } = saved(builtIn, { tables: [events] });
    expect(plain).toMatchObject({ database: 'team_a_shop_processed' });
    expect(String(plain.query)).toContain(
      'FROM "events"\nWHERE event_time >= localtimestamp - INTERVAL \'7\' DAY\nGROUP',
    );
    const { query: daily } = saved(builtIn, {
      tables: [{ ...events, partitionKeys: [{ name: 'event_date', type: 'date' }] }],
    });
    expect(String(daily.query)).toContain("AND event_date >= current_date - INTERVAL '7' DAY");
  });
});

describe('whoever runs a query', () => {
  const model = decide(asking([COUNT]));
  const [query] = model.query?.queries ?? [];
  if (query === undefined) throw new Error('the model lacks its query');
  const { statements } = rolePolicy(runQuery('workflows/batch', model, query));
  const resourcesOf = (action: string) =>
    statements.filter(({ actions }) => actions.includes(action)).flatMap(({ resources = [] }) => resources);
  const objects = (zone: string, prefix = '') =>
    `arn:aws:s3:::team-a-shop-${zone}-123456789012-eu-central-1-an/${prefix}*`;

  test('may do so in this workgroup only', () => {
    expect(resourcesOf('athena:StartQueryExecution')).toEqual([
      'arn:aws:athena:eu-central-1:123456789012:workgroup/team-a-shop',
    ]);
    expect(resourcesOf('athena:GetDataCatalog')).toEqual([
      'arn:aws:athena:eu-central-1:123456789012:datacatalog/AwsDataCatalog',
    ]);
  });

  test('reads its zones and no other, and writes results only', () => {
    expect(resourcesOf('s3:GetObject')).toEqual([objects('raw'), objects('curated'), objects('results', 'athena/')]);
    expect(resourcesOf('s3:PutObject')).toEqual([objects('results', 'athena/')]);
    expect(resourcesOf('glue:GetTables').filter((arn) => arn.includes(':table/'))).toEqual([
      'arn:aws:glue:eu-central-1:123456789012:table/team_a_shop_raw/*',
      'arn:aws:glue:eu-central-1:123456789012:table/team_a_shop_curated/*',
    ]);
  });

  test('needs a workgroup', () => {
    expect(() => runQuery('workflows/batch', decide(aPipeline()), query)).toThrow('has no workgroup to run queries in');
  });
});
