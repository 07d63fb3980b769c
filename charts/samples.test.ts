/**
 * What the samples become, in full, so that a change of the charts shows in review as a change of manifests: a directory per
 * sample, a file per component, so that a diff names the block that changed.
 * `UPDATE_GOLDEN=1` writes the files anew; never in CI, where a difference is a fault.
 */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { resolveTokens, tokensIn } from './observed.ts';
import { renderPipeline } from './render.ts';
import type { Rendered } from './rendered.ts';
import { readSamples, type Sample } from './testing/samples.ts';

const directory = join(import.meta.dirname, '../test/golden');
const update = process.env.UPDATE_GOLDEN === '1' && process.env.CI === undefined;
const samples = readSamples();

/** YAML streams in apply order by name of their file; a token reads as what it stands for. */
function golden(rendered: Rendered): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { stage, component, manifest } of rendered.objects) {
    const file = `${stage}.${component.replaceAll('/', '.')}.yaml`;
    const readable = resolveTokens(manifest, ({ from, path }) => `<${path} of ${from}>`).value;
    const text = stringify(readable, { lineWidth: 0, version: '1.1' });
    const before = files.get(file);
    files.set(file, before === undefined ? text : `${before}---\n${text}`);
  }
  return files;
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) writeFileSync(join(folder, file), text);
}

describe('samples', () => {
  test.each(samples)(
    '$name renders to its golden files, and none is left of a component that went',
    ({ name, pipeline }: Sample) => {
      const folder = join(directory, name);
      const files = golden(renderPipeline(pipeline));
      if (update) write(folder, files);
      expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
      for (const [file, text] of files) expect([file, text]).toEqual([file, readFileSync(join(folder, file), 'utf8')]);
    },
  );

  test('have golden files each, and none are left of a sample that went', () => {
    expect(readdirSync(directory).sort()).toEqual(samples.map(({ name }) => name));
  });

  test('include the three that the documentation speaks of', () => {
    const names = samples.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['minimal', 'clickstream-development', 'clickstream-production']));
  });

  test.each(samples)('$name keeps no token outside the list of its tokens', ({ pipeline }: Sample) => {
    for (const object of renderPipeline(pipeline).objects) {
      const resolved = resolveTokens(object.manifest, () => 'known');
      expect(object.tokens).toEqual(tokensIn(object.manifest));
      expect(JSON.stringify(resolved.value)).not.toMatch(/\p{Co}/u);
    }
  });
});
