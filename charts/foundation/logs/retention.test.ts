import { expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { specOf } from '../../testing/render.ts';

const { network: _, ...spec } = fullSpec();
const retentions = (more: Partial<DataPipelineSpec>) =>
  renderPipeline(aPipeline({ ...spec, ...more }))
    .objects.filter(({ kind }) => kind.key === 'cloudwatchlogs.Group')
    .map((object) => specOf(object).forProvider.retentionInDays);

test('every log is kept for as long as the environment says, or the spec', () => {
  const kept = retentions({});
  expect(new Set(kept)).toEqual(new Set([14]));
  expect(kept.length).toBeGreaterThan(3);
  expect(retentions({ monitoring: { logRetentionDays: 400 } })).toEqual(kept.map(() => 400));
});

test('logs of the network are kept for as long as the network says', () => {
  const { network } = fullSpec();
  expect(retentions({ ...(network && { network }), monitoring: { logRetentionDays: 400 } })).toContain(60);
});
