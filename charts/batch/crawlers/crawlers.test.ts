import { describe, expect, test } from '@jest/globals';
import type { Crawler, DataPipelineSpec, Table } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, type PolicyStatement, policyIn, specOf } from '../../testing/render.ts';
import { isOfTables } from './model.ts';

const [crawler] = fullSpec().crawlers ?? [];
const [table] = fullSpec().tables ?? [];
if (crawler === undefined || table === undefined) throw new Error('fullSpec has a crawler and a table');

/** A table whose partitions only a crawler finds. */
const READINGS: Table = {
  ...table,
  name: 'machine_readings',
  prefix: 'readings/',
  partitionKeys: [{ name: 'plant', type: 'string' }],
  partitionProjection: false,
};

const pipelineOf = (given: Partial<Crawler>, spec: Partial<DataPipelineSpec> = {}) =>
  aPipeline({
    ...fullSpec(),
    schedules: [],
    workflows: [],
    triggers: [],
    deliveries: [],
    ...spec,
    crawlers: [{ ...crawler, ...given }],
  });
const only = (given: Partial<Crawler>, spec: Partial<DataPipelineSpec> = {}) =>
  decide(pipelineOf(given, spec)).crawlers[0]?.crawlers ?? [];
const nameOf = (given: Partial<Crawler>, spec: Partial<DataPipelineSpec> = {}) =>
  only(given, spec).map((one) => one.crawler);
/** What it leaves out of the folders that it reads; undefined when it reads none. */
const exclusions = (given: Partial<Crawler>, tables: readonly Table[]) =>
  only(given, { tables: [...tables] }).flatMap(({ target }) =>
    isOfTables(target) ? [] : target.folders.map((folder) => folder.exclusions),
  )[0];
/** The tables that it crawls in the catalog. */
const catalog = (given: Partial<Crawler>, tables: readonly Table[]) =>
  only(given, { tables: [...tables] }).flatMap(({ target }) =>
    isOfTables(target) ? target.tables.map(({ name }) => name) : [],
  );

