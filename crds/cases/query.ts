/** Query. */
import { tableOf } from './build.ts';
import type { Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const EVENTS = tableOf({
  zone: 'processed',
  columns: [
    { name: 'event_time', type: 'timestamp' },
    { name: 'user_id', type: 'string' },
    { name: 'event_type', type: 'string' },
  ],
});
const saved = (fields: Fields, more: Fields = {}): Fields => ({
  query: { namedQueries: [{ name: 'hourly', ...fields }] },
  ...more,
});

export const queryCases: Cases = {
  good: [
    { reason: 'a workgroup with all defaults', spec: { query: {} } },
    {
      reason: 'a query over two zones, of several lines',
      spec: saved({
        description: 'all',
        sql: 'SELECT *\nFROM a\n\tJOIN "x"."b" USING (id) -- $ {',
        zone: 'curated',
        alsoReads: ['raw'],
      }),
    },
    {
      reason: 'the built-in query of a table',
      spec: saved({ builtIn: 'HourlyAggregates', table: 'events' }, { tables: [EVENTS] }),
    },
    {
      reason: 'results in a zone of another name',
      spec: { zones: [{ name: 'out' }], query: { resultsZone: 'out', scanLimitGiB: 1 } },
    },
  ],
  bad: [
    {
      reason: 'results in a zone that does not exist',
      spec: { zones: [{ name: 'raw' }], query: {} },
      path: 'spec.query.resultsZone',
      message: 'query names resultsZone "results", which does not exist; write one of: raw',
      by: 'rule',
    },
    {
      reason: 'no limit',
      spec: { query: { scanLimitGiB: 0 } },
      path: 'spec.query.scanLimitGiB',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'a query without text',
      spec: saved({}),
      path: 'spec.query.namedQueries[0]',
      message: 'query "hourly" has none of sql and builtIn; write exactly one',
      by: 'rule',
    },
    {
      reason: 'a query with two texts',
      spec: saved({ sql: 'SELECT 1', builtIn: 'HourlyAggregates', table: 'events' }, { tables: [EVENTS] }),
      path: 'spec.query.namedQueries[0]',
      message: 'query "hourly" has both of sql and builtIn; write exactly one',
      by: 'rule',
    },
    {
      reason: 'sql with a table beside it',
      spec: saved({ sql: 'SELECT 1', table: 'events' }, { tables: [EVENTS] }),
      path: 'spec.query.namedQueries[0].table',
      message: 'query "hourly" has one of builtIn and table; write both, or sql, which names its tables itself',
      by: 'rule',
    },
    {
      reason: 'a built-in without table',
      spec: saved({ builtIn: 'HourlyAggregates' }),
      path: 'spec.query.namedQueries[0].table',
      message: 'query "hourly" has one of builtIn and table; write both, or sql, which names its tables itself',
      by: 'rule',
    },
    {
      reason: 'a built-in with a zone',
      spec: saved({ builtIn: 'HourlyAggregates', table: 'events', zone: 'raw' }, { tables: [EVENTS] }),
      path: 'spec.query.namedQueries[0].builtIn',
      message:
        'zones do not apply to built-in query "hourly", which reads its table; remove zone, alsoReads and alsoReadsTables',
      by: 'rule',
    },
    {
      reason: 'a built-in of no table',
      spec: saved({ builtIn: 'HourlyAggregates', table: 'event' }, { tables: [EVENTS] }),
      path: 'spec.query.namedQueries[0].table',
      message: 'query "hourly" names table "event", which does not exist; write one of: events',
      by: 'check',
    },
    {
      reason: 'a built-in of a table without its columns',
      spec: saved({ builtIn: 'HourlyAggregates', table: 'events' }, { tables: [tableOf()] }),
      path: 'spec.query.namedQueries[0].table',
      message:
        'built-in HourlyAggregates of query "hourly" does not find event_time timestamp, user_id string, event_type string in table "events"; name a table with these columns, or write sql',
      by: 'check',
    },
    {
      reason: 'a query of no zone',
      spec: saved({ sql: 'SELECT 1', zone: 'gold' }),
      path: 'spec.query.namedQueries[0].zone',
      message: 'query "hourly" names zone "gold", which does not exist; write one of: raw, processed, curated, results',
      by: 'check',
    },
    {
      reason: 'a query that also reads no zone',
      spec: saved({ sql: 'SELECT 1', alsoReads: ['raw', 'gold'] }),
      path: 'spec.query.namedQueries[0].alsoReads[1]',
      message: 'query "hourly" names zone "gold", which does not exist; write one of: raw, processed, curated, results',
      by: 'check',
    },
    {
      reason: 'text that the provider would run',
      spec: saved({ sql: 'SELECT \'${file("/etc/passwd")}\'' }),
      path: 'spec.query.namedQueries[0].sql',
      message:
        'sql of query "hourly" has "${file(", which the provider would evaluate as a function of its own; write it otherwise, with a space between $ and the brace',
      by: 'check',
    },
    {
      reason: 'a query twice',
      spec: { query: { namedQueries: ['a', 'a'].map((name) => ({ name, sql: 'SELECT 1' })) } },
      path: 'spec.query.namedQueries[1].name',
      message: 'name "a" occurs twice in its list; give each its own',
      by: 'structure',
    },
    {
      reason: 'an empty text',
      spec: saved({ sql: '' }),
      path: 'spec.query.namedQueries[0].sql',
      message: 'must have at least 1 character; add one, or leave the field out',
      by: 'structure',
    },
  ],
};
