/**
 * The Python environments of the data plane, as their requirement files declare them.
 *
 * `requirements/<name>.in` says what an environment is for and what a person asked for; `requirements/<name>.txt` is the
 * lock made from it, every file pinned by hash. The head of the .in file carries three directives:
 *
 *   # python: 3.13 3.12 3.11      acceptable versions, best first: the one of the AWS runtime that it stands for
 *   # java: 17                    a JDK is needed (left out: none)
 *   # tests: dataplane/glue ...   what pytest runs in it (left out: nothing)
 *
 * `build` is not an environment of its own: it is installed into each of them first.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REPOSITORY = join(import.meta.dirname, '..');
export const REQUIREMENTS = join(import.meta.dirname, 'requirements');
export const BUILD_LOCK = join(REQUIREMENTS, 'build.txt');

export interface Environment {
  readonly name: string;
  /** Directory of the virtual environment. */
  readonly directory: string;
  readonly source: string;
  readonly lock: string;
  /** Acceptable Python versions ("3.13"), best first. */
  readonly pythons: readonly string[];
  /** Java feature version, when the environment starts a JVM. */
  readonly java: number | undefined;
  /** Paths that pytest runs in it, relative to the repository. */
  readonly tests: readonly string[];
}

export class EnvironmentDeclarationError extends Error {
  override readonly name = 'EnvironmentDeclarationError';
}

/** Reads the directives of one .in file. */
export function parseEnvironment(name: string, text: string): Environment {
  const directives = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const match = /^#\s*(python|java|tests):\s*(.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) directives.set(match[1], match[2].trim().split(/\s+/));
  }
  const pythons = directives.get('python') ?? [];
  if (pythons.length === 0) {
    throw new EnvironmentDeclarationError(
      `requirements/${name}.in: no "# python: 3.13 ..." line says which versions will do`,
    );
  }
  const java = directives.get('java')?.[0];
  if (java !== undefined && !/^\d+$/.test(java)) {
    throw new EnvironmentDeclarationError(
      `requirements/${name}.in: "# java: ${java}" is not a feature version like 17`,
    );
  }
  return {
    name,
    directory: join(REPOSITORY, '.venv', name),
    source: join(REQUIREMENTS, `${name}.in`),
    lock: join(REQUIREMENTS, `${name}.txt`),
    pythons,
    java: java === undefined ? undefined : Number(java),
    tests: directives.get('tests') ?? [],
  };
}

/** Every declared environment, by name. */
export function declaredEnvironments(): readonly Environment[] {
  return readdirSync(REQUIREMENTS)
    .filter((file) => file.endsWith('.in') && file !== 'build.in')
    .sort()
    .map((file) => parseEnvironment(file.slice(0, -3), readFileSync(join(REQUIREMENTS, file), 'utf8')));
}

/** Changes exactly when an installed environment would no longer be what its lock says. */
export function environmentStamp(environment: Environment, interpreter: string): string {
  const hash = createHash('sha256');
  for (const part of [readFileSync(BUILD_LOCK), readFileSync(environment.lock), interpreter]) {
    hash.update(part).update('\0');
  }
  return hash.digest('hex');
}

export function pythonOf(environment: Environment): string {
  return join(environment.directory, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
}
