/**
 * Takes a deleted pipeline down in reverse waves. Never renders: a spec that no longer makes sense must still be
 * removable. The finalizer goes last, and only when it is certain that nothing is left.
 */
import { MANAGED_KINDS } from '../../charts/kinds/all.ts';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { ReflectorState } from '../kube/api.ts';
import { blockedBy, type Effects, executeRemoval, type RemovalResult } from './apply.ts';
import { CRD, type Ending, endingNote, endingOf, leavesChildren } from './ending.ts';
import { removeFinalizer } from './finalizer.ts';
import type { Inventory } from './inventory.ts';
import { planRemoval, type RemovalMode, type RemovalStep } from './removal.ts';
import { plural } from './status/words.ts';

export type TearDown =
  | { readonly done: true; readonly removed: readonly RemovalStep[]; readonly left: 'Nothing' | 'Orphans' }
  | {
      readonly done: false;
      readonly removed: readonly RemovalStep[];
      readonly left: number;
      readonly steps: readonly RemovalStep[];
      readonly note: string | undefined;
    };

/** States in which objects of a kind may exist without our knowing. */
const UNSEEN: ReadonlySet<ReflectorState> = new Set<ReflectorState>(['Starting', 'Forbidden', 'Stopped']);

/** One step of the way; asked for again with every change of a managed resource. */
export async function tearDown(
  pipeline: DataPipeline,
  effects: Effects,
  kindState: (kind: ManagedKind) => ReflectorState,
): Promise<TearDown> {
  if (leavesChildren(pipeline, effects.inventory.ofPipeline(pipeline).values())) {
    await removeFinalizer(effects.client, pipeline, effects.signal);
    return { done: true, removed: [], left: 'Orphans' };
  }
  const ending = await endingOf(pipeline, effects);
  const mode = removalMode(pipeline, ending);
  const removed: RemovalStep[] = [];
  let refused: RemovalResult['refused'] = new Map();
  let steps = stepsNow(pipeline, mode, effects.inventory, removed);
  // A preparation holds as soon as the API server took it, so the delete follows at once.
  for (let round = 0; round < 2 && steps.some(({ step }) => step !== 'Wait'); round += 1) {
    const result = await executeRemoval(steps, effects);
    removed.push(...result.deleted);
    refused = new Map([...refused, ...result.refused]);
    steps = blockedBy(stepsNow(pipeline, mode, effects.inventory, removed), refused);
  }
  const left = effects.inventory.ofPipeline(pipeline).size;
  const unseen = MANAGED_KINDS.filter((kind) => UNSEEN.has(kindState(kind)));
  const unserved = left > 0 || unseen.length > 0 ? undefined : await firstUnserved(kindState, effects);
  if (left === 0 && unseen.length === 0 && unserved === undefined) {
    await removeFinalizer(effects.client, pipeline, effects.signal);
    return { done: true, removed, left: 'Nothing' };
  }
  const note = unseenNote(unseen) ?? unservedNote(unserved) ?? endingNote(ending) ?? consentNote(pipeline, mode);
  return { done: false, removed, left, steps, note };
}

/** Deleting data takes both consents: the policy in the spec, and the annotation that names this very object. */
function removalMode({ spec, metadata: { uid, annotations } }: DataPipeline, ending: Ending): RemovalMode {
  if (ending !== 'Pipeline') return 'KeepRecords';
  const confirmed = uid !== undefined && annotations?.[ANNOTATION.confirmDeletion] === uid;
  return spec.deletionPolicy === 'Delete' && confirmed ? 'DeleteData' : 'KeepData';
}

/** What was just deleted still stands in the inventory until the watch says otherwise; it is waited for. */
function stepsNow(
  pipeline: DataPipeline,
  mode: RemovalMode,
  inventory: Inventory,
  removed: readonly RemovalStep[],
): readonly RemovalStep[] {
  const children = inventory.ofPipeline(pipeline);
  if (children.size === 0) return [];
  const asked = new Set(removed.map(({ child }) => child.uid));
  return planRemoval(children.values(), mode).map((step) =>
    asked.has(step.child.uid) ? { step: 'Wait', child: step.child, blockedBy: undefined } : step,
  );
}

function unseenNote(unseen: readonly ManagedKind[]): string | undefined {
  const [first] = unseen;
  return first === undefined
    ? undefined
    : `cannot tell whether all is gone: ${plural(unseen.length, 'kind')} cannot be read, such as ${first.plural}.${first.group}`;
}

/**
 * A kind that is not served is not one without objects: its CRD may stand there with our version switched off, and keep
 * them. Only without the CRD there are none. Asked when nothing else is left, so a deletion costs these reads once.
 */
async function firstUnserved(
  kindState: (kind: ManagedKind) => ReflectorState,
  { client, signal }: Pick<Effects, 'client' | 'signal'>,
): Promise<ManagedKind | undefined> {
  for (const kind of MANAGED_KINDS) {
    if (kindState(kind) !== 'KindMissing') continue;
    const crd = await client.get(CRD, undefined, `${kind.plural}.${kind.group}`, { signal });
    if (crd !== undefined) return kind;
  }
  return undefined;
}

function unservedNote(unserved: ManagedKind | undefined): string | undefined {
  return unserved === undefined
    ? undefined
    : `cannot tell whether all is gone: the CRD ${unserved.plural}.${unserved.group} is there but does not serve ${unserved.version}, so its objects cannot be seen; install ${unserved.family} (v2.6.0 or newer), then the deletion goes on`;
}

function consentNote({ spec, metadata }: DataPipeline, mode: RemovalMode): string | undefined {
  return spec.deletionPolicy === 'Delete' && mode === 'KeepData'
    ? `data is kept, because the annotation ${ANNOTATION.confirmDeletion} is not ${metadata.uid}`
    : undefined;
}
