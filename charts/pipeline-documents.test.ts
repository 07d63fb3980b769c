import { describe, expect, test } from '@jest/globals';
import { parsePipelines } from './pipeline-documents.ts';

const lake = (name: string, more = '') => `
apiVersion: datapipelines.dev/v1alpha1
kind: DataPipeline
metadata: {name: ${name}, namespace: team-a}
spec: {accountId: "123456789012", region: eu-central-1${more}}
`;

describe('pipelines in YAML', () => {
  test('are read from every document, complete with defaults', () => {
    const { pipelines, faults } = parsePipelines(`${lake('one')}---${lake('two')}`);
    expect(faults).toEqual([]);
    expect(pipelines.map(({ metadata }) => metadata.name)).toEqual(['one', 'two']);
    expect(pipelines[0]?.spec).toMatchObject({ environment: 'Development', rollout: { through: 'Monitoring' } });
  });

  test('may stand beside other kinds, empty documents and plain values', () => {
    const { pipelines, faults } = parsePipelines(
      `{apiVersion: v1, kind: Namespace}\n---\n---\njust text\n---${lake('one')}`,
    );
    expect(faults).toEqual([]);
    expect(pipelines).toHaveLength(1);
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
