/**
 * Changes that would make AWS delete what it keeps today: held until somebody says yes to exactly these. Pure.
 *
 * Which fields say how long something is kept stands in the kind's row (`keeps`). Desired is compared with what the live
 * object says; whatever would shrink keeps its live value, the rest of the edit is applied. Growing is never held. An
 * object that holds data and left the spec, but would not outlive its managed resource, is not pruned.
 *
 * The approval is a digest of the whole list and of the generation that asks for it, so it is void once either side moves.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { KeptList, KeptValue, ManagedKind } from '../../charts/kinds/kind.ts';
import type { RenderedObject } from '../../charts/rendered.ts';
import type { DataPipelineStatus } from '../../crds/datapipeline.ts';
import type { Json, KubeObject } from '../../crds/kubernetes.ts';
import type { Child } from './child.ts';

export type HeldChange = NonNullable<DataPipelineStatus['heldChanges']>[number] & {
  /** Of the managed resource. */
  readonly id: string;
  /** Digest of what it would replace, where the words do not tell all of it. */
  readonly seen?: string;
};

type Fields = { readonly [field: string]: Json };

export const FOR_EVER = 'for ever';

/** The manifest with everything that would shrink as it is in `child`, and what was held so. */
export function holdShrinking(
  object: RenderedObject,
  child: Pick<Child, 'kept'>,
  manifest: KubeObject,
): { readonly manifest: KubeObject; readonly held: readonly HeldChange[] } {
  const { keeps } = object.kind;
  if (keeps.length === 0) return { manifest, held: [] };
  const held: HeldChange[] = [];
  const spec = manifest.spec as { readonly forProvider: Fields };
  const forProvider = keeps.reduce<Fields>((fields, fact) => {
    const changes: HeldChange[] = [];
    const kept =
      'list' in fact ? listHeld(fact, object, child, fields, changes) : valueHeld(fact, object, child, fields, changes);
    held.push(...changes);
    return kept;
  }, spec.forProvider);
  return held.length === 0 ? { manifest, held } : { manifest: { ...manifest, spec: { ...spec, forProvider } }, held };
}

/** What left the spec, would be deleted in AWS with its managed resource, and holds data. */
export function isHeldRemoval({ kind, deleting, createdByProvider, ready }: Child): boolean {
  return losesData(kind) && !deleting && (createdByProvider || ready?.status === 'True');
}

/** Its data goes with its managed resource. */
export function losesData({ holdsOrProtectsData, retained }: ManagedKind): boolean {
  return holdsOrProtectsData && !retained;
}

export function heldRemoval(child: Pick<Child, 'id' | 'kind' | 'component' | 'name' | 'externalName'>): HeldChange {
  const [section = '', name = child.name] = child.component.split('/');
  return {
    id: child.id,
    component: child.component,
    field: section,
    from: name,
    to: 'removed',
    why: `${child.kind.kind} ${child.externalName ?? child.name} would be deleted in AWS with everything in it`,
  };
}

/** @param asked uid and generation of the pipeline that asks for the changes */
export function approvalDigest(
  asked: { readonly uid: string; readonly generation: number },
  held: readonly HeldChange[],
): string {
  const lines = held.map(keyOfChange).sort();
  return createHash('sha256')
    .update(JSON.stringify([asked.uid, asked.generation, ...lines]))
    .digest('hex')
    .slice(0, 16);
}

export function keyOfChange({ id, field, from, to, seen }: HeldChange): string {
  return JSON.stringify([id, field, from, to, ...(seen === undefined ? [] : [seen])]);
}

function valueHeld(
  fact: KeptValue,
  object: RenderedObject,
  child: Pick<Child, 'kept'>,
  desired: Fields,
  changes: HeldChange[],
): Fields {
  const [before, after] = [measure(fact, child.kept, fact.path), measure(fact, desired, fact.path)];
  if (after >= before) return desired;
  changes.push(changeOf(object, fact, fact.says, before, after));
  const steps = fact.path.split('.');
  return replacedAt(desired, steps, valueAt(child.kept, steps)) as Fields;
}

/** The value with what stands at the path replaced, or taken away. Passes through lists of one, as valueAt does. */
function replacedAt(value: Json | undefined, path: readonly string[], by: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    const [first, ...others] = value as readonly Json[];
    return [replacedAt(first, path, by) ?? {}, ...others];
  }
  const { [step]: old, ...fields } = typeof value === 'object' && value !== null ? (value as Fields) : {};
  const replaced = replacedAt(old, rest, by);
  return replaced === undefined ? fields : { ...fields, [step]: replaced };
}

/** A new item counts as one that kept everything; one that now covers something else, too. */
function listHeld(
  fact: KeptList,
  object: RenderedObject,
  child: Pick<Child, 'kept'>,
  desired: Fields,
  changes: HeldChange[],
): Fields {
  const live = itemsOf(child.kept[fact.list]);
  const items = itemsOf(desired[fact.list]).flatMap((item) => {
    const id = item[fact.by];
    const same = live.find((other) => other[fact.by] === id);
    const shrinking = fact.each.flatMap((each) => {
      const comparable = same !== undefined && isActive(fact, same) && sameScope(fact, same, item);
      const before = comparable ? measure(each, same, each.path) : Number.POSITIVE_INFINITY;
      const after = isActive(fact, item) ? measure(each, item, each.path) : Number.POSITIVE_INFINITY;
      // Where nothing was deleted, the other field of the deletion tells it.
      if (after >= before || (each.absent === 'Nothing' && before === Number.POSITIVE_INFINITY)) return [];
      const owner = id === fact.main.key ? fact.main.says : `${fact.othersSay}[${String(id)}]`;
      const says = fact.fieldsOf?.[String(id)] ?? `${owner}.${each.says}`;
      return [changeOf(object, each, says, before, after)];
    });
    if (shrinking.length === 0) return [item];
    changes.push(...shrinking);
    return same === undefined ? [] : [same];
  });
  return changes.length === 0 ? desired : { ...desired, [fact.list]: items };
}

function changeOf(
  object: RenderedObject,
  { why }: Pick<KeptValue, 'why'>,
  field: string,
  before: number,
  after: number,
): HeldChange {
  return {
    id: object.id,
    component: object.component,
    field,
    from: textOf(before),
    to: textOf(after),
    why: why.replaceAll('{to}', textOf(after)),
  };
}

function measure({ absent }: { readonly absent: 'ForEver' | 'Nothing' }, fields: Fields, path: string): number {
  const steps = path.split('.');
  const value = valueAt(fields, steps);
  if (typeof value === 'number') return value;
  if (valueAt(fields, steps.slice(0, -1)) === undefined) return Number.POSITIVE_INFINITY;
  return absent === 'ForEver' ? Number.POSITIVE_INFINITY : 0;
}

/** The provider keeps singletons of some kinds as lists of one. */
function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  if (Array.isArray(value)) return valueAt((value as readonly Json[])[0], path);
  const [step, ...rest] = path;
  if (step === undefined) return value;
  return typeof value === 'object' && value !== null ? valueAt((value as Fields)[step], rest) : undefined;
}

function itemsOf(value: Json | undefined): readonly Fields[] {
  return Array.isArray(value) ? (value as readonly Fields[]) : [];
}

function isActive({ active }: KeptList, item: Fields): boolean {
  return item[active.field] === active.is;
}

function sameScope({ scope }: KeptList, a: Fields, b: Fields): boolean {
  // By value: the order of keys says nothing.
  return isDeepStrictEqual(a[scope], b[scope]);
}

function textOf(value: number): string {
  return Number.isFinite(value) ? String(value) : FOR_EVER;
}
