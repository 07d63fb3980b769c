/**
 * `npm run synth -- [FILE…] [--output DIR]`: the cdk8s app over these files and directories instead of the samples.
 * Exit codes: that of cdk8s; 2 when a file does not exist.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';

const CDK8S = join(import.meta.dirname, '../node_modules/.bin/cdk8s');

function synth(files: readonly string[], output: string): number {
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    process.stderr.write(missing.map((file) => `synth: ${file}: there is no such file or directory\n`).join(''));
    return 2;
  }
  // One path a line: names may hold blanks and commas.
  const env = files.length === 0 ? process.env : { ...process.env, PIPELINES: `${files.join('\n')}\n` };
  const args = ['synth', '--check-upgrade=false', '--output', output];
  return spawnSync(CDK8S, args, { env, stdio: 'inherit' }).status ?? 1;
}

new Command('npm run synth --')
  .description('Writes the managed resources of pipeline files by cdk8s, one file per pipeline.')
  .argument('[files...]', 'YAML files and directories of them; default: $PIPELINES, else the samples')
  .option('-o, --output <dir>', 'where to write', 'dist')
  .action((files: string[], { output }: { output: string }) => {
    process.exitCode = synth(files, output);
  })
  .parse();
