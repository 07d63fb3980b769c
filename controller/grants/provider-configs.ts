/**
 * Whether the provider configuration that a pipeline names exists. Without it nothing can be made in AWS, and the provider
 * would say so on each of scores of objects; said once and early it is one sentence.
 *
 * Only the existence is looked at: what stands in a configuration (and the secret behind it) is none of our business.
 */
import type { DataPipeline, ProviderConfigRef } from '../../crds/datapipeline.ts';
import type { ResourceKind } from '../../crds/kubernetes.ts';
import { PROVIDER_CONFIG_KINDS } from '../../crds/provider-configs.ts';
import type { WatchClient } from '../kube/client.ts';
import { Reflector } from '../kube/reflector.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';

export interface ProviderConfigsOptions {
  readonly client: WatchClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Configurations of other namespaces are not looked at then. */
  readonly watchNamespace?: string;
  /** A configuration that the pipelines in question may name came or went. */
  readonly onChange: (concerns: (pipeline: DataPipeline) => boolean) => void;
}

export interface MissingProviderConfig {
  readonly reason: 'ProviderConfigMissing';
  readonly message: string;
}

export class ProviderConfigs {
  readonly #byKind: Readonly<Record<ProviderConfigRef['kind'], Reflector<true>>>;

  constructor({ client, clock, log, watchNamespace, onChange }: ProviderConfigsOptions) {
    const watch = (kind: ResourceKind): Reflector<true> =>
      new Reflector<true>({
        client,
        clock,
        log,
        kind,
        ...(kind.namespaced && watchNamespace !== undefined && { namespace: watchNamespace }),
        project: () => true,
        handlers: {
          onChange: ({ key, previous }) => {
            if (previous === undefined) onChange((pipeline) => keyOf(pipeline) === key);
          },
          onDelete: ({ key }) => onChange((pipeline) => keyOf(pipeline) === key),
        },
        onState: () => onChange(({ spec }) => spec.providerConfigRef.kind === kind.kind),
      });
    this.#byKind = {
      ClusterProviderConfig: watch(PROVIDER_CONFIG_KINDS.ClusterProviderConfig),
      ProviderConfig: watch(PROVIDER_CONFIG_KINDS.ProviderConfig),
    };
  }

  get watches(): readonly Reflector<unknown>[] {
    return Object.values(this.#byKind);
  }

  /** undefined when it exists, and also when it cannot be seen: then the provider will say what is wrong. */
  missingOf(pipeline: DataPipeline): MissingProviderConfig | undefined {
    const { kind, name } = pipeline.spec.providerConfigRef;
    const { state, store } = this.#byKind[kind];
    if (state === 'KindMissing') {
      return {
        reason: 'ProviderConfigMissing',
        message: `the kind ${kind} is not installed, so ${kind} "${name}" cannot exist; install provider-family-aws (v2.6.0 or newer)`,
      };
    }
    if (state !== 'Synced' || store.get(keyOf(pipeline)) !== undefined) return undefined;
    const where = kind === 'ProviderConfig' ? ` in namespace ${pipeline.metadata.namespace}` : '';
    return {
      reason: 'ProviderConfigMissing',
      message: `${kind} "${name}" does not exist${where}; create it, or name one that exists in spec.providerConfigRef`,
    };
  }
}

/** Key of the configuration that a pipeline names, in the store of its kind. */
function keyOf({ metadata: { namespace }, spec: { providerConfigRef } }: DataPipeline): string {
  const { kind, name } = providerConfigRef;
  return kind === 'ProviderConfig' ? `${namespace}/${name}` : name;
}
