import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../cases/cases.ts';
import { applyDefaults } from './defaults.ts';

describe('applyDefaults', () => {
  test('completes the smallest object', () => {
    expect(applyDefaults(pipelineWith({})).spec).toEqual({
      accountId: '123456789012',
      region: 'us-east-1',
      partition: 'aws',
      providerConfigRef: { kind: 'ClusterProviderConfig', name: 'default' },
      environment: 'Development',
      classification: 'Internal',
      naming: { bucketNamespace: 'AccountRegional' },
      suspend: 'None',
      rollout: { through: 'Monitoring' },
      deletionPolicy: 'Retain',
    });
  });

  test('completes items of lists and objects that are given in part', () => {
    const spec = applyDefaults(
      pipelineWith({
        providerConfigRef: { name: 'team' },
        zones: [{ name: 'raw', lifecycle: {} }],
        crawlers: [{ name: 'c', zone: 'raw', schemaChange: { update: 'UPDATE_IN_DATABASE' } }],
      }),
    ).spec;
    expect(spec.providerConfigRef).toEqual({ kind: 'ClusterProviderConfig', name: 'team' });
    expect(spec.zones).toEqual([
      {
        name: 'raw',
        lifecycle: { noncurrentExpireAfterDays: 90, abortIncompleteUploadsAfterDays: 1 },
        eventNotifications: false,
      },
    ]);
    expect(spec.crawlers?.[0]?.schemaChange).toEqual({ update: 'UPDATE_IN_DATABASE', delete: 'LOG' });
  });

  test('keeps false, zero and empty, and takes null for left out', () => {
    const spec = applyDefaults(
      pipelineWith({ tags: {}, suspend: null, zones: [{ name: 'raw', eventNotifications: null, lifecycle: null }] }),
    ).spec;
    expect(spec).toMatchObject({ tags: {}, suspend: 'None', zones: [{ name: 'raw', eventNotifications: false }] });
    expect(spec.zones?.[0]).not.toHaveProperty('lifecycle');
  });

  test('is done after one time, and leaves its argument alone', () => {
    const object = Object.freeze(pipelineWith({ streams: [{ name: 's' }] }));
    const before = JSON.stringify(object);
    const once = applyDefaults(object);
    expect(applyDefaults(once)).toEqual(once);
    expect(JSON.stringify(object)).toBe(before);
  });

  test('does not take what an object inherits for a field of it', () => {
    const object = JSON.parse('{"spec": {"__proto__": {"region": "x"}, "constructor": 1}}');
    expect(applyDefaults(object).spec.region).toBeUndefined();
  });
});
