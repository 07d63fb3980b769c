/**
 * What a pipeline claims in AWS: the identity of every object whose name is ours, complete with what scopes the name.
 * Two pipelines with an equal identity would own one AWS object; the controller lets only the older one have it.
 */
import { CROSSPLANE } from '../crds/identifiers.ts';
import { KIND } from './kinds.ts';
import type { Rendered, RenderedObject } from './rendered.ts';

export interface AwsClaim {
  /** The RenderedObject that bears the name. */
  readonly id: string;
  /** `<partition>/[<account>/[<region>/]]<service>/<Kind>/<name>`; for S3 the name space is the partition, for IAM the account. */
  readonly identity: string;
}

/** Claims in the order of `rendered`. Objects that only exist within another claimed one (a table, a bucket's policy) make none. */
export function awsClaims(
  rendered: Rendered,
  account: { readonly partition: string; readonly accountId: string },
): readonly AwsClaim[] {
  return rendered.objects.flatMap((object) => {
    const name = claimedName(object);
    if (name === undefined) return [];
    const { group, kind } = object.kind;
    const service = group.slice(0, group.indexOf('.'));
    const scope = nameScope(service, object, account);
    return [{ id: object.id, identity: [...scope, service, kind, name].join('/') }];
  });
}

/** Kinds whose name stands in forProvider, the provider taking the id from AWS. */
const NAMED_BY_FIELD: ReadonlySet<string> = new Set([KIND.Queue.kind, KIND.ScheduleGroup.kind]);
const PART_OF_ANOTHER: ReadonlySet<string> = new Set([KIND.CatalogTable.kind, KIND.RolePolicy.kind]);

function claimedName({ kind, manifest }: RenderedObject): string | undefined {
  if (PART_OF_ANOTHER.has(kind.kind)) return undefined;
  if (kind.identity === 'Named') return manifest.metadata.annotations?.[CROSSPLANE.externalName];
  const name = NAMED_BY_FIELD.has(kind.kind) ? forProvider(manifest).name : undefined;
  return typeof name === 'string' ? name : undefined;
}

function nameScope(
  service: string,
  object: RenderedObject,
  account: { readonly partition: string; readonly accountId: string },
): readonly string[] {
  if (service === 's3') return [account.partition];
  if (service === 'iam') return [account.partition, account.accountId];
  return [account.partition, account.accountId, String(forProvider(object.manifest).region)];
}

function forProvider(manifest: RenderedObject['manifest']): Readonly<Record<string, unknown>> {
  const { spec } = manifest as { spec?: { forProvider?: Readonly<Record<string, unknown>> } };
  return spec?.forProvider ?? {};
}
