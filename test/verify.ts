/**
 * `npm run verify`: everything that must be clean besides the tests. Runs all checks, also after a failed one, and names
 * the failed ones at the end. Writes nothing.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SAMPLES = readdirSync(join(ROOT, 'manifests/samples')).map((file) => `manifests/samples/${file}`);

const tsx = (...args: readonly string[]): readonly string[] => [process.execPath, '--import', 'tsx', ...args];
const bin = (name: string, ...args: readonly string[]): readonly string[] => [
  join(ROOT, 'node_modules/.bin', name),
  ...args,
];

const CHECKS: readonly { readonly what: string; readonly command: readonly string[] }[] = [
  { what: 'CRD and reference are current', command: tsx('crds/generate.ts', '--check') },
  { what: 'imports are current', command: tsx('charts/generate-imports.ts', '--check') },
  { what: 'install manifests are current', command: tsx('manifests/generate.ts', '--check') },
  { what: 'embedded data plane code is current', command: tsx('dataplane/generate.ts', '--check') },
  { what: 'pictures and costs of the samples are current', command: tsx('cli/generate-pictures.ts', '--check') },
  { what: 'types', command: bin('tsc', '--noEmit') },
  { what: 'build', command: bin('tsc', '-p', 'tsconfig.build.json', '--noEmit') },
  { what: 'lint, formatting and import direction', command: bin('biome', 'check', '.') },
  { what: 'samples are valid', command: tsx('cli/main.ts', 'validate', ...SAMPLES) },
  { what: 'samples and commands of the docs work', command: tsx('test/docs-samples.ts') },
];

const failed: string[] = [];
for (const { what, command } of CHECKS) {
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'}  ${what}\n`);
  if (status === 0) continue;
  failed.push(what);
  process.stdout.write(`${stdout}${stderr}`);
}
if (failed.length > 0) {
  process.stdout.write(`\nnot clean: ${failed.join('; ')}\n`);
  process.exitCode = 1;
}
