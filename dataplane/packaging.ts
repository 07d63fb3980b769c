/**
 * A Spark job as one file. Its source says `from job_runtime import …`, which is what tools and readers follow; in AWS there
 * is nothing to import from (Glue, EMR steps and EMR Serverless each have a way of their own to bring a second file along), so
 * the packaged text has the runtime in place of that line. Pure: generating, checking and packaging a job of one's own
 * are one thing.
 *
 * Two modules become one here, so a name that both define would silently be the job's for the runtime too. It is refused.
 */

const FUTURE = 'from __future__ import annotations\n';
const IMPORT_OF_RUNTIME = /^from job_runtime import (?:\(([^)]*)\)|([^\n(]*))\n/gm;
/** Any other way in: indented, a module import, with `as`. */
const OTHER_USE = /^[ \t]*(?:import[ \t]+.*\bjob_runtime\b|from[ \t]+job_runtime[ \t]).*$/m;

export class PackagingError extends Error {
  override readonly name = 'PackagingError';
}

/** Names that a module binds at its top level, each with what it is bound to: an import's words, or a place in the file. */
function bindings(file: string, text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = ''] of text.matchAll(/^(?:async def|def|class) (\w+)/gm)) found.set(name, `defined in ${file}`);
  for (const [, names = ''] of text.matchAll(/^(\w+(?:, \w+)*)(?:: [^=\n]+)? = /gm)) {
    for (const name of names.split(', ')) found.set(name, `defined in ${file}`);
  }
  for (const [, module = ''] of text.matchAll(/^import ([\w.]+(?: as \w+)?)/gm)) {
    const [path = '', alias] = module.split(' as ');
    found.set(alias ?? path.split('.')[0] ?? path, `import ${module}`);
  }
  for (const [, module = '', many, few = ''] of text.matchAll(/^from ([\w.]+) import (?:\(([^)]*)\)|([^\n(#]*))/gm)) {
    if (module === 'job_runtime' || module === '__future__') continue;
    for (const item of importedNames(many ?? few)) {
      const [name = '', alias] = item.split(' as ');
      found.set(alias ?? name, `from ${module} import ${name}`);
    }
  }
  return found;
}

function importedNames(list: string): readonly string[] {
  return list
    .replaceAll(/#[^\n]*/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/**
 * @param file Name of the job's file, for messages.
 * @param runtime Text of job_runtime.py.
 * @throws PackagingError when the two cannot be one file.
 */
export function packagedJob(file: string, source: string, runtime: string): string {
  const start = runtime.indexOf(FUTURE);
  if (start < 0 || !source.includes(FUTURE)) {
    throw new PackagingError(`${start < 0 ? 'job_runtime.py' : file} has no line "${FUTURE.trim()}"; write it first`);
  }
  const [imported, ...more] = source.matchAll(IMPORT_OF_RUNTIME);
  if (imported === undefined || more.length > 0) {
    throw new PackagingError(
      `${file} has ${more.length + (imported === undefined ? 0 : 1)} lines "from job_runtime import …"; write one, at the top`,
    );
  }
  const [line, many, few = ''] = imported;
  const rest = source.replace(line, '');
  const other = OTHER_USE.exec(rest)?.[0].trim() ?? importedNames(many ?? few).find((name) => name.includes(' as '));
  if (other !== undefined) {
    throw new PackagingError(
      `${file} says "${other}"; name each thing in one "from job_runtime import …", without "as"`,
    );
  }
  const theirs = bindings('job_runtime.py', runtime);
  const missing = importedNames(many ?? few).filter((name) => !theirs.has(name));
  if (missing.length > 0) {
    throw new PackagingError(
      `${file} imports ${missing.join(', ')}, which job_runtime.py does not define; leave it out`,
    );
  }
  const clashes = [...bindings(file, rest)].filter(([name, what]) => theirs.has(name) && theirs.get(name) !== what);
  if (clashes.length > 0) {
    const names = clashes.map(([name]) => name).join(', ');
    throw new PackagingError(`${file} and job_runtime.py both define ${names}; rename it in ${file}`);
  }
  const body = runtime.slice(start + FUTURE.length).trim();
  return source.replace(line, () => `# >>> job_runtime.py\n${body}\n# <<< job_runtime.py\n\n`);
}
