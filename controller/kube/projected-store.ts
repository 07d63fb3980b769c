/**
 * The store of a reflector: for each live object its resourceVersion and what the caller's projection made of it; the object
 * itself is let go, because managed fields and status of some thousands of objects are most of an operator's memory.
 *
 * Handlers run after the store holds the change. Neither a projection nor a handler that throws can stop the stream of changes:
 * the failure goes to `onFailure`. An object whose projection throws keeps its former entry.
 */
import type { KubeObject } from '../../crds/kubernetes.ts';
import { toError } from '../runtime/errors.ts';
import type { ReflectorHandlers, Store } from './api.ts';
import { keyOf } from './paths.ts';

interface Entry<T> {
  readonly resourceVersion: string;
  readonly value: T;
}

export class ProjectedStore<T> implements Store<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #project: (object: KubeObject) => T;
  readonly #handlers: ReflectorHandlers<T>;
  readonly #onFailure: (key: string, error: Error) => void;

  constructor(
    project: (object: KubeObject) => T,
    handlers: ReflectorHandlers<T>,
    onFailure: (key: string, error: Error) => void,
  ) {
    this.#project = project;
    this.#handlers = handlers;
    this.#onFailure = onFailure;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)?.value;
  }

  *values(): IterableIterator<T> {
    for (const { value } of this.#entries.values()) yield value;
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Returns whether the store took over a version that it did not hold. */
  put(key: string, object: KubeObject): boolean {
    const resourceVersion = object.metadata.resourceVersion ?? '';
    const previous = this.#entries.get(key);
    if (previous !== undefined && previous.resourceVersion === resourceVersion) return false;
    let taken = false;
    this.#guard(key, () => {
      const current = this.#project(object);
      this.#entries.set(key, { resourceVersion, value: current });
      taken = true;
      const type = previous === undefined ? 'Added' : 'Modified';
      this.#handlers.onChange({ type, key, current, previous: previous?.value });
    });
    return taken;
  }

  /** Returns whether the store held the object. */
  remove(key: string): boolean {
    const previous = this.#entries.get(key);
    if (previous === undefined) return false;
    this.#entries.delete(key);
    this.#guard(key, () => this.#handlers.onDelete({ key, previous: previous.value }));
    return true;
  }

  /** Removes what a complete list did not show. Returns how many. */
  keepOnly(keys: ReadonlySet<string>): number {
    let removed = 0;
    for (const key of [...this.#entries.keys()]) {
      if (!keys.has(key) && this.remove(key)) removed++;
    }
    return removed;
  }

  #guard(key: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#onFailure(key, toError(error));
    }
  }
}

export function keyOfObject(object: KubeObject): string {
  return keyOf(object.metadata.namespace, object.metadata.name);
}
