/**
 * `npm run dataplane:package -- FILE.py [--output FILE]`: a Spark job that imports `job_runtime` as the one file that AWS runs.
 * Without --output the text goes to standard output. Exit codes: 0 done, 1 it cannot be one file, 2 wrong arguments.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { PackagingError, packagedJob } from './packaging.ts';

function main(argv: readonly string[]): number {
  let parsed: { readonly values: { readonly output?: string }; readonly positionals: readonly string[] };
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options: { output: { type: 'string' } } });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 2;
  }
  const [file, ...more] = parsed.positionals;
  if (file === undefined || more.length > 0) {
    process.stderr.write('name one job: npm run dataplane:package -- my_job.py --output my_job.packaged.py\n');
    return 2;
  }
  try {
    const runtime = readFileSync(join(import.meta.dirname, 'spark', 'job_runtime.py'), 'utf8');
    const text = packagedJob(basename(file), readFileSync(file, 'utf8'), runtime);
    if (parsed.values.output === undefined) process.stdout.write(text);
    else writeFileSync(parsed.values.output, text);
    return 0;
  } catch (error) {
    const cannotRead = error instanceof Error && 'syscall' in error;
    if (!(error instanceof PackagingError || cannotRead)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

process.exitCode = main(process.argv.slice(2));
