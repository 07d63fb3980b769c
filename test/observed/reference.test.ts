/** docs/reference/operator.md names every flag, metric and line of the log that the operator has, and none that it has not. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { everyMetric } from '../support/exposed-metrics.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/reference/operator.md'), 'utf8');

/** Cells of the table below a heading. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = PAGE.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((text) => text.trim()),
  );
}

const codes = (text = ''): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('docs/reference/operator.md', () => {
  test('names every flag', () => {
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'controller/main.ts', '--help'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const flags = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag]) => flag);
    expect(flags.length).toBeGreaterThan(5);
    expect(
      rowsUnder('Flags')
        .flatMap(([names]) => codes(names))
        .sort(),
    ).toEqual([...flags].sort());
  }, 60_000);

  test('names every metric with its type and labels', async () => {
    const metrics = await everyMetric().registry.getMetricsAsJSON();
    const own = metrics.filter(({ name }) => !/^(process|nodejs)_/.test(name));
    const exposed = own.map(({ name, type, values }) => {
      const labels = values.flatMap((value) => Object.keys(value.labels)).filter((label) => label !== 'le');
      return `${name} ${type} ${[...new Set(labels)].sort().join()}`;
    });
    const written = rowsUnder('Metrics').map(([name, type, labels]) => {
      const [code] = codes(name);
      return `${code} ${type} ${[...codes(labels)].sort().join()}`;
    });
    expect(written.sort()).toEqual(exposed.sort());
  });

  test('names every line of the log with its level and fields', () => {
    const files = readdirSync(join(ROOT, 'controller'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    const call = /\b#?log\s*\.(debug|info|warn|error)\(\s*\{([^}]*)\},\s*'([^']+)'/g;
    const logged = files.flatMap((file) => {
      const source = readFileSync(join(ROOT, 'controller', file), 'utf8');
      return [...source.matchAll(call)].map(([, level, fields = '', message]) => {
        // `name: value` or `name`, one after the other; values of ours hold no comma.
        const names = fields.split(',').map((field) => field.split(':')[0]?.trim() ?? '');
        return `${message} ${level} ${names.sort().join()}`;
      });
    });
    expect(logged.length).toBeGreaterThan(10);
    const written = rowsUnder('Logs').map(([message, level, fields]) => {
      // Only what is in code before an explanation in brackets or after a colon names a field.
      const names = codes(fields?.replaceAll(/\([^)]*\)|with `type`, `message` and `stack`/g, ''));
      return `${message} ${level} ${[...names].sort().join()}`;
    });
    expect(written.sort()).toEqual(logged.sort());
  });
});
