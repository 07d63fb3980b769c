import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { DemoInputError, demoInput } from './input.ts';

const lake = (name: string) => `
apiVersion: datapipelines.dev/v1alpha1
kind: DataPipeline
metadata: {name: ${name}}
spec: {accountId: "123456789012", region: eu-central-1}
`;
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n';
const given = (...texts: readonly string[]) => demoInput(texts.map((text, index) => ({ file: `${index}.yaml`, text })));

describe('what the demo is given', () => {
  test('is its pipelines, each with a namespace, and what else the files hold', () => {
    const { pipelines, keys, others } = given(`${NAMESPACE}---${lake('one')}`, lake('two'));
    expect(keys).toEqual(['default/one', 'default/two']);
    expect(pipelines.map(({ metadata }) => metadata)).toEqual([
      { name: 'one', namespace: 'default' },
      { name: 'two', namespace: 'default' },
    ]);
    expect(others).toMatchObject([{ kind: 'Namespace' }]);
  });

  test.each<[what: string, texts: readonly string[], message: string]>([
    ['an empty file', [lake('one'), '# nothing'], '1.yaml: holds no DataPipeline'],
    ['a file of other things', [NAMESPACE], '0.yaml: holds no DataPipeline'],
    [
      'a pipeline with a fault',
      [lake('one').replace('eu-central-1', 'mars-1')],
      '0.yaml: DataPipeline one: spec.region',
    ],
    ['a misspelt kind', [lake('one').replace('DataPipeline', 'Datapipeline')], 'write DataPipeline'],
    ['no YAML', ['a: ['], '0.yaml: document 1: .: not YAML'],
    ['a pipeline in two files', [lake('one'), lake('one')], '1.yaml: DataPipeline default/one stands in 0.yaml too'],
    [
      'a kind that it cannot apply',
      [`${lake('one')}---\n${NAMESPACE.replace('Namespace', 'Pod')}`],
      'cannot apply v1 Pod',
    ],
    [
      'a thing whose name is no text',
      [`${lake('one')}---\n${NAMESPACE.replace('team', 'n')}`],
      'metadata.name is false, no text',
    ],
    ['a thing without a name', [`${lake('one')}---\napiVersion: v1\nkind: Namespace`], 'has no metadata.name'],
  ])('is refused when it is %s', (_what, texts, message) => {
    expect(() => given(...texts)).toThrow(DemoInputError);
    expect(() => given(...texts)).toThrow(message);
  });
});

describe('the command refuses before anything is started', () => {
  jest.setTimeout(60_000);
  test.each<[what: string, args: readonly string[], message: string]>([
    ['a flag that would do nothing', ['--simulate-provider'], '--simulate-provider goes with --kubeconfig'],
    ['a limit of nothing', ['--timeout', '10'], '--timeout goes with --exit-when-ready'],
    ['a limit that is none', ['--exit-when-ready', '--timeout', '0'], 'must be a whole number of seconds'],
    ['a file that does not exist', ['--file', 'nowhere.yaml'], 'nowhere.yaml: there is no such file'],
    ['a file without a pipeline', ['--file', 'package.json'], 'package.json: document 1: .: is no Kubernetes object'],
    ['a word too many', ['pipeline.yaml'], 'too many arguments'],
  ])('%s', (_what, args, message) => {
    const root = join(import.meta.dirname, '../..');
    const main = join(root, 'controlplane/demo/main.ts');
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', main, ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('starting');
    expect(status).toBe(1);
  });
});
