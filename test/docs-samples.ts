/** Every DataPipeline in a YAML block of the README or docs/ is held to the contract, so no reader copies a broken one. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parsePipelines } from '../charts/pipeline-documents.ts';
import { KIND } from '../crds/identifiers.ts';

const ROOT = join(import.meta.dirname, '..');
const YAML_BLOCK = /^```ya?ml\n([\s\S]*?)^```/gm;

function markdownFiles(path: string): string[] {
  if (!statSync(join(ROOT, path)).isDirectory()) return path.endsWith('.md') ? [path] : [];
  return readdirSync(join(ROOT, path)).flatMap((name) => markdownFiles(join(path, name)));
}

let checked = 0;
for (const file of ['README.md', ...markdownFiles('docs')]) {
  for (const [, block = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(YAML_BLOCK)) {
    // A fragment of an object is not a sample; a whole one says its kind.
    if (!block.includes(`kind: ${KIND}\n`)) continue;
    checked += 1;
    for (const { object, path, message } of parsePipelines(block).faults) {
      process.stderr.write(`${file}: ${object}: ${path}: ${message}\n`);
      process.exitCode = 1;
    }
  }
}
process.stdout.write(`${checked} samples in the docs\n`);
