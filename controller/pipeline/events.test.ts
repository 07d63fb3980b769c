import { describe, expect, test } from '@jest/globals';
import type { DataPipelineStatus } from '../../crds/datapipeline.ts';
import { eventsBetween } from './events.ts';

function aStatus(
  types: Record<string, 'True' | 'False'>,
  problems: DataPipelineStatus['problems'] = [],
): DataPipelineStatus {
  const conditions = Object.entries(types).map(([type, status]) => ({
    type,
    status,
    reason: 'R',
    message: `${type} message`,
    lastTransitionTime: '2026-01-01T00:00:00Z',
  }));
  return { conditions, problems };
}

const PROBLEM = { component: 'streams/main', resource: 'Stream/x', reason: 'AWSError', message: 'no' };

describe('eventsBetween', () => {
  test.each([
    {
      reason: 'a stage became ready',
      before: { FoundationReady: 'False' },
      after: { FoundationReady: 'True' },
      events: ['FoundationReady'],
    },
    { reason: 'the pipeline became ready', before: { Ready: 'False' }, after: { Ready: 'True' }, events: ['Ready'] },
    {
      reason: 'the pipeline became ready with its last stage',
      before: { Ready: 'False', FoundationReady: 'True', BatchReady: 'False' },
      after: { Ready: 'True', FoundationReady: 'True', BatchReady: 'True' },
      events: ['Ready'],
    },
    {
      reason: 'the pipeline stopped being ready',
      before: { Ready: 'True' },
      after: { Ready: 'False' },
      events: ['NotReady'],
    },
    { reason: 'it stalled', before: {}, after: { Stalled: 'True' }, events: ['Stalled'] },
    { reason: 'it was suspended', before: {}, after: { Suspended: 'True' }, events: ['Suspended'] },
    { reason: 'it was resumed', before: { Suspended: 'True' }, after: {}, events: ['Resumed'] },
    { reason: 'nothing changed', before: { Ready: 'True' }, after: { Ready: 'True' }, events: [] },
  ] as const)('$events when $reason', ({ before, after, events }) => {
    expect(eventsBetween(aStatus(before), aStatus(after)).map(({ reason }) => reason)).toEqual(events);
  });

  test('a problem is news once', () => {
    expect(eventsBetween(aStatus({}), aStatus({}, [PROBLEM]))).toMatchObject([
      { type: 'Warning', reason: 'AWSError', note: 'streams/main, Stream/x: no' },
    ]);
    expect(eventsBetween(aStatus({}, [PROBLEM]), aStatus({}, [PROBLEM]))).toEqual([]);
  });
});
