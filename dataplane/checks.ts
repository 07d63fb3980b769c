/** The checks of the Python code: linter, types, and the tests of each environment in that environment. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declaredEnvironments, type Environment, pythonOf, REPOSITORY } from './environments.ts';
import { type Counts, countsOf } from './junit.ts';
import { SetupError } from './setup.ts';
import { findJavaHome } from './toolchain.ts';

export interface Check {
  readonly name: string;
  /** `scratch` is a directory for what the check writes. */
  run(scratch: string, env: NodeJS.ProcessEnv): Counts;
}

const SETTINGS = join(REPOSITORY, 'dataplane', 'pyproject.toml');
const PYTHON_FOLDERS = ['dataplane', 'produce', 'test/chain', 'test/flows', 'test/iam'];
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

/**
 * All checks, the light ones first and Spark, which takes both cores of a small machine, last: beside them `npm test` runs tests
 * with an API server and real timeouts, which are over by then.
 */
export function declaredChecks(): readonly Check[] {
  const environments = declaredEnvironments();
  const tools = environments.find((environment) => environment.name === 'tools');
  if (tools === undefined) throw new SetupError('requirements/tools.in is gone: it holds linter and type checker');
  const tool = (env: NodeJS.ProcessEnv, ...args: readonly string[]): number =>
    show(pythonOf(tools), ['-m', ...args], env);
  const tested = environments.filter((environment) => environment.tests.length > 0);
  return [
    {
      name: 'ruff',
      run: (_scratch, env) =>
        whole([
          tool(env, 'ruff', 'check', '--quiet', '--config', SETTINGS, ...PYTHON_FOLDERS),
          tool(env, 'ruff', 'format', '--check', '--quiet', '--config', SETTINGS, ...PYTHON_FOLDERS),
        ]),
    },
    {
      name: 'types',
      // Each against the libraries that it will meet: what runs on two lines of Spark is checked against both.
      run: (_scratch, env) =>
        whole(
          tested.map((environment) => {
            const extra = environment.tests.includes('dataplane/spark') ? [SPARK_FIXTURES] : [];
            const against = ['--python-executable', pythonOf(environment)];
            return tool(env, 'mypy', '--config-file', SETTINGS, ...against, ...environment.tests, ...extra);
          }),
        ),
    },
    ...[...tested].sort(sparkLast).map((environment) => ({
      name: environment.name,
      run: (scratch: string, env: NodeJS.ProcessEnv) => pytest(environment, scratch, env),
    })),
  ];
}

function sparkLast(one: Environment, other: Environment): number {
  const spark = (environment: Environment): number => Number(environment.tests.includes('dataplane/spark'));
  return spark(one) - spark(other);
}

function pytest(environment: Environment, scratch: string, env: NodeJS.ProcessEnv): Counts {
  const report = join(scratch, `${environment.name}.xml`);
  const java = environment.java === undefined ? {} : { JAVA_HOME: findJavaHome(environment.java, env) };
  const args = ['-m', 'pytest', '-q', '-c', SETTINGS, '--rootdir', 'dataplane', `--junitxml=${report}`];
  const exitCode = show(pythonOf(environment), [...args, ...environment.tests], { ...env, ...java });
  return countsOf(readFileSync(report, 'utf8'), exitCode);
}
