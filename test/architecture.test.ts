/** Rules of the house that no linter knows. The direction of imports is the linter's (biome.json). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');

function sources(directory: string): string[] {
  return readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('testing/'))
    .map((file) => join(directory, file));
}

function linesWith(pattern: RegExp, files: readonly string[]): string[] {
  return files.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => pattern.test(line) && !/^\s*(\/?\*|\/\/)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

const SHIPPED = ['crds', 'charts', 'controller', 'cli'].flatMap(sources);

/**
 * One path through each circle of imports, late ones included. Types alone may go in a circle: the model is made of the models
 * of blocks, which are decided from what of the model is there before them.
 */
function circles(files: readonly string[]): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const other of importsOf(file)) visit(other, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^(?:import|export) type \{[^}]*\} from .*$/gm, '');
  return [...text.matchAll(/(?:\bfrom |\bimport\()'(\.[^']+\.ts)'/g)].map(([, path = '']) => join(dirname(file), path));
}

describe('the house', () => {
  test('no two files need each other to be loaded', () => {
    expect(circles([...SHIPPED, ...['controlplane', 'produce'].flatMap(sources)])).toEqual([]);
  });

  test('kinds are told apart by their row: one bare name may stand in two services', () => {
    const byName = /\bkind\.kind\s*[!=]==|[!=]==\s*[\w.]*kind\.kind\b|\((?:\w+\.)*kind\.kind\)/;
    const domain = /^(?:charts|controller\/pipeline|controlplane)\//;
    const files = [...SHIPPED, ...sources('controlplane')].filter((file) => domain.test(file));
    expect(linesWith(byName, files)).toEqual([]);
  });

  test('only the clock reads time and chance', () => {
    const rest = SHIPPED.filter((file) => file !== 'controller/runtime/clock.ts');
    expect(
      linesWith(/\b(Date\.now|Math\.random|setTimeout|setInterval|performance\.now)\(|new Date\(\)/, rest),
    ).toEqual([]);
  });

  test('only the entry points read the environment', () => {
    const entries = ['controller/main.ts', 'cli/main.ts', 'cli/synth.ts', 'charts/main.ts'];
    expect(
      linesWith(
        /\bprocess\.env\b/,
        SHIPPED.filter((file) => !entries.includes(file)),
      ),
    ).toEqual([]);
  });

  test('only the entry points end the process', () => {
    const entries = ['controller/main.ts', 'cli/main.ts'];
    expect(
      linesWith(
        /\bprocess\.exit\(/,
        SHIPPED.filter((file) => !entries.includes(file)),
      ),
    ).toEqual([]);
  });

  test('no file is too long to be read in one go', () => {
    const long = SHIPPED.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 420);
    expect(long).toEqual([]);
  });
});
