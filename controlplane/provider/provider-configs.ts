/**
 * The provider's configurations in the cluster. A managed resource whose providerConfigRef names one that does not exist
 * cannot connect, and says so instead of being made.
 */
import { Reflector, type ReflectorOptions } from '../../controller/kube/reflector.ts';
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import type { ManagedResource } from './managed-resource.ts';

const CONFIG = { group: 'aws.m.upbound.io', version: 'v1beta1' } as const;

const KINDS: readonly ResourceKind[] = [
  { ...CONFIG, kind: 'ClusterProviderConfig', plural: 'clusterproviderconfigs', namespaced: false },
  { ...CONFIG, kind: 'ProviderConfig', plural: 'providerconfigs', namespaced: true },
];

/** Where its objects live: the cluster's are shared, the others belong to the managed resource's own namespace. */
function keyOf(kind: ResourceKind, namespace: string, name: string): string {
  return `${kind.kind}/${kind.namespaced ? namespace : ''}/${name}`;
}

export class ProviderConfigs {
  readonly #known = new Set<string>();
  readonly #reflectors: readonly Reflector<string>[];

  /** @param onAppearance called when one is there that was not */
  constructor(options: Pick<ReflectorOptions<string>, 'client' | 'clock' | 'log'>, onAppearance: () => void) {
    this.#reflectors = KINDS.map(
      (kind) =>
        new Reflector<string>({
          ...options,
          kind,
          project: ({ metadata }: KubeObject) => keyOf(kind, metadata.namespace ?? '', metadata.name),
          handlers: {
            onChange: ({ current }) => {
              if (this.#known.has(current)) return;
              this.#known.add(current);
              onAppearance();
            },
            onDelete: ({ previous }) => this.#known.delete(previous),
          },
        }),
    );
  }

  async start(): Promise<void> {
    for (const reflector of this.#reflectors) reflector.start();
    await Promise.all(this.#reflectors.map((reflector) => reflector.settled()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#reflectors.map((reflector) => reflector.stop()));
  }

  /** Why a managed resource cannot connect; undefined when it can. */
  refuses({ namespace, providerConfig: { kind: name, name: config } }: ManagedResource): string | undefined {
    const setup = 'cannot initialize the Terraform plugin SDK async external client: cannot get terraform setup';
    const kind = KINDS.find((each) => each.kind === name);
    if (kind === undefined) return `${setup}: referenced provider config kind "${name}" is invalid for ${namespace}`;
    if (this.#known.has(keyOf(kind, namespace, config))) return undefined;
    return `${setup}: cannot get referenced ProviderConfig: ${name}.${CONFIG.group} "${config}" not found`;
  }
}
