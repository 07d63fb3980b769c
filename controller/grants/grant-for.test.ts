import { describe, expect, test } from '@jest/globals';
import type { DataPipelineGrantSpec } from '../../crds/grant.ts';
import { type Asked, grantFor, isFor } from './grant-for.ts';

const ASKED: Asked = {
  namespace: 'analytics',
  providerConfig: 'analytics',
  account: '123456789012',
  region: 'us-east-1',
  complianceLockDays: 0,
  shards: 0,
};
const config = (name: string) => ({ kind: 'ClusterProviderConfig' as const, name });
const WHOLE: DataPipelineGrantSpec = {
  namespaces: { names: ['analytics'] },
  providerConfigs: [config('analytics')],
  accounts: ['123456789012'],
  regions: ['us-east-1'],
};

describe('a pipeline', () => {
  test('may have everything while there is no grant in the cluster', () => {
    expect(grantFor({ ...ASKED, complianceLockDays: 36_500, shards: 500 }, {}, [])).toEqual({ allowed: true });
  });

  test('may have what one grant gives', () => {
    expect(grantFor(ASKED, {}, [WHOLE])).toEqual({ allowed: true });
  });

  test('may have what several grants give together', () => {
    const { providerConfigs: _, ...accountAndRegion } = WHOLE;
    const selected: DataPipelineGrantSpec = {
      namespaces: { selector: { matchLabels: { team: 'growth' } } },
      providerConfigs: [config('analytics')],
    };
    expect(grantFor(ASKED, { team: 'growth' }, [accountAndRegion, selected])).toEqual({ allowed: true });
    expect(grantFor(ASKED, { team: 'other' }, [accountAndRegion, selected])).toEqual({
      allowed: false,
      missing: { namespaces: { names: ['analytics'] }, providerConfigs: [config('analytics')] },
    });
  });

  test('gets nothing from what others were granted, and all that is missing is named', () => {
    const others = { ...WHOLE, namespaces: { names: ['finance'] } };
    expect(grantFor({ ...ASKED, complianceLockDays: 30 }, {}, [others])).toEqual({
      allowed: false,
      missing: { ...WHOLE, limits: { complianceLockDays: 30 } },
    });
  });

  test.each([
    ['providerConfigs', { providerConfig: 'default' }, { providerConfigs: [config('default')] }],
    ['accounts', { account: '999999999999' }, { accounts: ['999999999999'] }],
    ['regions', { region: 'eu-central-1' }, { regions: ['eu-central-1'] }],
  ])('is refused what is not among the granted %s, and only that is missing', (_, asked, missing) => {
    expect(grantFor({ ...ASKED, ...asked }, {}, [WHOLE])).toEqual({
      allowed: false,
      missing: { namespaces: { names: ['analytics'] }, ...missing },
    });
  });

  test('needs no grant for a ProviderConfig of its own namespace, but for the account', () => {
    const { providerConfigs: _, ...accountAndRegion } = WHOLE;
    const own = { ...ASKED, providerConfig: undefined };
    expect(grantFor(own, {}, [accountAndRegion])).toEqual({ allowed: true });
    expect(grantFor({ ...own, account: '999999999999' }, {}, [accountAndRegion])).toMatchObject({
      allowed: false,
      missing: { accounts: ['999999999999'] },
    });
  });

  test('may lock for as long as the most generous grant says, and not at all without one', () => {
    const limited = (complianceLockDays: number): DataPipelineGrantSpec => ({
      ...WHOLE,
      limits: { complianceLockDays },
    });
    const days = (complianceLockDays: number) => ({ ...ASKED, complianceLockDays });
    expect(grantFor(days(1), {}, [WHOLE])).toMatchObject({ missing: { limits: { complianceLockDays: 1 } } });
    expect(grantFor(days(400), {}, [limited(30), limited(400)])).toEqual({ allowed: true });
    expect(grantFor(days(401), {}, [limited(30), limited(400)])).toMatchObject({ allowed: false });
  });

  test('may have any number of shards until a grant of its own limits them', () => {
    const limited = { ...WHOLE, limits: { shards: 50 } };
    expect(grantFor({ ...ASKED, shards: 51 }, {}, [WHOLE])).toEqual({ allowed: true });
    expect(grantFor({ ...ASKED, shards: 50 }, {}, [limited])).toEqual({ allowed: true });
    expect(grantFor({ ...ASKED, shards: 51 }, {}, [WHOLE, limited])).toMatchObject({
      missing: { limits: { shards: 51 } },
    });
  });
});

describe('a grant', () => {
  test.each([
    ['an empty selector', {}, true],
    ['labels that the namespace carries', { matchLabels: { team: 'growth', tier: 'a' } }, true],
    ['one label that it carries and one that it does not', { matchLabels: { team: 'growth', tier: 'b' } }, false],
  ])('with %s is for the namespace: %p → %p', (_, selector, expected) => {
    expect(isFor({ namespaces: { selector } }, 'analytics', { team: 'growth', tier: 'a' })).toBe(expected);
  });
});
