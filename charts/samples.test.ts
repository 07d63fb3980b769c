/**
 * What the samples become, in full, so that a change of the charts shows in review as a change of manifests.
 * `UPDATE_GOLDEN=1` writes the files anew; never in CI, where a difference is a fault.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** A YAML stream in apply order; a token reads as what it stands for. */
function golden(rendered: Rendered): string {
  return rendered.objects
    .map(({ manifest }) => {
      const readable = resolveTokens(manifest, ({ from, path }) => `<${path} of ${from}>`).value;
      return stringify(readable, { lineWidth: 0, version: '1.1' });
    })
    .join('---\n');
}

describe('samples', () => {
  test.each(samples)('$name renders to its golden file', ({ name, pipeline }: Sample) => {
    const text = golden(renderPipeline(pipeline));
    const file = join(directory, `${name}.yaml`);
    if (update) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('have a golden file each, and no golden file is left of a sample that went', () => {
    expect(readdirSync(directory).sort()).toEqual(samples.map(({ name }) => `${name}.yaml`));
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
