/** The provider process's record of one managed resource, and the timers that belong to it. */
import type { Backoff } from '../../controller/runtime/backoff.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import type { KindBehaviour, Operation } from './behaviour.ts';
import { type Memory, NOTHING } from './memory.ts';
import type { Outcome } from './operations.ts';

export class ManagedEntry {
  readonly behaviour: KindBehaviour;
  readonly backoff: Backoff;
  memory: Memory = NOTHING;
  /** The newest version that we know of. */
  object: KubeObject;
  /** Of background operations that ended and are not yet written down. */
  readonly outcomes: { readonly operation: Operation; readonly outcome: Outcome }[] = [];
  #cancelTimer: () => void = () => undefined;
  #cancelOperation: () => void = () => undefined;

  constructor(behaviour: KindBehaviour, object: KubeObject, backoff: Backoff) {
    this.behaviour = behaviour;
    this.object = object;
    this.backoff = backoff;
  }

  /** Takes a version that the watch or a write gave, unless we know a newer one. Returns whether it was news. */
  see(object: KubeObject): boolean {
    if (!isNewer(object, this.object)) return false;
    this.object = object;
    return true;
  }

  /** The timer that wakes it again; there is one. */
  set timer(cancel: () => void) {
    this.#cancelTimer();
    this.#cancelTimer = cancel;
  }

  /** The end of its background operation. */
  set operation(cancel: () => void) {
    this.#cancelOperation = cancel;
  }

  dispose(): void {
    this.#cancelTimer();
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
