/**
 * Finds the interpreters that a machine has. Nothing is installed here: what is missing becomes one message that says what to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Interpreter {
  /** "3.13" for Python, "17" for Java. */
  readonly version: string;
  readonly path: string;
}

export class MissingToolError extends Error {
  override readonly name = 'MissingToolError';
}

const PYTHON_PROBE = 'import sys; print("%d.%d" % sys.version_info[:2]); print(sys.executable)';

/** Children of a directory joined with a tail, when both exist. */
function installed(parent: string, tail: string): readonly string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .sort()
    .reverse()
    .map((name) => join(parent, name, tail))
    .filter((path) => existsSync(path));
}

function probePython(command: string): Interpreter | undefined {
  const run = spawnSync(command, ['-c', PYTHON_PROBE], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [version, path] = (run.stdout ?? '').trim().split('\n');
  return run.status === 0 && version !== undefined && path !== undefined ? { version, path } : undefined;
}

/** The first of `versions` that is on the PATH, named by PYTHON, or installed by pyenv. */
export function findPython(versions: readonly string[], env: NodeJS.ProcessEnv): Interpreter {
  const pyenv = join(env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const commands = [
    ...(env.PYTHON ? [env.PYTHON] : []),
    ...versions.map((version) => `python${version}`),
    'python3',
    'python',
    ...installed(pyenv, 'bin/python'),
  ];
  const found = commands.map(probePython).filter((python) => python !== undefined);
  for (const version of versions) {
    const match = found.find((python) => python.version === version);
    if (match !== undefined) return match;
  }
  const seen = [...new Set(found.map((python) => python.version))].join(', ') || 'none';
  throw new MissingToolError(
    `Python ${versions.join(' or ')} is needed and was not found (found: ${seen}). Install one of them, for example ` +
      `"apt-get install python3 python3-venv", "brew install python@${versions[0]}" or "pyenv install ${versions[0]}", ` +
      'or name the interpreter in the environment variable PYTHON.',
  );
}

function probeJava(home: string | undefined): Interpreter | undefined {
  const command = home === undefined ? 'java' : join(home, 'bin', 'java');
  const run = spawnSync(command, ['-XshowSettings:properties', '-version'], { encoding: 'utf8' });
  const version = /java\.specification\.version = (\d+)/.exec(run.stderr ?? '')?.[1];
  const path = /java\.home = (.+)/.exec(run.stderr ?? '')?.[1]?.trim();
  return run.status === 0 && version !== undefined && path !== undefined ? { version, path } : undefined;
}

/** A Java home of exactly this feature version: Spark and Flink name the versions they run on, newer ones are not among them. */
export function findJavaHome(feature: number, env: NodeJS.ProcessEnv): string {
  const homes = [
    ...(env.JAVA_HOME ? [env.JAVA_HOME] : []),
    undefined,
    ...installed('/usr/lib/jvm', ''),
    ...installed('/Library/Java/JavaVirtualMachines', 'Contents/Home'),
    ...installed(join(homedir(), '.sdkman', 'candidates', 'java'), ''),
  ];
  const seen: string[] = [];
  for (const home of homes) {
    const java = probeJava(home);
    if (java?.version === String(feature)) return java.path;
    if (java !== undefined) seen.push(java.version);
  }
  throw new MissingToolError(
    `JDK ${feature} is needed and was not found (found: ${[...new Set(seen)].join(', ') || 'none'}). Install it, for example ` +
      `"apt-get install openjdk-${feature}-jdk-headless" or "brew install openjdk@${feature}", or point JAVA_HOME at it.`,
  );
}
