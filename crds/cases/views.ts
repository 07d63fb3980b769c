/** Views. */
import { tableOf } from './build.ts';
import type { BadSpec, Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const viewOf = (fields: Fields = {}, more: Fields = {}): Fields => ({
  tables: [tableOf()],
  views: [
    {
      name: 'recent',
      zone: 'raw',
      sql: 'SELECT id FROM events',
      columns: [{ name: 'id', type: 'string' }],
      ...fields,
    },
  ],
  ...more,
});

const badSql = (reason: string, sql: string, message: string): BadSpec => ({
  reason,
  spec: viewOf({ sql }),
  path: 'spec.views[0].sql',
  message,
  by: 'check',
});

const reads = (sql: string) => viewOf({ sql });

export const viewsCases: Cases = {
  good: [
    { reason: 'a view of a table', spec: viewOf({ description: 'What came last' }) },
    {
      reason: 'a view with every sort of column',
      spec: viewOf({
        columns: [
          { name: 'a', type: 'decimal(10,2)' },
          { name: 'b', type: 'map<string,array<struct<x:int,y:timestamp>>>' },
        ],
      }),
    },
    {
      reason: 'a query with text, comments and quoted names that only look like more',
      spec: reads(`/* a; b */ WITH recent AS (SELECT ';' AS "x;y" FROM events) -- from recent
        SELECT extract(day FROM recent) FROM recent`),
    },
    { reason: 'a view of the same name in another database', spec: reads('SELECT id FROM "other"."recent"') },
    {
      reason: 'a view that is called like a table of another zone',
      spec: viewOf({ name: 'events', zone: 'curated', sql: 'SELECT 1 AS id' }),
    },
    {
      reason: 'a comparison that has FROM in it',
      spec: reads('SELECT id FROM events WHERE id IS NOT DISTINCT FROM recent'),
    },
  ],
  bad: [
    {
      reason: 'a view in a zone that does not exist',
      spec: viewOf({ zone: 'gold' }),
      path: 'spec.views',
      message: 'view "recent" names zone "gold", which does not exist; write one of: raw, processed, curated, results',
      by: 'rule',
    },
    {
      reason: 'a view name with a dash',
      spec: viewOf({ name: 'most-recent' }),
      path: 'spec.views[0].name',
      message:
        'view name "most-recent" is not at most 56 lower-case letters, digits and inner underscores; write one like recent_events',
      by: 'rule',
    },
    {
      reason: 'a view called like a table of its zone',
      spec: viewOf({ name: 'events', sql: 'SELECT 1 AS id' }),
      path: 'spec.views[0].name',
      message: 'view "events" is called like a table of zone "raw"; give one of them another name',
      by: 'check',
    },
    badSql(
      'a statement that makes the view',
      'CREATE VIEW recent AS SELECT 1',
      'sql of view "recent" begins with "create", which begins no query; write SELECT or WITH, without CREATE VIEW',
    ),
    badSql(
      'a comment and nothing else',
      '-- SELECT 1',
      'sql of view "recent" begins with nothing, which begins no query; write SELECT or WITH, without CREATE VIEW',
    ),
    badSql(
      'a semicolon',
      "SELECT ';' AS id FROM events;",
      'sql of view "recent" has a semicolon; write one query, without a semicolon behind it',
    ),
    badSql(
      'two statements',
      'SELECT 1 AS id; DROP TABLE events',
      'sql of view "recent" has a semicolon; write one query, without a semicolon behind it',
    ),
    badSql(
      'a view of itself',
      'SELECT id FROM events JOIN "Recent" USING (id)',
      'view "recent" reads itself, for names without a database are of zone "raw"; read a table, or write the database before the name',
    ),
    {
      reason: 'a view without columns',
      spec: viewOf({ columns: [] }),
      path: 'spec.views[0].columns',
      message: 'must have at least 1 item; add one, or leave the field out',
      by: 'structure',
    },
    {
      reason: 'a column twice',
      spec: viewOf({ columns: ['id', 'id'].map((name) => ({ name, type: 'string' })) }),
      path: 'spec.views[0].columns[1].name',
      message: 'name "id" occurs twice in its list; give each its own',
      by: 'check',
    },
    {
      reason: 'a type of Athena instead of one of Glue',
      spec: viewOf({ columns: [{ name: 'id', type: 'varchar' }] }),
      path: 'spec.views[0].columns[0].type',
      message:
        'column type "varchar" is not one of Glue; write boolean, tinyint, smallint, int, bigint, float, double, string, binary, date, timestamp, decimal(p,s), char(n), varchar(n), array<…>, map<…> or struct<…>',
      by: 'rule',
    },
    {
      reason: 'a struct with a member twice',
      spec: viewOf({ columns: [{ name: 'id', type: 'struct<a:int,a:int>' }] }),
      path: 'spec.views[0].columns[0].type',
      message:
        'column type "struct<a:int,a:int>" has two struct members called a; write a type of Glue, like bigint, array<string> or struct<page:string>',
      by: 'check',
    },
  ],
};
