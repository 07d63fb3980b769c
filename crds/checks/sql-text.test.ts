import { expect, test } from '@jest/globals';
import { tablesOf, wordsOf } from './sql-text.ts';

const tables = (sql: string): string[] =>
  tablesOf(wordsOf(sql)).map(({ database, table }) => (database === undefined ? table : `${database}.${table}`));

test.each([
  ['SELECT * FROM events', ['events']],
  [
    'SELECT * FROM Events e JOIN "Users" u ON e.id = u.id LEFT JOIN lake.days USING (day)',
    ['events', 'users', 'lake.days'],
  ],
  ['SELECT * FROM awsdatacatalog."my db".events', ['my db.events']],
  ['WITH a AS (SELECT 1 FROM x), b (n) AS (SELECT 1 FROM y) SELECT * FROM a CROSS JOIN b', ['x', 'y']],
  ['SELECT * FROM (SELECT * FROM deep) AS d', ['deep']],
  ['SELECT * FROM a CROSS JOIN UNNEST(list) AS t (x)', ['a']],
  ["SELECT extract(hour FROM at), trim(both ' ' FROM name), substring(name FROM 2) FROM t", ['t']],
  ['SELECT (SELECT max(at) FROM inner_one) FROM t', ['inner_one', 't']],
  ['SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM c FROM t', ['t']],
  ['SELECT * FROM "events$partitions"', ['events']],
  ["SELECT 'FROM text' -- FROM comment\n/* JOIN comment */ FROM t", ['t']],
  ["SELECT 'it''s FROM x' FROM t", ['t']],
  ["SELECT 'never closed FROM t", []],
  ['SELECT 1', []],
])('%s reads %j', (sql, read) => {
  expect(tables(sql)).toEqual(read);
});
