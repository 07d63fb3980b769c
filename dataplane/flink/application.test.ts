import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type FlinkTable, flinkSqlProperties, type PropertyGroup, PropertyTooLongError } from './application.ts';

const source: FlinkTable = {
  name: 'main',
  role: 'source',
  stream: 'arn:aws:kinesis:us-east-1:123456789012:stream/analytics-clickstream-main',
  region: 'us-east-1',
  columns: [{ name: 'event_time', type: 'timestamp' }],
  eventTime: { column: 'event_time' },
};

/** Puts a text together again as the reader does: keys in order, values as they are. */
function joined(groups: readonly PropertyGroup[], id: string, key: string): string {
  const properties = groups.find((group) => group.propertyGroupId === id)?.propertyMap ?? {};
  const names = Object.keys(properties).filter((name) => name.startsWith(`${key}.`));
  return names
    .toSorted()
    .map((name) => properties[name])
    .join('');
}

describe('flinkSqlProperties', () => {
  test('carry name and type of a column, which is what the SQL needs', () => {
    const columns = [{ name: 'event_time', type: 'timestamp', comment: 'when', classification: 'Public' }];
    const groups = flinkSqlProperties({ sql: 'INSERT INTO a SELECT 1', tables: [{ ...source, columns }] });
    expect(joined(groups, 'FlinkSqlTables', 'tables')).toBe(JSON.stringify([source]));
  });

  test('tell managed Flink what to run and FlinkSql what it works on', () => {
    expect(
      flinkSqlProperties({ sql: 'INSERT INTO a SELECT 1', tables: [source], jarfile: 'lib/connector.jar' })[0],
    ).toEqual({
      propertyGroupId: 'kinesis.analytics.flink.run.options',
      propertyMap: { python: 'main.py', jarfile: 'lib/connector.jar' },
    });
    const connector = { url: 'https://example.com/connector.jar', sha256: 'ab'.repeat(32) };
    expect(flinkSqlProperties({ sql: 'INSERT INTO a SELECT 1', tables: [source], connector })).toEqual([
      { propertyGroupId: 'kinesis.analytics.flink.run.options', propertyMap: { python: 'main.py' } },
      {
        propertyGroupId: 'FlinkSql',
        propertyMap: {
          'sql.000': 'INSERT INTO a SELECT 1',
          'connector.url': 'https://example.com/connector.jar',
          'connector.sha256': 'ab'.repeat(32),
        },
      },
      { propertyGroupId: 'FlinkSqlTables', propertyMap: { 'tables.000': JSON.stringify([source]) } },
    ]);
  });

  test('keep every text whole within the limits of the service, with no value that trimming would change', () => {
    const words = fc.array(fc.constantFrom('SELECT', ' ', '\n', '  ', "'ä😀'", 'x'.repeat(700)), { maxLength: 200 });
    fc.assert(
      fc.property(words, (parts) => {
        const sql = parts.join('');
        const groups = flinkSqlProperties({ sql, tables: [] });
        expect(joined(groups, 'FlinkSql', 'sql')).toBe(sql.trim());
        for (const { propertyMap } of groups) {
          expect(Object.keys(propertyMap).length).toBeLessThanOrEqual(50);
          for (const value of Object.values(propertyMap)) {
            expect(value.length).toBeLessThanOrEqual(2_048);
            expect(value).toBe(value.trim());
          }
        }
      }),
    );
  });

  test('cut even a stretch of blanks that is longer than a value', () => {
    const sql = `a${' '.repeat(5_000)}b`;
    expect(joined(flinkSqlProperties({ sql, tables: [] }), 'FlinkSql', 'sql')).toBe(sql);
  });

  test('refuse a text that no property group can hold', () => {
    const sql = 'x'.repeat(48 * 2_048 + 1);
    expect(() => flinkSqlProperties({ sql, tables: [] })).toThrow(PropertyTooLongError);
    expect(() => flinkSqlProperties({ sql, tables: [] })).toThrow(
      'sql of the application has 98305 characters; the property groups of managed Flink hold 98304',
    );
    expect(() => flinkSqlProperties({ sql: sql.slice(1), tables: [] })).not.toThrow();
  });
});
