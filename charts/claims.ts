/**
 * What a pipeline claims in AWS: the identity of every object whose name is ours, complete with what scopes the name.
 * Two pipelines with an equal identity would own one AWS object; the controller lets only the older one have it.
 */
import { CROSSPLANE } from '../crds/identifiers.ts';
import type { RenderedObject } from './rendered.ts';

export interface AwsClaim {
  /** The RenderedObject that bears the name. */
  readonly id: string;
  /** See awsIdentity. */
  readonly identity: string;
}

/** The account that names are scoped by. */
export interface ClaimAccount {
  readonly partition: string;
  readonly accountId: string;
}

/** Claims in the order of `rendered`. Objects that only exist within another claimed one (a table, a bucket's policy) make none. */
export function awsClaims(
  rendered: { readonly objects: readonly Pick<RenderedObject, 'id' | 'kind' | 'manifest'>[] },
  account: ClaimAccount,
): readonly AwsClaim[] {
  return rendered.objects.flatMap((object) => {
    const identity = object.kind.partOf === undefined ? awsIdentity(object, account) : undefined;
    return identity === undefined ? [] : [{ id: object.id, identity }];
  });
}

/**
 * `<partition>/[<account>/[<region>/]]<service>/<Kind>/[<the whole it is part of>/]<name>`, equal for equal AWS objects only;
 * undefined where AWS draws the id.
 */
export function awsIdentity(
  { kind, manifest }: Pick<RenderedObject, 'kind' | 'manifest'>,
  { partition, accountId }: ClaimAccount,
): string | undefined {
  const { spec } = manifest as { spec?: { forProvider?: Readonly<Record<string, unknown>> } };
  const forProvider = spec?.forProvider ?? {};
  const field = kind.namedBy === undefined ? undefined : forProvider[kind.namedBy];
  const name = kind.identity === 'Named' ? manifest.metadata.annotations?.[CROSSPLANE.externalName] : field;
  if (typeof name !== 'string') return undefined;
  const scope = {
    Partition: [partition],
    Account: [partition, accountId],
    Region: [partition, accountId, String(forProvider.region)],
  }[kind.nameScope];
  const whole = kind.partOf === undefined ? [] : [String(forProvider[kind.partOf.by])];
  const [service = ''] = kind.key.split('.');
  return [...scope, service, kind.kind, ...whole, name].join('/');
}
