/**
 * `npm run dataplane:test`: linter, types and tests of all Python code, each environment's in that environment.
 *
 *   --only NAME[,NAME]    just these checks (ruff, types, or the name of an environment)
 *   --json-report FILE    writes the counts there: {passed, failed, skipped, checks: [{name, passed, failed, skipped, seconds}]}
 *
 * Brings the environments up to date first. Ends with "N passed, N failed". A check that breaks before it can count is a failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { declaredEnvironments, type Environment, pythonOf, REPOSITORY } from './environments.ts';
import { type Counts, countsOf } from './junit.ts';
import { installEnvironment, SetupError } from './setup.ts';
import { findJavaHome, MissingToolError } from './toolchain.ts';

interface Check {
  readonly name: string;
  run(scratch: string): Counts;
}

const SETTINGS = join(REPOSITORY, 'dataplane', 'pyproject.toml');
const SPARK_FIXTURES = 'dataplane/conftest.py';

/** Runs a program with its output on ours; its exit code, or 1 when it did not start. */
function show(command: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  return spawnSync(command, args, { cwd: REPOSITORY, env, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
}

/** A check that passes or fails as a whole. */
function whole(exitCodes: readonly number[]): Counts {
  const failed = exitCodes.filter((code) => code !== 0).length;
  return { passed: exitCodes.length - failed, failed, skipped: 0 };
}

function checks(environments: readonly Environment[], env: NodeJS.ProcessEnv): readonly Check[] {
  const tools = environments.find((environment) => environment.name === 'tools');
  if (tools === undefined) throw new SetupError('requirements/tools.in is gone: it holds linter and type checker');
  const tool = (...args: readonly string[]): number => show(pythonOf(tools), ['-m', ...args], env);
  const tested = environments.filter((environment) => environment.tests.length > 0);
  return [
    {
      name: 'ruff',
      run: () =>
        whole([
          tool('ruff', 'check', '--quiet', '--config', SETTINGS, 'dataplane'),
          tool('ruff', 'format', '--check', '--quiet', '--config', SETTINGS, 'dataplane'),
        ]),
    },
    {
      name: 'types',
      // Each against the libraries that it will meet: what runs on two lines of Spark is checked against both.
      run: () =>
        whole(
          tested.map((environment) => {
            const extra = environment.tests.includes('dataplane/spark') ? [SPARK_FIXTURES] : [];
            const against = ['--python-executable', pythonOf(environment)];
            return tool('mypy', '--config-file', SETTINGS, ...against, ...environment.tests, ...extra);
          }),
        ),
    },
    ...tested.map((environment) => ({
      name: environment.name,
      run: (scratch: string) => pytest(environment, scratch, env),
    })),
  ];
}

function pytest(environment: Environment, scratch: string, env: NodeJS.ProcessEnv): Counts {
  const report = join(scratch, `${environment.name}.xml`);
  const java = environment.java === undefined ? {} : { JAVA_HOME: findJavaHome(environment.java, env) };
  const args = ['-m', 'pytest', '-q', '-c', SETTINGS, '--rootdir', 'dataplane', `--junitxml=${report}`];
  const exitCode = show(pythonOf(environment), [...args, ...environment.tests], { ...env, ...java });
  return countsOf(readFileSync(report, 'utf8'), exitCode);
}

/** @throws SetupError when no check has one of the names. */
function chosen(all: readonly Check[], only: string | undefined): readonly Check[] {
  const wanted = only?.split(',');
  const unknown = (wanted ?? []).filter((name) => !all.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new SetupError(
      `no check is called ${unknown.join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  return all.filter(({ name }) => wanted?.includes(name) ?? true);
}

function runChecks(only: string | undefined, env: NodeJS.ProcessEnv): readonly (Counts & { readonly name: string })[] {
  const environments = declaredEnvironments();
  const selected = chosen(checks(environments, env), only);
  for (const environment of environments) installEnvironment(environment, env);
  const scratch = mkdtempSync(join(tmpdir(), 'dataplane-test-'));
  try {
    return selected.map(({ name, run }) => {
      process.stdout.write(`\n--- ${name}\n`);
      const started = performance.now();
      let counts: Counts = { passed: 0, failed: 1, skipped: 0 };
      try {
        counts = run(scratch);
      } catch (error) {
        process.stdout.write(
          `${name} ended before it could count: ${error instanceof Error ? error.message : error}\n`,
        );
      }
      return { name, ...counts, seconds: Math.round((performance.now() - started) / 100) / 10 };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { only: { type: 'string' }, 'json-report': { type: 'string' } } });
try {
  const results = runChecks(values.only, process.env);
  const sum = (of: keyof Counts): number => results.reduce((total, result) => total + result[of], 0);
  const total: Counts = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  if (values['json-report'] !== undefined) {
    writeFileSync(values['json-report'], `${JSON.stringify({ ...total, checks: results }, null, 2)}\n`);
  }
  const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`;
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof SetupError || error instanceof MissingToolError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
