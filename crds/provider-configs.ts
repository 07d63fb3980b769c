/** The kinds of Crossplane's provider configurations, by what spec.providerConfigRef.kind says. */
import type { ProviderConfigRef } from './datapipeline.ts';
import type { ResourceKind } from './kubernetes.ts';

const GROUP = 'aws.m.upbound.io';
const VERSION = 'v1beta1';

export const PROVIDER_CONFIG_KINDS = {
  ClusterProviderConfig: {
    group: GROUP,
    version: VERSION,
    kind: 'ClusterProviderConfig',
    plural: 'clusterproviderconfigs',
    namespaced: false,
  },
  ProviderConfig: {
    group: GROUP,
    version: VERSION,
    kind: 'ProviderConfig',
    plural: 'providerconfigs',
    namespaced: true,
  },
} as const satisfies Record<ProviderConfigRef['kind'], ResourceKind>;
