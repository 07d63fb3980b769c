/**
 * `npm run dataplane:setup`: makes the data plane's Python environments from their locks.
 *
 *   --only NAME[,NAME]   just these environments
 *   --lock               write the locks anew from requirements/*.in (newest versions that fit), then install
 *
 * An environment is left alone while its stamp (locks and interpreter) is unchanged; otherwise it is made from nothing, so
 * that it never holds more than its lock says.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  BUILD_LOCK,
  declaredEnvironments,
  type Environment,
  environmentStamp,
  pythonOf,
  REQUIREMENTS,
} from './environments.ts';
import { findJavaHome, findPython, MissingToolError } from './toolchain.ts';

export class SetupError extends Error {
  override readonly name = 'SetupError';
}

function run(command: string, args: readonly string[], what: string): void {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (result.status !== 0) {
    throw new SetupError(`${what} failed:\n${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`);
  }
}

/** Makes one environment true to its lock; returns what was done about it. */
export function installEnvironment(environment: Environment, env: NodeJS.ProcessEnv): 'created' | 'unchanged' {
  const python = findPython(environment.pythons, env);
  if (environment.java !== undefined) findJavaHome(environment.java, env);
  const stampFile = join(environment.directory, '.stamp');
  const stamp = environmentStamp(environment, `${python.version} ${python.path}`);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return 'unchanged';

  rmSync(environment.directory, { recursive: true, force: true });
  mkdirSync(dirname(environment.directory), { recursive: true });
  run(python.path, ['-m', 'venv', environment.directory], `making the environment ${environment.name}`);
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--no-deps', '--require-hashes'];
  run(pythonOf(environment), [...pip, '-r', BUILD_LOCK], `installing the build tools of ${environment.name}`);
  // Without isolation a source distribution is built with the pinned tools above, not with whatever is newest.
  run(
    pythonOf(environment),
    [...pip, '--no-build-isolation', '-r', environment.lock],
    `installing the environment ${environment.name}`,
  );
  writeFileSync(stampFile, stamp);
  return 'created';
}

/** Resolves every .in file anew. The lock holds for all platforms and for every Python that we accept. */
function writeLocks(environments: readonly Environment[]): void {
  const tools = environments.find((environment) => environment.name === 'tools');
  if (tools === undefined)
    throw new SetupError('requirements/tools.in is gone: it holds the tool that writes the locks');
  const uv = join(dirname(pythonOf(tools)), 'uv');
  for (const name of ['build', ...environments.map((environment) => environment.name)]) {
    const files = [join(REQUIREMENTS, `${name}.in`), '--output-file', join(REQUIREMENTS, `${name}.txt`)];
    const header = ['--custom-compile-command', 'npm run dataplane:setup -- --lock'];
    const shape = ['--universal', '--python-version', '3.11', '--generate-hashes', '--no-emit-index-url'];
    run(uv, ['pip', 'compile', '--quiet', '--upgrade', ...shape, ...header, ...files], `locking ${name}`);
  }
}

function main(argv: readonly string[], env: NodeJS.ProcessEnv): number {
  const { values } = parseArgs({
    args: [...argv],
    options: { only: { type: 'string' }, lock: { type: 'boolean', default: false } },
  });
  const declared = declaredEnvironments();
  const wanted = values.only?.split(',') ?? declared.map((environment) => environment.name);
  const unknown = wanted.filter((name) => !declared.some((environment) => environment.name === name));
  if (unknown.length > 0) {
    throw new SetupError(
      `no environment is called ${unknown.join(', ')}; there are: ${declared.map((e) => e.name).join(', ')}`,
    );
  }
  if (values.lock) {
    for (const tools of declared.filter((environment) => environment.name === 'tools')) installEnvironment(tools, env);
    writeLocks(declared);
  }
  for (const environment of declared.filter((candidate) => wanted.includes(candidate.name))) {
    const started = performance.now();
    const outcome = installEnvironment(environment, env);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${environment.name}: ${outcome} (${seconds} s)\n`);
  }
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof SetupError || error instanceof MissingToolError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
