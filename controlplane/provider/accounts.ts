/**
 * Which AWS account a managed resource's credentials belong to. In reality the ProviderConfig decides; here it is the account
 * that the DataPipeline names, so that pipelines of any account run against one simulated provider.
 */
import type { KubeClient } from '../../controller/kube/api.ts';
import { DATA_PIPELINE } from '../../crds/identifiers.ts';
import { isObject } from './behaviour.ts';
import type { ManagedResource } from './managed-resource.ts';

export class Accounts {
  readonly #client: Pick<KubeClient, 'get'>;
  readonly #fallback: string;
  readonly #byOwner = new Map<string, Promise<string | undefined>>();

  constructor(client: Pick<KubeClient, 'get'>, fallback: string) {
    this.#client = client;
    this.#fallback = fallback;
  }

  async of(resource: ManagedResource): Promise<string> {
    const owner = resource.object.metadata.ownerReferences?.find(({ kind }) => kind === DATA_PIPELINE.kind);
    const known = accountInArn(resource);
    if (known !== undefined || owner === undefined) return known ?? this.#fallback;
    let found = this.#byOwner.get(owner.uid);
    if (found === undefined) {
      found = this.#read(resource.namespace, owner.name);
      this.#byOwner.set(owner.uid, found);
    }
    return (await found) ?? this.#fallback;
  }

  async #read(namespace: string, name: string): Promise<string | undefined> {
    const pipeline = await this.#client.get(DATA_PIPELINE, namespace, name).catch(() => undefined);
    const account = isObject(pipeline?.spec) ? pipeline.spec.accountId : undefined;
    return typeof account === 'string' ? account : undefined;
  }
}

/** What was made once stays where it is, also when its pipeline is gone. */
function accountInArn({ status }: ManagedResource): string | undefined {
  const arn = isObject(status.atProvider) ? status.atProvider.arn : undefined;
  return typeof arn === 'string' ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] : undefined;
}
