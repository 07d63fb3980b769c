/** The provider process's record of one managed resource. */
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import type { KindBehaviour, Operation } from './behaviour.ts';
import { type Memory, NOTHING } from './memory.ts';
import type { Outcome } from './operations.ts';

export class ManagedEntry {
  readonly behaviour: KindBehaviour;
  memory: Memory = NOTHING;
  /** The newest version that we know of. */
  object: KubeObject;
  /** Status that is decided but, to save a write, not written yet. */
  unwrittenStatus: JsonObject | undefined;
  /** Of background operations that ended and are not yet written down. */
  readonly outcomes: { readonly operation: Operation; readonly outcome: Outcome }[] = [];
  #cancelOperation: () => void = () => undefined;

  constructor(behaviour: KindBehaviour, object: KubeObject) {
    this.behaviour = behaviour;
    this.object = object;
  }

  /** Takes a version that the watch or a write gave, unless we know a newer one. Returns whether it was news. */
  see(object: KubeObject): boolean {
    if (!isNewer(object, this.object)) return false;
    this.object = object;
    return true;
  }

  /** What forgets its background operation. */
  set operation(cancel: () => void) {
    this.#cancelOperation = cancel;
  }

  dispose(): void {
    this.#cancelOperation();
  }
}

/** resourceVersions are decimal numbers that grow. */
function isNewer(a: KubeObject, b: KubeObject): boolean {
  if (a.metadata.uid !== b.metadata.uid) return true;
  const left = a.metadata.resourceVersion ?? '';
  const right = b.metadata.resourceVersion ?? '';
  return left.length === right.length ? left > right : left.length > right.length;
}

/** Managed fields are most of an object and of no use here; an update without them keeps them. */
export function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
