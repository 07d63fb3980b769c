import { expect, test } from '@jest/globals';
import type { DataPipeline } from '../../../crds/datapipeline.ts';
import { pipelineState } from './state.ts';

const SPEC = { accountId: '123456789012', region: 'us-east-1' };

function pipeline(conditions: Readonly<Record<string, string>>, more: Record<string, unknown> = {}): DataPipeline {
  const list = Object.entries(conditions).map(([type, status]) => ({ type, status }));
  return {
    metadata: { name: 'lake', generation: 2, ...(more.metadata as object) },
    spec: { ...SPEC, ...(more.spec as object) },
    status: { observedGeneration: 2, conditions: list, ...(more.status as object) },
  } as unknown as DataPipeline;
}

test.each<[state: string, given: string, pipeline: DataPipeline]>([
  ['Ready', 'ready', pipeline({ Ready: 'True' })],
  ['Progressing', 'on its way', pipeline({ Ready: 'False', Reconciling: 'True' })],
  ['Progressing', 'never looked at', { metadata: { name: 'lake' }, spec: SPEC } as unknown as DataPipeline],
  ['Progressing', 'ready before the last edit', pipeline({ Ready: 'True' }, { metadata: { generation: 3 } })],
  ['Stalled', 'in need of somebody', pipeline({ Ready: 'False', Stalled: 'True' })],
  ['Suspended', 'stopped by somebody', pipeline({ Ready: 'True' }, { spec: { suspend: 'All' } })],
  ['Ready', 'with schedules that are stopped', pipeline({ Ready: 'True' }, { spec: { suspend: 'Schedules' } })],
  [
    'Deleting',
    'on its way out',
    pipeline({ Stalled: 'True' }, { metadata: { deletionTimestamp: '2027-01-01T00:00:00Z' } }),
  ],
])('%s: %s', (state, _, given) => expect(pipelineState(given)).toBe(state));
