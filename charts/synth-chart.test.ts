import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import { decide } from './decide.ts';
import { PipelineChart } from './pipeline-chart.ts';
import { renderPipeline } from './render.ts';
import { SynthChart } from './synth-chart.ts';
import { aPipeline, fullSpec } from './testing/a-pipeline.ts';
import { withoutTokens } from './unresolved.ts';

const pipeline = aPipeline(fullSpec());
const app = () => new App({ outdir: 'unused' });

describe('cdk8s synth', () => {
  test('writes what the renderer gave, in its order', () => {
    const { manifests } = withoutTokens(renderPipeline(pipeline));
    expect(new SynthChart(app(), 'shop', manifests).toJson()).toEqual(manifests);
  });

  test('of the constructs themselves gives the same objects, so the shorter way of rendering leaves nothing out', () => {
    const chart = new PipelineChart(app(), 'shop', decide(pipeline));
    const byConstructs = chart.toJson() as { metadata: { annotations: Record<string, string> } }[];
    const rendered = renderPipeline(pipeline).objects.map(({ manifest }) => {
      const { 'datapipelines.dev/wave': _, ...annotations } = manifest.metadata.annotations ?? {};
      return { ...manifest, metadata: { ...manifest.metadata, annotations } };
    });
    expect(byConstructs).toHaveLength(rendered.length);
    expect(byConstructs).toEqual(expect.arrayContaining(rendered));
  });
});
