/**
 * `npx tsx dataplane/flink/print-properties.ts < application.json`: the properties file as managed Flink would write it,
 * for running an application on a Flink of one's own. The input is a FlinkSqlApplication; in place of `sql` it may say
 * `"builtIn": "EventCounts"`, which then counts from its first source into its first sink.
 */
import { readFileSync } from 'node:fs';
import { type FlinkSqlApplication, flinkSqlProperties } from './application.ts';
import { eventCountsSql } from './event-counts.ts';

// Written by a person or a test; FlinkSql checks it when it starts.
const input: FlinkSqlApplication & { readonly builtIn?: string } = JSON.parse(readFileSync(0, 'utf8'));

function tableName(role: 'source' | 'sink'): string {
  return input.tables.find((table) => table.role === role)?.name ?? '';
}

const sql =
  input.builtIn === 'EventCounts' ? eventCountsSql({ from: tableName('source'), to: tableName('sink') }) : input.sql;
const groups = flinkSqlProperties({ ...input, sql }).map(({ propertyGroupId, propertyMap }) => ({
  PropertyGroupId: propertyGroupId,
  PropertyMap: propertyMap,
}));
process.stdout.write(`${JSON.stringify(groups, null, 2)}\n`);
