/**
 * Every DataPipeline in a YAML block of the README or docs/ is held to the contract, so no reader copies a broken one; and every
 * command of ours on files of this repository is run as it is written.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parsePipelines } from '../charts/pipeline-documents.ts';
import { KIND } from '../crds/identifiers.ts';

const ROOT = join(import.meta.dirname, '..');
const YAML_BLOCK = /^```ya?ml\n([\s\S]*?)^```/gm;
const SHELL_BLOCK = /^```sh\n([\s\S]*?)^```/gm;
/** Such as write nothing and need no cluster. */
const COMMAND = /^npm run (?:-s )?(?:render|validate) -- (.+)$/gm;

function markdownFiles(path: string): string[] {
  if (!statSync(join(ROOT, path)).isDirectory()) return path.endsWith('.md') ? [path] : [];
  return readdirSync(join(ROOT, path)).flatMap((name) => markdownFiles(join(path, name)));
}

/** Of a block, those whose files are all here; a name in place of a file is for readers to fill in. */
function commandsIn(block: string): readonly string[] {
  return [...block.matchAll(COMMAND)].flatMap(([command, args = '']) => {
    const files = args.split(' ').filter((word) => !word.startsWith('-'));
    return files.length > 0 && files.every((file) => existsSync(join(ROOT, file))) ? [command] : [];
  });
}

let checked = 0;
let run = 0;
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
for (const file of ['README.md', ...markdownFiles('docs')]) {
  for (const [, block = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(SHELL_BLOCK)) {
    for (const command of commandsIn(block)) {
      run += 1;
      const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: ROOT, encoding: 'utf8' });
      if (status === 0) continue;
      process.stderr.write(`${file}: ${command}: ended with ${status}\n${stderr}`);
      process.exitCode = 1;
    }
  }
}
process.stdout.write(`${checked} samples and ${run} commands in the docs\n`);
