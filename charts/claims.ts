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

/** Claims in the order of `rendered`. Objects that only exist within another claimed one (a table, a bucket's policy) make none, nor does what is somebody else's. */
export function awsClaims(
  rendered: { readonly objects: readonly Pick<RenderedObject, 'id' | 'kind' | 'manifest' | 'foreign'>[] },
  account: ClaimAccount,
): readonly AwsClaim[] {
  return rendered.objects.flatMap((object) => {
    const isOurs = object.kind.partOf === undefined && object.foreign === undefined;
    const identity = isOurs ? awsIdentity(object, account) : undefined;
    return identity === undefined ? [] : [{ id: object.id, identity }];
  });
}

/**
 * `<partition>/[<account>/[<region>/]]<service>/<Kind>/[<the whole it is part of>/]<name>`, equal for equal AWS objects only;
 * undefined where AWS draws the id.
 */
export function awsIdentity(
  object: Pick<RenderedObject, 'kind' | 'manifest'>,
  { partition, accountId }: ClaimAccount,
): string | undefined {
  const { kind, manifest } = object;
  const name = awsName(object);
  if (name === undefined) return undefined;
  const forProvider = forProviderOf(manifest);
  const scope = {
    Partition: [partition],
    Account: [partition, accountId],
    Region: [partition, accountId, String(forProvider.region)],
  }[kind.nameScope];
  const whole = kind.partOf === undefined ? [] : [String(forProvider[kind.partOf.by])];
  const [service = ''] = kind.key.split('.');
  return [...scope, service, kind.kind, ...whole, name].join('/');
}

/** Its name in AWS, as far as the manifest gives one. */
export function awsName({ kind, manifest }: Pick<RenderedObject, 'kind' | 'manifest'>): string | undefined {
  if (kind.identity === 'Named') return manifest.metadata.annotations?.[CROSSPLANE.externalName];
  const name = kind.namedBy === undefined ? undefined : forProviderOf(manifest)[kind.namedBy];
  return typeof name === 'string' ? name : undefined;
}

function forProviderOf(manifest: RenderedObject['manifest']): Readonly<Record<string, unknown>> {
  const { spec } = manifest as { spec?: { forProvider?: Readonly<Record<string, unknown>> } };
  return spec?.forProvider ?? {};
}
