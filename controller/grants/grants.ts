/**
 * What the cluster's administrators have granted, kept current by two watches: the grants, and the namespaces' labels.
 *
 * Not being able to read grants is not the same as there being none. Without the definition, or without the permission,
 * nobody knows what is granted, and nothing is.
 */
import type { DataPipeline } from '../../crds/datapipeline.ts';
import type { DataPipelineGrant, DataPipelineGrantSpec } from '../../crds/grant.ts';
import { DATA_PIPELINE_GRANT } from '../../crds/identifiers.ts';
import { NAMESPACE } from '../../crds/kubernetes.ts';
import type { WatchClient } from '../kube/client.ts';
import { Reflector } from '../kube/reflector.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { askedBy, grantFor, isFor, type Labels } from './grant-for.ts';

export interface GrantsOptions {
  readonly client: WatchClient;
  readonly clock: Clock;
  readonly log: Log;
  /** What is granted to the pipelines that `concerns` is true for may have changed. */
  readonly onChange: (concerns: (pipeline: DataPipeline) => boolean) => void;
}

/** Why a pipeline may not go on, and who must write what. */
export interface Refused {
  readonly reason: 'NotGranted';
  readonly message: string;
}

const EVERYBODY = (): boolean => true;

export class Grants {
  readonly #grants: Reflector<DataPipelineGrantSpec>;
  readonly #namespaces: Reflector<Labels>;
  readonly #log: Log;

  constructor({ client, clock, log, onChange }: GrantsOptions) {
    this.#log = log;
    this.#grants = new Reflector<DataPipelineGrantSpec>({
      client,
      clock,
      log,
      kind: DATA_PIPELINE_GRANT,
      project: (grant) => (grant as DataPipelineGrant).spec,
      handlers: {
        // The first grant closes the cluster and the last one that goes opens it: both concern everybody.
        onChange: ({ current, previous }) =>
          onChange(
            previous === undefined && this.#grants.store.size === 1 ? EVERYBODY : this.#concernedBy(current, previous),
          ),
        onDelete: ({ previous }) => onChange(this.#grants.store.size === 0 ? EVERYBODY : this.#concernedBy(previous)),
      },
      onState: () => onChange(EVERYBODY),
    });
    this.#namespaces = new Reflector<Labels>({
      client,
      clock,
      log,
      kind: NAMESPACE,
      project: ({ metadata }) => metadata.labels ?? {},
      handlers: {
        onChange: ({ key }) => this.#namespaceChanged(key, onChange),
        onDelete: () => {},
      },
      onState: () => onChange(EVERYBODY),
    });
  }

  get watches(): readonly Reflector<unknown>[] {
    return [this.#grants, this.#namespaces];
  }

  /** Whether everybody may use everything, because nobody granted anything. */
  get isOpen(): boolean {
    return this.#grants.state === 'Synced' && this.#grants.store.size === 0;
  }

  /** For the log, when the operator begins to work. */
  announce(): void {
    if (this.isOpen)
      this.#log.warn(
        { grants: 0 },
        'there is no DataPipelineGrant: whoever may make a DataPipeline can use every ClusterProviderConfig, account and Region',
      );
    else this.#log.info({ grants: this.#grants.store.size }, 'DataPipelineGrants decide who may use what');
  }

  /** undefined when the pipeline may have what its spec names. */
  refusalOf(pipeline: DataPipeline): Refused | undefined {
    const unread = this.#unread();
    if (unread !== undefined) return { reason: 'NotGranted', message: unread };
    const asked = askedBy(pipeline);
    const labels = this.#namespaces.store.get(asked.namespace) ?? {};
    const decision = grantFor(asked, labels, this.#grants.store.values());
    if (decision.allowed) return undefined;
    return {
      reason: 'NotGranted',
      message: `no DataPipelineGrant lets namespace ${asked.namespace} do all that this pipeline asks for; an administrator can apply one with spec: ${JSON.stringify(decision.missing)}`,
    };
  }

  /** Why nobody knows what is granted; undefined when it is known. */
  #unread(): string | undefined {
    if (this.#grants.state === 'KindMissing')
      return 'the kind DataPipelineGrant is not installed, so nobody knows what is granted; apply manifests/crd.yaml of this version';
    const unread = this.watches.find(({ state }) => state !== 'Synced');
    if (unread === undefined) return undefined;
    return `${unread.kind.plural} cannot be read (${unread.state}), so nobody knows what is granted; apply the ClusterRole of manifests/install.yaml`;
  }

  #concernedBy(...grants: readonly (DataPipelineGrantSpec | undefined)[]): (pipeline: DataPipeline) => boolean {
    return ({ metadata: { namespace = '' } }) =>
      grants.some(
        (grant) => grant !== undefined && isFor(grant, namespace, this.#namespaces.store.get(namespace) ?? {}),
      );
  }

  #namespaceChanged(name: string, onChange: GrantsOptions['onChange']): void {
    const selects = [...this.#grants.store.values()].some(({ namespaces }) => namespaces.selector !== undefined);
    if (selects) onChange(({ metadata }) => metadata.namespace === name);
  }
}
