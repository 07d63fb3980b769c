import { describe, expect, test } from '@jest/globals';
import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { DataPipeline, DataPipelineError } from './data-pipeline.ts';

const SMALLEST = { accountId: '123456789012', region: 'us-east-1' } as const;

function chart(): Chart {
  return new Chart(new App(), 'analytics', { namespace: 'analytics', labels: { team: 'data' } });
}

describe('the construct DataPipeline', () => {
  test('is the object, named by its id, in the namespace of the chart, and no field more than was written', () => {
    const scope = chart();
    new DataPipeline(scope, 'clickstream', { ...SMALLEST, streams: [{ name: 'main' }] });
    expect(Testing.synth(scope)).toEqual([
      {
        apiVersion: 'datapipelines.dev/v1alpha1',
        kind: 'DataPipeline',
        metadata: { name: 'clickstream', namespace: 'analytics', labels: { team: 'data' } },
        spec: { ...SMALLEST, streams: [{ name: 'main' }] },
      },
    ]);
  });

  test('takes name, namespace and annotations of its own', () => {
    const metadata = { name: 'other', namespace: 'elsewhere', annotations: { a: 'b' } };
    const pipeline = new DataPipeline(chart(), 'clickstream', { ...SMALLEST, metadata });
    expect(pipeline.toJson()).toMatchObject({ metadata });
  });

  test('names every fault where it is made, with path and remedy', () => {
    const make = (): DataPipeline =>
      new DataPipeline(chart(), 'clickstream', {
        ...SMALLEST,
        accountId: '12',
        schedules: [{ name: 'nightly', crawler: 'missing', cron: '0 3 * * *' }],
      });
    expect(make).toThrow(DataPipelineError);
    expect(make).toThrow(/^DataPipeline clickstream cannot be built:\n {2}[\s\S]*spec\.accountId: .*; .*/);
    try {
      make();
    } catch (error) {
      expect((error as DataPipelineError).faults.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['spec.accountId', 'spec.schedules']),
      );
    }
  });

  test('is judged again when the app is synthesised, for patches come later', () => {
    const scope = chart();
    const pipeline = new DataPipeline(scope, 'clickstream', SMALLEST);
    expect(pipeline.node.validate()).toEqual([]);
    pipeline.addJsonPatch(JsonPatch.replace('/spec/region', 'nowhere'));
    expect(pipeline.node.validate()).toEqual([expect.stringMatching(/^spec\.region: /)]);
  });

  test('shows what the operator would apply', () => {
    const { objects } = new DataPipeline(chart(), 'clickstream', SMALLEST).rendered();
    expect(objects.length).toBeGreaterThan(40);
    expect(objects[0]?.manifest.metadata.namespace).toBe('analytics');
  });
});
