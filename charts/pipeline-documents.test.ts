import { describe, expect, test } from '@jest/globals';
import { parsePipelines } from './pipeline-documents.ts';

const lake = (name: string, more = '') => `
apiVersion: datapipelines.dev/v1alpha1
kind: DataPipeline
metadata: {name: ${name}, namespace: team-a}
spec: {accountId: "123456789012", region: eu-central-1${more}}
`;
const names = (text: string) => parsePipelines(text).pipelines.map(({ metadata }) => metadata.name);

describe('pipelines in YAML', () => {
  test('are read from every document, complete with defaults', () => {
    const { pipelines, faults } = parsePipelines(`${lake('one')}---${lake('two')}`);
    expect(faults).toEqual([]);
    expect(pipelines.map(({ metadata }) => metadata.name)).toEqual(['one', 'two']);
    expect(pipelines[0]?.spec).toMatchObject({ environment: 'Development', rollout: { through: 'Monitoring' } });
  });

  test('are read out of lists, as kubectl does', () => {
    const item = (name: string) => lake(name).trim().replaceAll('\n', '\n  ');
    const typed = item('two').replace(/apiVersion.*\n\s+kind.*\n\s+/, '');
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${item('one')}\n`;
    const ofPipelines = `apiVersion: datapipelines.dev/v1alpha1\nkind: DataPipelineList\nitems:\n- ${typed}\n`;
    expect(parsePipelines(`${list}---\n${ofPipelines}`)).toMatchObject({ faults: [], passedOver: [] });
    expect(names(`${list}---\n${ofPipelines}`)).toEqual(['one', 'two']);
    expect(parsePipelines(list.replace('eu-central-1', 'mars-1')).faults).toMatchObject([
      { object: 'DataPipeline one', path: 'spec.region' },
    ]);
  });

  test('may stand beside other kinds, which are named, and empty documents', () => {
    const { faults, passedOver } = parsePipelines(
      `{apiVersion: v1, kind: Namespace, metadata: {name: team-a}}\n---\n---\n# nothing\n---${lake('one')}---\n{apiVersion: datapipelines.dev/v1alpha1, kind: DataPipelineGrant}`,
    );
    expect(faults).toEqual([]);
    expect(passedOver).toEqual(['document 1, Namespace team-a', 'document 5, DataPipelineGrant (without a name)']);
  });

  test('with a fault are left out and named with field and rule, the others stay', () => {
    const { pipelines, faults } = parsePipelines(`${lake('bad', ', environment: Testing')}---${lake('good')}`);
    expect(pipelines.map(({ metadata }) => metadata.name)).toEqual(['good']);
    expect(faults).toMatchObject([{ object: 'DataPipeline bad', path: 'spec.environment', value: '"Testing"' }]);
  });

  test('that are no YAML are a fault, not a crash', () => {
    const { pipelines, faults } = parsePipelines('a: [1, 2');
    expect(pipelines).toEqual([]);
    expect(faults).toMatchObject([{ object: 'document 1', rule: expect.stringMatching(/^not YAML: /) }]);
  });
});

describe('a document that would be passed over although it was meant is a fault:', () => {
  test.each([
    ['plain text', 'just text', 'document 2', '.'],
    ['a list', '- a', 'document 2', '.'],
    ['an object without kind', 'apiVersion: v1', 'document 2', '.'],
    ['a field that slipped out of its object', 'tables: []', 'document 2', '.'],
    ['an item that is none', '{apiVersion: v1, kind: List, items: [7]}', 'document 2, item 1', '.'],
    ['a misspelt kind', lake('two').replace('kind: DataPipeline', 'kind: DataPipline'), 'DataPipline two', 'kind'],
    ['a kind in other letters', lake('two').replace('kind: DataP', 'kind: Datap'), 'Datapipeline two', 'kind'],
    ['another version', lake('two').replace('v1alpha1', 'v1beta1'), 'DataPipeline two', 'apiVersion'],
    [
      'a misspelt group',
      lake('two').replace('datapipelines.dev', 'datapipeline.dev'),
      'DataPipeline two',
      'apiVersion',
    ],
  ])('%s', (_what, text, object, path) => {
    const { pipelines, faults } = parsePipelines(`${lake('one')}---\n${text}`);
    expect(faults).toMatchObject([{ object, path }]);
    expect(pipelines).toHaveLength(1);
  });

  test('the same object a second time', () => {
    expect(parsePipelines(`${lake('one')}---${lake('one')}`).faults).toMatchObject([
      { object: 'DataPipeline one', path: 'metadata.name', rule: expect.stringContaining('document 1, team-a/one') },
    ]);
    expect(names(`${lake('one')}---${lake('one').replace('team-a', 'team-b')}`)).toEqual(['one', 'one']);
  });
});

describe('a word that is no text', () => {
  const fault = (more: string) => parsePipelines(lake('one', more).replace('"123456789012"', '012345678901')).faults;

  test('is advised with the digits that were written', () => {
    expect(fault('')).toMatchObject([
      { path: 'spec.accountId', value: '012345678901', remedy: 'put it in quotes: "012345678901"' },
    ]);
    expect(fault('')[0]?.message).toContain('"012345678901"');
  });

  test.each([
    ['n', 'put it in quotes: "n"'],
    ['0777', 'put it in quotes: "0777"'],
    ['1_000', 'put it in quotes: "1_000"'],
  ])('%s', (word, remedy) => {
    expect(fault(`, tags: {team: ${word}}`).find(({ path }) => path === 'spec.tags.team')).toMatchObject({
      value: word,
      remedy,
    });
  });
});
