import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../../crds/cases/cases.ts';
import { applyDefaults } from '../../../crds/validate/defaults.ts';
import { GLUE } from '../../kinds/glue.ts';
import { renderPipeline } from '../../render.ts';
import { find, specOf } from '../../testing/render.ts';
import { prestoType } from './presto.ts';

const SQL = `WITH recent AS (SELECT * FROM events) -- "quoted" and 'text' with \${upper("x")} */
SELECT id, count(*) AS n FROM recent GROUP BY 1`;

const pipeline = applyDefaults(
  pipelineWith({
    tables: [{ name: 'events', zone: 'raw', columns: [{ name: 'id', type: 'string' }] }],
    views: [
      {
        name: 'recent',
        zone: 'raw',
        description: 'What came last',
        sql: SQL,
        columns: [
          { name: 'id', type: 'string' },
          { name: 'n', type: 'bigint' },
        ],
      },
    ],
  }),
);

describe('a view', () => {
  const all = renderPipeline(pipeline);
  const view = find(all, 'CatalogTable', 'clickstream-raw.recent');
  const fields = specOf(view).forProvider;

  test('is a table of the catalog that has a text in place of objects', () => {
    expect(fields).toEqual({
      region: 'us-east-1',
      catalogId: '123456789012',
      databaseName: 'default_clickstream_raw',
      description: 'What came last',
      tableType: 'VIRTUAL_VIEW',
      parameters: expect.objectContaining({ presto_view: 'true', comment: 'Presto View' }),
      viewOriginalText: expect.stringMatching(/^\/\* Presto View: [A-Za-z0-9+/]+=* \*\/$/),
      viewExpandedText: '/* Presto View */',
      storageDescriptor: {
        columns: [
          { name: 'id', type: 'string' },
          { name: 'n', type: 'bigint' },
        ],
      },
    });
    expect(view.manifest.metadata.annotations).toMatchObject({ 'crossplane.io/external-name': 'recent' });
  });

  test('holds the query to the letter, in the database of its zone, with types of Athena', () => {
    const [, text = ''] = /Presto View: (\S+) /.exec(String(fields.viewOriginalText)) ?? [];
    expect(JSON.parse(Buffer.from(text, 'base64').toString('utf8'))).toEqual({
      originalSql: SQL,
      catalog: 'awsdatacatalog',
      schema: 'default_clickstream_raw',
      columns: [
        { name: 'id', type: 'varchar' },
        { name: 'n', type: 'bigint' },
      ],
    });
  });

  test('comes after its database', () => {
    const database = all.objects.find(
      ({ kind, manifest }) => kind === GLUE.CatalogDatabase && manifest.metadata.name === 'clickstream-raw',
    );
    expect(view.after).toEqual([database?.id]);
  });
});

test.each([
  ['boolean', 'boolean'],
  ['int', 'integer'],
  ['float', 'real'],
  ['string', 'varchar'],
  ['binary', 'varbinary'],
  ['timestamp', 'timestamp(3)'],
  ['varchar(20)', 'varchar(20)'],
  ['decimal(38,10)', 'decimal(38,10)'],
  ['array<int>', 'array(integer)'],
  ['map<string,decimal(10,2)>', 'map(varchar,decimal(10,2))'],
  ['struct<page:string,end:int>', 'row("page" varchar,"end" integer)'],
  [
    'map<string,array<struct<x:decimal(3,1),y:map<int,timestamp>>>>',
    'map(varchar,array(row("x" decimal(3,1),"y" map(integer,timestamp(3)))))',
  ],
])('%s of Glue is %s of Athena', (glue, presto) => {
  expect(prestoType(glue)).toBe(presto);
});
