import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { jobs } from './index.ts';
import { PackagingError, packagedJob } from './packaging.ts';

const FUTURE = 'from __future__ import annotations\n';
const RUNTIME = `"""Shared."""\n\n${FUTURE}\nimport json\nfrom os import path as at\n\nSIZES: dict[str, int] = {}\nA, B = 1, 2\n\n\nclass Tool:\n    pass\n\n\ndef _own() -> int:\n    return 1\n`;
const job = (rest: string, imports = 'from job_runtime import Tool\n'): string =>
  `"""Job."""\n\n${FUTURE}\nimport sys\n\n${imports}${rest}`;

describe('a packaged job', () => {
  test('has the runtime where its source imports it', () => {
    expect(packagedJob('job.py', job('from pyspark import X\n\nTool()\n'), RUNTIME)).toBe(
      `"""Job."""\n\n${FUTURE}\nimport sys\n\n# >>> job_runtime.py\n${RUNTIME.slice(RUNTIME.indexOf('import json')).trim()}\n# <<< job_runtime.py\n\nfrom pyspark import X\n\nTool()\n`,
    );
  });

  test('is each built-in, whole: nothing is imported from a file beside it', () => {
    const runtime = readFileSync(join(import.meta.dirname, 'spark/job_runtime.py'), 'utf8');
    for (const { code, file } of Object.values(jobs)) {
      const source = readFileSync(join(import.meta.dirname, file), 'utf8');
      expect(code.script).toBe(packagedJob(file, source, runtime));
      expect(code.script).toContain('def run_job(');
      expect(code.script).not.toMatch(/^\s*(from|import) job_runtime/m);
      expect(source).not.toContain('def run_job(');
    }
  });

  test('keeps what replacement patterns would change', () => {
    expect(packagedJob('job.py', job(''), `${RUNTIME}\nEND = "$' $& $$"\n`)).toContain(`END = "$' $& $$"`);
  });

  test('may import what the runtime imports, from the same place', () => {
    expect(() => packagedJob('job.py', job('import json\nfrom os import path as at\n'), RUNTIME)).not.toThrow();
  });
});

describe('is refused, since two modules become one:', () => {
  test.each([
    ['a function that the runtime has under this name', 'def _own() -> int:\n    return 2\n', 'both define _own'],
    ['a class', 'class Tool:\n    pass\n', 'both define Tool'],
    ['a constant', 'SIZES = 3\n', 'both define SIZES'],
    ['a constant with a type', 'SIZES: int = 3\n', 'both define SIZES'],
    ['constants that are assigned together', 'C, B = 3, 4\n', 'both define B'],
    ['another thing imported by the same name', 'from sys import path as at\n', 'both define at'],
    ['another module by the same name', 'import simplejson as json\n', 'both define json'],
  ])('%s', (_what, rest, message) => {
    expect(() => packagedJob('job.py', job(rest), RUNTIME)).toThrow(PackagingError);
    expect(() => packagedJob('job.py', job(rest), RUNTIME)).toThrow(message);
  });

  test.each([
    ['no import of the runtime', '', '', 'has 0 lines "from job_runtime import …"'],
    ['two imports', 'from job_runtime import A\n', undefined, 'has 2 lines'],
    [
      'an import inside a function',
      'def f() -> None:\n    import job_runtime\n',
      undefined,
      'says "import job_runtime"',
    ],
    ['the module itself', 'import job_runtime\n', undefined, 'says "import job_runtime"'],
    ['another name for a thing', '', 'from job_runtime import Tool as T\n', 'says "Tool as T"'],
    ['a name that is not there', '', 'from job_runtime import (\n    Tool,\n    Toll,\n)\n', 'imports Toll, which'],
  ])('%s', (_what, rest, imports, message) => {
    expect(() => packagedJob('job.py', job(rest, imports), RUNTIME)).toThrow(message);
  });

  test('a source whose types an old Python would evaluate', () => {
    expect(() => packagedJob('job.py', 'from job_runtime import Tool\n', RUNTIME)).toThrow(
      'job.py has no line "from __future__',
    );
  });
});