describe('a crawler', () => {
  test('named after its zone says the name once, another says both', () => {
    expect(nameOf({})).toEqual(['team-a-shop-raw']);
    expect(nameOf({ name: 'nightly' })).toEqual(['team-a-shop-raw.nightly']);
  });

  test('that moves to another zone is another crawler, for Glue cannot move it', () => {
    expect(nameOf({ name: 'nightly', zone: 'curated' })).toEqual(['team-a-shop-curated.nightly']);
  });

  test('of new folders only logs changes, whatever it was told, for Glue takes nothing else', () => {
    const schemaChange = { update: 'UPDATE_IN_DATABASE', delete: 'DELETE_FROM_DATABASE' } as const;
    expect(only({ recrawl: 'CRAWL_NEW_FOLDERS_ONLY', schemaChange })).toMatchObject([
      { updateBehavior: 'LOG', deleteBehavior: 'LOG' },
    ]);
    expect(only({ schemaChange })).toMatchObject([
      { updateBehavior: 'UPDATE_IN_DATABASE', deleteBehavior: 'DELETE_FROM_DATABASE' },
    ]);
  });

  test('of new folders is another crawler when its folders change, for Glue does not change them', () => {
    const incremental = { recrawl: 'CRAWL_NEW_FOLDERS_ONLY' } as const;
    const before = nameOf(incremental);
    expect(before).toEqual([expect.stringMatching(/^team-a-shop-raw\.raw\.[0-9a-f]{8}$/)]);
    expect(nameOf(incremental, { tables: [{ ...table, description: 'Every click' }] })).toEqual(before);
    expect(nameOf(incremental, { tables: [table, { ...table, name: 'other' }] })).not.toEqual(before);
    expect(nameOf({ ...incremental, prefix: 'inbox/' })).not.toEqual(before);
    // One that reads everything is changed in place.
    expect(nameOf({ prefix: 'inbox/' })).toEqual(nameOf({}));
  });

  test('crawls declared tables as tables and all else as folders, in two crawlers of Glue', () => {
    const readings = { ...READINGS, zone: 'raw' };
    const { objects } = renderPipeline(pipelineOf({}, { tables: [readings] }));
    const crawlers = objects.filter(({ kind }) => kind.kind === 'Crawler').map((object) => specOf(object).forProvider);
    expect(crawlers).toMatchObject([
      {
        s3Target: [
          { path: 's3://team-a-shop-raw-123456789012-eu-central-1-an/', exclusions: ['readings/**', 'errors/**'] },
        ],
      },
      {
        catalogTarget: [{ databaseName: 'team_a_shop_raw', tables: ['machine_readings'] }],
        schemaChangePolicy: { updateBehavior: 'LOG', deleteBehavior: 'LOG' },
        recrawlPolicy: { recrawlBehavior: 'CRAWL_EVERYTHING' },
      },
    ]);
    for (const given of crawlers) expect('s3Target' in given).not.toBe('catalogTarget' in given);
    expect(nameOf({}, { tables: [readings] })).toEqual(['team-a-shop-raw', 'team-a-shop-raw.raw.tables']);
  });

  test.each([
    ['whose partitions are computed', [{}], {}, ['raw_events/**', 'errors/**'], []],
    ['without partitions', [{ partitionProjection: false, partitionKeys: [] }], {}, ['raw_events/**', 'errors/**'], []],
    [
      'whose partitions only a crawler finds',
      [{ partitionProjection: false }],
      {},
      ['raw_events/**', 'errors/**'],
      ['raw_events'],
    ],
    ['outside what it crawls', [{ partitionProjection: false }], { prefix: 'inbox/' }, [], []],
    ['inside what it crawls', [{ prefix: 'inbox/events/' }], { prefix: 'inbox/' }, ['events/**'], []],
    [
      'that is just what it crawls',
      [{ prefix: 'inbox/', partitionProjection: false }],
      { prefix: 'inbox/' },
      undefined,
      ['raw_events'],
    ],
    [
      'nested in another',
      [
        { prefix: 'a/', partitionProjection: false },
        { name: 'inner', prefix: 'a/b/' },
      ],
      { prefix: 'a/' },
      undefined,
      ['raw_events'],
    ],
    ['of another zone', [{ zone: 'curated' }], {}, ['errors/**'], []],
    ['with glob characters in its prefix', [{ prefix: 'a[1]{b}*/' }], {}, ['a\\[1\\]\\{b\\}\\*/**', 'errors/**'], []],
  ])(
    'beside failed records of deliveries, with a table %s leaves out and crawls',
    (_, tables, crawl, left, crawled) => {
      const declared = tables.map((given): Table => ({ ...table, ...given }));
      expect(exclusions(crawl, declared)).toEqual(left);
      expect(catalog(crawl, declared)).toEqual(crawled);
    },
  );

  test('of several prefixes is one crawler of as many folders, less what it leaves out of each', () => {
    const readings = { ...READINGS, zone: 'raw' };
    const given = { prefixes: ['readings/', 'orders/', 'inbox/'], exclusions: ['**.tmp'] };
    const [folders, tables, ...others] = only(given, { tables: [readings, { ...table, prefix: 'inbox/clicks/' }] });
    const at = (prefix: string) => `s3://team-a-shop-raw-123456789012-eu-central-1-an/${prefix}`;
    expect(folders?.target).toEqual({
      folders: [
        { path: at('orders/'), exclusions: ['**.tmp'] },
        { path: at('inbox/'), exclusions: ['clicks/**', '**.tmp'] },
      ],
    });
    expect(tables?.target).toEqual({ tables: [expect.objectContaining({ name: 'machine_readings' })] });
    expect(others).toEqual([]);
  });

  test('of the same table by two prefixes crawls it once', () => {
    const nested = { ...READINGS, zone: 'raw', prefix: 'a/' };
    expect(catalog({ prefixes: ['a/b/', 'a/c/'] }, [nested])).toEqual(['machine_readings']);
  });

  test('of new folders is another crawler when it leaves out something else', () => {
    const incremental = { recrawl: 'CRAWL_NEW_FOLDERS_ONLY', prefix: 'inbox/' } as const;
    expect(nameOf({ ...incremental, exclusions: ['**.tmp'] })).not.toEqual(nameOf(incremental));
    expect(nameOf({ recrawl: 'CRAWL_NEW_FOLDERS_ONLY', prefixes: ['inbox/'] })).toEqual(nameOf(incremental));
  });

  test('of named tables crawls just these, and reads nothing else of the zone', () => {
    const readings = { ...READINGS, zone: 'raw' };
    const other = { ...readings, name: 'other', prefix: 'other/' };
    const given = { tables: ['machine_readings'] };
    expect(catalog(given, [readings, other])).toEqual(['machine_readings']);
    expect(exclusions(given, [readings, other])).toBeUndefined();
    const pipeline = pipelineOf(given, { tables: [readings, other] });
    const { Statement } = policyIn(forProvider(pipeline, 'RolePolicy', 'shop-crawler-raw'), 'policy');
    expect(Statement.find(({ Sid }) => Sid === 'ReadZone')?.Resource).toBe(
      'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an/readings/*',
    );
  });

  test('of Csv asks its own classifier first, for folders only', () => {
    const csvClassifier = {
      delimiter: ';',
      quoteSymbol: '"',
      containsHeader: 'ABSENT',
      header: ['device', 'celsius'],
      allowSingleColumn: false,
      serde: 'OpenCSVSerDe',
    } as const;
    const pipeline = pipelineOf({ csvClassifier }, { tables: [{ ...READINGS, zone: 'raw' }] });
    expect(forProvider(pipeline, 'Classifier', 'shop-raw').csvClassifier).toEqual(csvClassifier);
    expect(forProvider(pipeline, 'Crawler', 'shop-raw').classifiers).toEqual(['team-a-shop-raw']);
    expect(forProvider(pipeline, 'Crawler', 'shop-raw.raw.tables')).not.toHaveProperty('classifiers');
    const { objects } = renderPipeline(pipeline);
    const crawling = objects.find(({ kind, id }) => kind.kind === 'Crawler' && id.endsWith('/shop-raw'));
    expect(crawling?.after).toContain('glue.aws.m.upbound.io/Classifier/shop-raw');
  });

  test('that has nothing to do is refused', () => {
    expect(() => only({ prefix: 'raw_events/date=2027-03-01/' })).toThrow(
      'reads nothing but a declared table that needs no crawler; remove the crawler, or change its prefix',
    );
  });

  test.each([
    ['a whole zone takes each top folder for a table', {}, { TableLevelConfiguration: 2 }],
    ['a folder leaves it to Glue', { prefix: 'inbox/' }, undefined],
    ['a folder that says a level', { prefix: 'inbox/', tableLevel: 4 }, { TableLevelConfiguration: 4 }],
    ['a whole zone that says a level', { tableLevel: 3 }, { TableLevelConfiguration: 3 }],
  ])('of %s', (_, given, grouping) => {
    const { configuration } = forProvider(pipelineOf(given), 'Crawler', 'shop-raw');
    expect(JSON.parse(String(configuration))).toEqual({
      Version: 1,
      CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
      ...(grouping === undefined ? {} : { Grouping: grouping }),
      CreatePartitionIndex: true,
    });
  });

  test('makes no index on a declared table', () => {
    const { configuration } = forProvider(pipelineOf({}, { tables: [READINGS] }), 'Crawler', 'shop-raw.raw.tables');
    expect(JSON.parse(String(configuration))).toMatchObject({ CreatePartitionIndex: false });
  });
});

