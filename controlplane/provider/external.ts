/**
 * The provider's view of AWS: which object belongs to a managed resource, what it shows of it, whether it is up to date.
 * Reads only; the writes are in operations.ts.
 */
import { isDeepStrictEqual as sameJson } from 'node:util';
import { partitionOfRegion } from '../../crds/aws-partitions.ts';
import type { Json, JsonObject } from '../../crds/kubernetes.ts';
import type { AwsAddress, AwsObject, AwsType, Scope, SimulatedAws, Tags } from './aws.ts';
import { type Input, isObject, type KindBehaviour } from './behaviour.ts';
import type { ManagedResource } from './managed-resource.ts';
import { complete } from './recorded-values.ts';

/** Where and under which name a managed resource's object is looked for. */
export interface Target {
  readonly resource: ManagedResource;
  readonly behaviour: KindBehaviour;
  /** Already with the kind's idea of regions. */
  readonly scope: Scope;
  /** Id that only this provider process knows: AWS assigned it and it is not on the object yet. */
  readonly rememberedName: string | undefined;
}

export function typeOf(behaviour: KindBehaviour): AwsType {
  return behaviour.kind.key;
}

export function scopeOf(behaviour: KindBehaviour, resource: ManagedResource, account: string): Scope {
  const region = typeof resource.forProvider.region === 'string' ? resource.forProvider.region : '';
  return { partition: partitionOfRegion(region), account, region: behaviour.global ? '' : region };
}

/** What a create call would be given. `current` keeps what AWS chose for arguments that the user leaves to it. */
export function inputOf({ resource, behaviour, scope }: Target, current: JsonObject = {}): Input {
  const given = withoutReferences({ ...resource.initProvider, ...resource.forProvider });
  const kept = pick(current, Object.keys(behaviour.lateInitialized));
  const initial = pick(
    current,
    Object.keys(resource.initProvider ?? {}).filter((key) => !(key in resource.forProvider)),
  );
  const completed = complete({ ...kept, ...given, ...initial }, behaviour.unset);
  const name = behaviour.kind.identity === 'Named' ? nameOf(resource, behaviour) : '';
  return { scope, name, desired: behaviour.normalize?.(completed) ?? completed };
}

/** The bare AWS name of a Named kind. */
export function nameOf({ externalName, name }: ManagedResource, { canonicalName }: KindBehaviour): string {
  const given = externalName ?? name;
  return canonicalName?.(given) ?? given;
}

/** undefined: an Assigned kind that has no id yet, so there is nothing to look for. */
export function addressOf(target: Target): AwsAddress | undefined {
  const { resource, behaviour, scope } = target;
  const assigned = target.rememberedName ?? resource.externalName;
  const address = behaviour.kind.identity === 'Named' ? behaviour.address(inputOf(target)) : assigned;
  return address === undefined
    ? undefined
    : { type: typeOf(behaviour), account: scope.account, region: scope.region, address };
}

export function desiredTags({ resource, behaviour }: Target): Tags {
  const tags = behaviour.kind.tagged ? resource.forProvider.tags : undefined;
  return isObject(tags) ? Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)])) : {};
}

export function atProvider(behaviour: KindBehaviour, object: AwsObject, aws: SimulatedAws): JsonObject {
  const tags = behaviour.kind.tagged ? { tags: object.tags, tagsAll: object.tags } : {};
  return { ...object.attributes, ...behaviour.outputs(object, aws), ...tags };
}

/** forProvider fields that late initialisation adds: top-level, unset, and with a value in AWS. */
export function lateInitialized({ resource, behaviour }: Target, object: AwsObject): JsonObject {
  const added = Object.entries(behaviour.lateInitialized).flatMap(([field, example]) => {
    const value = object.attributes[field];
    const given = field in resource.forProvider || field in (resource.initProvider ?? {});
    return value === undefined || given ? [] : [[field, shapedLike(value, example)] as const];
  });
  return Object.fromEntries(added);
}

function shapedLike(value: Json, example: Json): Json {
  return isObject(value) && isObject(example) ? pick(value, Object.keys(example)) : value;
}

export type Difference =
  | { readonly type: 'None' }
  | { readonly type: 'Update'; readonly attributes: JsonObject; readonly tags: Tags }
  | { readonly type: 'Replacement'; readonly message: string };

export function differenceOf(target: Target, object: AwsObject): Difference {
  const { desired } = inputOf(target, object.attributes);
  const tags = desiredTags(target);
  if (sameArguments(desired, object.attributes) && sameJson(tags, object.tags)) return { type: 'None' };
  const forced = target.behaviour.kind.immutable.find(
    (path) => !sameArgument(argumentAt(desired, path), argumentAt(object.attributes, path)),
  );
  if (forced === undefined) return { type: 'Update', attributes: desired, tags };
  const quote = (value: Json | undefined) =>
    JSON.stringify(value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  const change = `cannot change the value of the argument "${snakeCase(forced)}" from ${quote(argumentAt(object.attributes, forced))} to ${quote(argumentAt(desired, forced))}`;
  return {
    type: 'Replacement',
    message: `refuse to update the external resource because the following update requires replacing it: ${change}`,
  };
}

/** By dotted path. */
function argumentAt(from: JsonObject, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((node, step) => (isObject(node) ? node[step] : undefined), from);
}

function sameArguments(a: JsonObject, b: JsonObject): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameArgument(a[key], b[key]));
}

/** JSON documents in text (policies) are equal whatever the order of their keys. */
function sameArgument(a: Json | undefined, b: Json | undefined): boolean {
  if (sameJson(a, b)) return true;
  const left = document(a);
  return left !== undefined && sameJson(left, document(b));
}

function document(value: Json | undefined): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function withoutReferences(given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([key, value]) => key !== 'tags' && !/(Ref|Refs)$/.test(key) && !(key.endsWith('Selector') && isObject(value)),
    ),
  );
}

function pick(from: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])));
}

function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
