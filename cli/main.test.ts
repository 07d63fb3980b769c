/** The commands as people run them: processes with files, streams and exit codes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const SAMPLE = join(ROOT, 'manifests/samples/minimal.yaml');
const PATIENCE = 60_000;
jest.setTimeout(PATIENCE);

let directory: string;
const path = (name: string): string => join(directory, name);
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cli-test-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { npm_lifecycle_event: _, npm_config_loglevel: __, ...inherited } = process.env;
  return spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, script), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...inherited, ...env },
  });
}

describe('render', () => {
  test('writes the stream to a file and nothing else into it', () => {
    const printed = run('cli/main.ts', ['render', SAMPLE]);
    const { status, stdout } = run('cli/main.ts', ['render', SAMPLE, '--output', path('out.yaml')], {
      npm_lifecycle_event: 'render',
    });
    expect([status, stdout]).toEqual([0, '']);
    expect(readFileSync(path('out.yaml'), 'utf8')).toBe(printed.stdout);
    expect(printed.stdout).toMatch(/^apiVersion: /);
  });

  test('says when npm has put its header before the stream, and how to be rid of it', () => {
    const header = (env: Readonly<Record<string, string>>): boolean =>
      run('cli/main.ts', ['render', SAMPLE], env).stderr.includes("npm's header stands before this output");
    expect(header({ npm_lifecycle_event: 'render' })).toBe(true);
    expect(header({ npm_lifecycle_event: 'render', npm_config_loglevel: 'silent' })).toBe(false);
    expect(header({})).toBe(false);
  });

  test('leaves the file alone when anything is wrong', () => {
    writeFileSync(path('kept.yaml'), 'kept');
    writeFileSync(path('bad.yaml'), readFileSync(SAMPLE, 'utf8').replace('us-east-1', 'mars-1'));
    expect(run('cli/main.ts', ['render', path('bad.yaml'), '--output', path('kept.yaml')]).status).toBe(1);
    expect(readFileSync(path('kept.yaml'), 'utf8')).toBe('kept');
  });
});

describe('an error names the file:', () => {
  test.each<[what: string, args: () => string[], message: string]>([
    ['one that does not exist', () => ['validate', SAMPLE, 'nowhere.yaml'], 'nowhere.yaml: there is no such file'],
    ['a directory', () => ['validate', directory], ': is a directory; name the files in it'],
    ['values that are no YAML', () => ['render', SAMPLE, '--values', path('values.yaml')], 'values.yaml: not YAML: '],
    [
      'one to compare with that does not exist',
      () => ['validate', SAMPLE, '--against', 'nowhere.yaml'],
      'nowhere.yaml: there is no such file',
    ],
    [
      'a picture that compares nothing',
      () => ['render', SAMPLE, '--graph', '--against', SAMPLE],
      '--graph draws and compares nothing',
    ],
    [
      'two things to print',
      () => ['render', SAMPLE, '--cost', '--diff', SAMPLE],
      '--cost and --diff each print something else; leave one out',
    ],
    ['two earlier states', () => ['render', SAMPLE, '--against', SAMPLE, '--diff', SAMPLE], 'leave --against out'],
    ['values for no stream', () => ['render', SAMPLE, '--graph', '--values', SAMPLE], 'leave --values out'],
    ['--strict with nothing to compare with', () => ['validate', SAMPLE, '--strict'], 'give --against FILE too'],
    [
      'a place where nothing can be written',
      () => ['render', SAMPLE, '--output', path('no/out.yaml')],
      'no/out.yaml: ',
    ],
  ])('%s', (_what, args, message) => {
    writeFileSync(path('values.yaml'), 'a: [');
    const { status, stderr } = run('cli/main.ts', args());
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('synth', () => {
  test('writes the pipelines of the files and directories that it is given', () => {
    mkdirSync(path('with blank'));
    writeFileSync(path('with blank/a,b.yaml'), readFileSync(SAMPLE, 'utf8').replace('name: lake', 'name: pond'));
    const { status } = run('cli/synth.ts', [SAMPLE, path('with blank'), '--output', path('dist')]);
    expect(status).toBe(0);
    expect(readdirSync(path('dist')).sort()).toEqual(['default-lake.k8s.yaml', 'default-pond.k8s.yaml']);
  });

  test('fails where nothing was to be written', () => {
    mkdirSync(path('empty'));
    const { status, stderr } = run('cli/synth.ts', [path('empty'), '--output', path('none')]);
    expect(status).not.toBe(0);
    expect(stderr).toContain('empty: no YAML file is there');
    expect(run('cli/synth.ts', ['nowhere']).stderr).toContain('nowhere: there is no such file');
  });
});
