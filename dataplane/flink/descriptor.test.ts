import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { flinkSql } from './descriptor.ts';
import { eventCountsSql } from './event-counts.ts';

/** What a Kubernetes object can carry. */
const artifactBytes = 350 * 1024;

describe('flinkSql', () => {
  test('lists exactly the code that runs', () => {
    const modules = readdirSync(join(import.meta.dirname, 'flink_sql')).filter((name) => name.endsWith('.py'));
    expect(flinkSql.files.toSorted()).toEqual(['main.py', ...modules.map((name) => `flink_sql/${name}`)].toSorted());
    expect(flinkSql.files).toContain(flinkSql.entry);
  });

  test('is small enough to be carried by a Kubernetes object', () => {
    const bytes = flinkSql.files.map((file) => statSync(join(import.meta.dirname, file)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(artifactBytes);
  });
});

describe('eventCountsSql', () => {
  test('quotes whatever is in a name', () => {
    const sql = eventCountsSql({ from: 'a`; DROP TABLE b; --', to: 'page-counts' });
    expect(sql).toContain('TABLE `a``; DROP TABLE b; --`,');
    expect(sql).toContain('INSERT INTO `page-counts`\n');
  });
});
