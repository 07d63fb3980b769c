/**
 * What an edit would do to what stands, told before it is made: two renderings are compared by the same facts of kinds and
 * the same decisions as desired and live in the controller. Pure.
 */
import { awsName } from '../../charts/claims.ts';
import { type SchemaChange, schemaChanges } from '../../charts/foundation/tables/evolution.ts';
import { GLUE } from '../../charts/kinds/glue.ts';
import type { Rendered, RenderedObject } from '../../charts/rendered.ts';
import type { Json } from '../../crds/kubernetes.ts';
import type { PipelineEvent } from './events.ts';
import { type HeldChange, heldRemoval, holdShrinking, losesData } from './held.ts';
import { keptFields } from './kept-fields.ts';
import { replacementNote, replacementsOf, type Standing } from './replacements.ts';
import { sameJson } from './same-json.ts';

export interface Foreseen {
  /**
   * Held: left as it is until it is approved. Replaced: by another under a new name. Impossible: AWS would refuse it at every
   * attempt. Removed: deleted in AWS, and nothing is lost. LetGo: AWS keeps it, and nobody looks after it. The others are of tables:
   * what their new columns do to objects and readers (charts/foundation/tables/evolution.ts).
   */
  readonly effect: 'Held' | 'Replaced' | 'Removed' | 'LetGo' | SchemaChange['effect'];
  /** "zones/raw" */
  readonly component: string;
  readonly message: string;
}

/** As far as renderings tell: what nobody applied, what was held before and what was changed in AWS is not known here. */
export function forecast(before: Rendered, after: Rendered): readonly Foreseen[] {
  const wanted = new Map(after.objects.map((object) => [object.id, object]));
  const gone = before.objects.filter(({ id }) => !wanted.has(id));
  const pairs = before.objects.flatMap((old) => {
    const object = wanted.get(old.id);
    return object === undefined ? [] : [{ old, object }];
  });
  const held = [...pairs.flatMap(shrinking), ...gone.filter(({ kind }) => losesData(kind)).map(leaving)];
  const replaced = replacementsOf(before.objects.map(asStanding), after.objects);
  return [
    ...held.map(heldLine),
    ...pairs.flatMap(impossible),
    ...replaced.map((each) => ({
      effect: 'Replaced' as const,
      component: each.component,
      message: replacementNote(each),
    })),
    ...evolution(before, after),
    ...leftOut(gone, after),
  ];
}

/** Tables that are there before and after. */
export function evolution(before: Rendered, after: Rendered): readonly Foreseen[] {
  const old = new Map(before.objects.map((object) => [object.id, object]));
  return after.objects.flatMap(({ id, kind, component, manifest }) => {
    const same = kind === GLUE.CatalogTable ? old.get(id) : undefined;
    return same === undefined ? [] : schemaChanges(same.manifest, manifest).map((change) => ({ ...change, component }));
  });
}

/** What a pipeline that is already applied is told of its tables. */
export function evolutionEvents(before: Rendered, after: Rendered): readonly PipelineEvent[] {
  return evolution(before, after).map(({ effect, component, message }) => ({
    type: effect === 'Compatible' ? 'Normal' : 'Warning',
    reason: 'SchemaChanged',
    action: 'Change',
    note: `${component}: ${SCHEMA_WORDS[effect] ?? effect}: ${message}`,
  }));
}

/** How people call what a change of columns does. */
export const SCHEMA_WORDS: Readonly<Partial<Record<Foreseen['effect'], string>>> = {
  Compatible: 'compatible',
  NeedsRewrite: 'needs a rewrite',
  BreaksReaders: 'breaks readers',
  Impossible: 'impossible',
};

function shrinking({ old, object }: { old: RenderedObject; object: RenderedObject }): readonly HeldChange[] {
  return holdShrinking(object, { kept: keptFields(old.kind, forProviderOf(old)) }, object.manifest).held;
}

function leaving(object: RenderedObject): HeldChange {
  return heldRemoval(asStanding(object));
}

function heldLine({ component, field, from, to, why }: HeldChange): Foreseen {
  const change = to === 'removed' ? `${field} ${from} is left out` : `${field} ${from} → ${to}`;
  return { effect: 'Held', component, message: `${change}: ${why}` };
}

function impossible({ old, object }: { old: RenderedObject; object: RenderedObject }): readonly Foreseen[] {
  const fields = object.kind.immutable.filter(
    (path) => !sameJson(valueAt(forProviderOf(old), path), valueAt(forProviderOf(object), path)),
  );
  if (fields.length === 0) return [];
  const message = `${object.kind.kind} ${nameOf(object)} can never change ${fields.join(', ')}; take the change back, or give this part of the spec another name`;
  return [{ effect: 'Impossible', component: object.component, message }];
}

/** Parts of which nothing is left, and what stands for data by itself. */
function leftOut(gone: readonly RenderedObject[], after: Rendered): readonly Foreseen[] {
  const staying = new Set(after.objects.map(({ component }) => component));
  const components = [...new Set(gone.map(({ component }) => component))];
  return components.flatMap((component): readonly Foreseen[] => {
    const own = gone.filter((object) => object.component === component);
    const kept = own.filter(({ kind }) => kind.retained && (kind.dataRoot || kind.partOf === undefined));
    const told: Foreseen[] = [];
    if (kept.length > 0) {
      const message = `${kept.map(shown).join(', ')} left the spec: AWS keeps it with all that is in it, and nobody looks after it`;
      told.push({ effect: 'LetGo', component, message });
    }
    const rest = own.filter(({ kind }) => !losesData(kind) && !kind.retained);
    if (staying.has(component) || rest.length === 0) return told;
    const kinds = [...new Set(rest.map(({ kind }) => kind.kind))].join(', ');
    return [...told, { effect: 'Removed', component, message: `${kinds} will be deleted in AWS; it holds no data` }];
  });
}

function asStanding(object: RenderedObject): Standing {
  const { id, kind, component, manifest } = object;
  return { id, kind, component, name: manifest.metadata.name, externalName: awsName(object) };
}

function shown(object: RenderedObject): string {
  return `${object.kind.kind} ${nameOf(object)}`;
}

function nameOf(object: RenderedObject): string {
  return awsName(object) ?? object.manifest.metadata.name;
}

function forProviderOf({ manifest }: RenderedObject): Readonly<Record<string, Json>> {
  const { spec } = manifest as { spec?: { forProvider?: Readonly<Record<string, Json>> } };
  return spec?.forProvider ?? {};
}

/** Lists of one on the way are passed through. */
function valueAt(value: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((node, step) => {
    const item = Array.isArray(node) ? (node as readonly Json[])[0] : node;
    return typeof item === 'object' && item !== null ? (item as Record<string, Json>)[step] : undefined;
  }, value);
}
