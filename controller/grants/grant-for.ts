/**
 * May this pipeline use what it names? Pure: what it asks for, the labels of its namespace and all grants in, the grant
 * that is missing out. Grants add up: what is asked for may be spread over several of them.
 */
import { complianceLocks } from '../../crds/compliance-consent.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import type { DataPipelineGrantSpec } from '../../crds/grant.ts';

/** What a pipeline asks for, in the terms of grants. */
export interface Asked {
  readonly namespace: string;
  /** Name of the ClusterProviderConfig; undefined when it works with a ProviderConfig of its own namespace. */
  readonly providerConfig: string | undefined;
  readonly account: string;
  readonly region: string;
  /** Longest retention of a COMPLIANCE lock; 0 without any. */
  readonly complianceLockDays: number;
  /** Sum over the streams with a number of shards. */
  readonly shards: number;
}

export type Decision =
  | { readonly allowed: true }
  /** What an administrator would have to apply, no more than that. */
  | { readonly allowed: false; readonly missing: DataPipelineGrantSpec };

export type Labels = Readonly<Record<string, string>>;

export function askedBy({ metadata: { namespace = '' }, spec }: DataPipeline): Asked {
  const { providerConfigRef, accountId, region, streams = [] } = spec;
  return {
    namespace,
    providerConfig: providerConfigRef.kind === 'ClusterProviderConfig' ? providerConfigRef.name : undefined,
    account: accountId,
    region,
    complianceLockDays: Math.max(0, ...complianceLocks(spec).map(({ days }) => days)),
    shards: streams.reduce((sum, { shards = 0 }) => sum + shards, 0),
  };
}

/** No grant at all means that the cluster is open: everything is allowed. */
export function grantFor(asked: Asked, labels: Labels, grants: Iterable<DataPipelineGrantSpec>): Decision {
  const all = [...grants];
  if (all.length === 0) return { allowed: true };
  const mine = all.filter((grant) => isFor(grant, asked.namespace, labels));
  const has = (granted: (grant: DataPipelineGrantSpec) => boolean): boolean => mine.some(granted);
  const { providerConfig, account, region } = asked;
  const lockDays = highest(mine.map(({ limits }) => limits?.complianceLockDays)) ?? 0;
  const shards = highest(mine.map(({ limits }) => limits?.shards)) ?? Number.POSITIVE_INFINITY;
  const limits = {
    ...(asked.complianceLockDays > lockDays && { complianceLockDays: asked.complianceLockDays }),
    ...(asked.shards > shards && { shards: asked.shards }),
  };
  const missing = {
    ...(providerConfig !== undefined &&
      !has(({ providerConfigs = [] }) => providerConfigs.some(({ name }) => name === providerConfig)) && {
        providerConfigs: [{ kind: 'ClusterProviderConfig' as const, name: providerConfig }],
      }),
    ...(!has(({ accounts = [] }) => accounts.includes(account)) && { accounts: [account] }),
    ...(!has(({ regions = [] }) => regions.includes(region)) && { regions: [region] }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
  if (Object.keys(missing).length === 0) return { allowed: true };
  return { allowed: false, missing: { namespaces: { names: [asked.namespace] }, ...missing } };
}

/** Whether a namespace is named by a grant, or selected. An empty selector selects every namespace. */
export function isFor(
  { namespaces: { names = [], selector } }: DataPipelineGrantSpec,
  name: string,
  labels: Labels,
): boolean {
  if (names.includes(name)) return true;
  return (
    selector !== undefined &&
    Object.entries(selector.matchLabels ?? {}).every(([label, value]) => labels[label] === value)
  );
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? undefined : Math.max(...given);
}