describe('the role of a crawler', () => {
  const statements = (given: object = {}): readonly PolicyStatement[] => {
    const pipeline = aPipeline({ ...fullSpec(), crawlers: [{ ...crawler, ...given }] });
    return policyIn(forProvider(pipeline, 'RolePolicy', 'shop-crawler-raw'), 'policy').Statement;
  };
  const actions = (given: object = {}): readonly string[] => statements(given).flatMap(({ Action }) => Action);
  const statement = (sid: string, given: object = {}) => statements(given).find(({ Sid }) => Sid === sid);

  test('may delete from the catalog only if the crawler is told to', () => {
    const deleting = (deletion: string) =>
      actions({ schemaChange: { update: 'LOG', delete: deletion } }).filter((action) => action.includes('Delete'));
    expect(deleting('DEPRECATE_IN_DATABASE')).toEqual([]);
    expect(deleting('DELETE_FROM_DATABASE')).toContain('glue:DeleteTable');
  });

  test('may index partitions where its configuration says that it does, and there only', () => {
    const indexing = (spec: Partial<DataPipelineSpec>) => {
      const policy = policyIn(
        forProvider(pipelineOf({ prefix: 'readings/' }, spec), 'RolePolicy', 'shop-crawler-raw'),
        'policy',
      );
      return policy.Statement.flatMap(({ Action }) => Action).filter((action) => action.includes('Index'));
    };
    expect(indexing({})).toEqual(['glue:GetPartitionIndexes', 'glue:CreatePartitionIndex']);
    expect(indexing({ tables: [READINGS] })).toEqual([]);
  });

  test('writes no object', () => {
    expect(actions().filter((action) => action.startsWith('s3:'))).toEqual([
      's3:GetBucketLocation',
      's3:ListBucket',
      's3:GetObject',
    ]);
  });

  test('sees nothing outside the prefix it crawls', () => {
    expect(statement('ListZone', { prefix: 'inbox/' })?.Condition).toEqual({
      StringLike: { 's3:prefix': ['inbox', 'inbox/*'] },
    });
    expect(statement('ReadZone', { prefix: 'inbox/' })?.Resource).toBe(
      'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an/inbox/*',
    );
  });

  test('sees each of several prefixes, and nothing beside them', () => {
    const said = statements({ prefixes: ['a/', 'b/'] });
    const read = said.filter(({ Action }) => [Action].flat().includes('s3:GetObject')).map(({ Resource }) => Resource);
    expect(read).toEqual([
      'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an/a/*',
      'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an/b/*',
    ]);
    expect(said.some(({ Sid }) => Sid === 'FindZone2')).toBe(false);
  });

  test('takes wildcards and variables in a prefix for what they are', () => {
    const prefix = ['a*b?', '{aws:username}/'].join('$');
    const escaped = ['a', '{*}b', '{?}', '{', '}{aws:username}/*'].join('$');
    expect(statement('ReadZone', { prefix })?.Resource).toBe(
      `arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an/${escaped}`,
    );
  });

  test('writes its own log stream only', () => {
    expect(statement('WriteOwnLogStream')?.Resource).toBe(
      'arn:aws:logs:eu-central-1:123456789012:log-group:/aws-glue/crawlers-role/team-a-shop-crawler-raw-team-a-shop-4f53cda1:log-stream:team-a-shop-raw',
    );
  });
});

test('a table prefix is for tables that are found, not for those of the spec', () => {
  const table = {
    name: 'readings',
    zone: 'raw',
    format: 'Parquet' as const,
    columns: [{ name: 'value', type: 'double' }],
    partitionKeys: [{ name: 'plant', type: 'string' }],
    partitionProjection: false,
  };
  const crawler = {
    name: 'raw',
    zone: 'raw',
    tablePrefix: 'landing_',
    schemaChange: { update: 'LOG' as const, delete: 'LOG' as const },
    recrawl: 'CRAWL_EVERYTHING' as const,
  };
  const pipeline = aPipeline({ tables: [table], crawlers: [crawler] });
  expect(forProvider(pipeline, 'Crawler', 'shop-raw').tablePrefix).toBe('landing_');
  expect(forProvider(pipeline, 'Crawler', 'shop-raw.raw.tables')).not.toHaveProperty('tablePrefix');
});
