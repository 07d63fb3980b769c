/** The data plane seen from the rooms above it: it needs nothing of theirs, and what it is given by them fits. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Column as ContractColumn } from '../crds/datapipeline.ts';
import { validateDataPipeline } from '../crds/validate/validate.ts';
import { type Column, tables } from '../dataplane/index.ts';

const ROOT = join(import.meta.dirname, '..');

/** Files that a module brings along, and the packages that these name. */
function reachable(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  if (!entry.endsWith('.ts')) return seen;
  const text = readFileSync(join(ROOT, entry), 'utf8');
  for (const [, target = ''] of text.matchAll(/^(?:import|export)[^;]*? from '([^']+)';/gm)) {
    reachable(target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(entry), target)) : target, seen);
  }
  return seen;
}

describe('the ground floor', () => {
  test.each(['dataplane/index.ts', 'dataplane/descriptors.ts', 'dataplane/flink/application.ts'])(
    '%s brings along files of the data plane and nothing else',
    (entry) => {
      const outside = [...reachable(entry)].filter((file) => !/^dataplane\/[\w/.-]+\.ts$/.test(file));
      expect(outside).toEqual([]);
    },
  );

  test('the descriptors come without the code', () => {
    expect([...reachable('dataplane/descriptors.ts')]).not.toContain('dataplane/builtins.generated.ts');
    expect([...reachable('dataplane/index.ts')]).toContain('dataplane/builtins.generated.ts');
  });

  test('a column of the contract will do where the data plane takes one', () => {
    // The compiler decides: the other direction would make the ground floor import the contract.
    const given: ContractColumn = { name: 'a', type: 'int', comment: 'of the contract', classification: 'Public' };
    const taken: Column = given;
    expect(taken).toBe(given);
  });

  test('tables of the built-ins are tables that the contract takes', () => {
    const pipeline = {
      apiVersion: 'datapipelines.dev/v1alpha1',
      kind: 'DataPipeline',
      metadata: { name: 'tables', namespace: 'default' },
      spec: {
        accountId: '111122223333',
        region: 'eu-central-1',
        tables: Object.entries(tables).map(([name, { columns, partitionKeys }]) => ({
          name,
          zone: 'processed',
          columns,
          partitionKeys,
        })),
      },
    };
    expect(validateDataPipeline(pipeline)).toEqual([]);
    expect(pipeline.spec.tables.length).toBeGreaterThan(4);
  });

  test('every column of a built-in table says what it is', () => {
    for (const { columns, partitionKeys } of Object.values(tables)) {
      for (const column of [...columns, ...partitionKeys]) expect(column.comment ?? '').toMatch(/\w/);
    }
  });
});
