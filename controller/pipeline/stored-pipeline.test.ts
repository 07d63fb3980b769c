import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../crds/cases/cases.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { DesiredState } from './desired.ts';
import { Memories } from './memory.ts';
import { storedPipeline } from './stored-pipeline.ts';

/** As an older CRD stored it: without any field that has a default today. */
const OLD: KubeObject = pipelineWith(
  {
    zones: [{ name: 'raw', lifecycle: { expireAfterDays: 30 } }],
    tables: [{ name: 'events', zone: 'raw', columns: [{ name: 'id', type: 'string' }] }],
    streams: [{ name: 'main' }],
    crawlers: [{ name: 'raw', zone: 'raw' }],
    schedules: [{ name: 'nightly', crawler: 'raw', rate: '1d' }],
  },
  { namespace: 'analytics', uid: 'u-1', generation: 1, managedFields: [{ manager: 'kubectl' }] },
);

describe('a pipeline that was stored under an older CRD', () => {
  test('is completed, so that what is validated is what is rendered', () => {
    const desired = new DesiredState(new Memories()).of(storedPipeline(OLD));
    expect(desired).toMatchObject({ rendered: { objects: expect.any(Array) } });
    expect('rendered' in desired ? desired.rendered.objects.length : 0).toBeGreaterThan(20);
  });

  test('has the defaults of today wherever the controller looks', () => {
    const { spec, metadata } = storedPipeline(OLD);
    expect(spec).toMatchObject({
      suspend: 'None',
      deletionPolicy: 'Retain',
      schedules: [{ timeZone: 'UTC', windowMinutes: 0, suspend: false }],
    });
    expect(metadata).toEqual({ name: 'clickstream', namespace: 'analytics', uid: 'u-1', generation: 1 });
  });

  test('keeps what is wrong in it, for validation to tell', () => {
    const broken = storedPipeline({ ...OLD, spec: { accountId: 7, zones: 'raw' } });
    expect(new DesiredState(new Memories()).of(broken)).toMatchObject({ notice: { reason: 'InvalidSpec' } });
    const nothing = storedPipeline({ apiVersion: OLD.apiVersion, kind: OLD.kind, metadata: OLD.metadata });
    expect(new DesiredState(new Memories()).of(nothing)).toMatchObject({ notice: { reason: 'InvalidSpec' } });
  });
});
