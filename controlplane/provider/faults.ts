/** Faults that tests and demos switch on and off. */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { AwsFault } from './aws-fault.ts';

/** Which managed resources a fault hits: all that match every member given. */
export interface Target {
  readonly kind?: ManagedKind;
  readonly namespace?: string;
  /** metadata.name */
  readonly name?: string;
}

export type Fault =
  /** The background operation fails, as all creates, updates and deletes of the provider are. */
  | { readonly type: 'Refused'; readonly operation: 'Create' | 'Update' | 'Delete'; readonly error: AwsFault }
  /** A read fails: Synced False "observe failed: <message>". */
  | { readonly type: 'Unreadable'; readonly message: string }
  /** The provider cannot even connect: Synced False "connect failed: <message>". */
  | { readonly type: 'Disconnected'; readonly message: string }
  /** The operation goes on and on until the fault is cleared. */
  | { readonly type: 'Stuck'; readonly operation: 'Create' | 'Update' | 'Delete' }
  /** Operations take this much longer. */
  | { readonly type: 'Slow'; readonly extraMs: number }
  /** A create is announced (external-create-pending) but its call is put off, as by a provider that is held up. */
  | { readonly type: 'PutOff' }
  /** Ready and Synced, but nothing is there: no object in AWS, an empty status.atProvider. Seen with bucket lifecycles. */
  | { readonly type: 'Phantom' }
  /** The credentials belong to another account than everybody thinks. */
  | { readonly type: 'WrongAccount'; readonly account: string };

export interface Injection {
  readonly target: Target;
  readonly fault: Fault;
  /** Ends by itself after so many hits. Default: until cleared. */
  readonly times?: number;
}

interface Active {
  readonly injection: Injection;
  left: number;
}

type Of<T extends Fault['type']> = Extract<Fault, { readonly type: T }>;
type Subject = Required<Target>;

/** AWS's odd answer for v2.5.0's bucket lifecycles; v2.6.0 mended it. */
export const LIFECYCLE_FAULT_OF_2_5: Fault = {
  type: 'Unreadable',
  message:
    'read resource request failed: Missing Resource Identity After Read: The Terraform Provider unexpectedly returned no resource identity data after having no errors in the resource read. This is always an issue in the Terraform Provider and should be reported to the provider developers.',
};

export class Faults {
  readonly #active = new Set<Active>();
  readonly #listeners = new Set<() => void>();

  /** Switches a fault on; the returned function switches it off. */
  inject(injection: Injection): () => void {
    const active: Active = { injection, left: injection.times ?? Number.POSITIVE_INFINITY };
    this.#active.add(active);
    return () => {
      this.#active.delete(active);
      this.#changed();
    };
  }

  clear(): void {
    this.#active.clear();
    this.#changed();
  }

  /** Called whenever a fault is switched off; what waits for that may go on. */
  onCleared(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A fault of this type that hits the subject now; counts as one hit. */
  hit<T extends Fault['type']>(
    type: T,
    subject: Subject,
    operation?: 'Create' | 'Update' | 'Delete',
  ): Of<T> | undefined {
    for (const active of this.#active) {
      const { target, fault } = active.injection;
      if (!isOf(fault, type) || !hits(target, subject)) continue;
      if ('operation' in fault && fault.operation !== operation) continue;
      active.left -= 1;
      if (active.left <= 0) this.#active.delete(active);
      return fault;
    }
    return undefined;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function isOf<T extends Fault['type']>(fault: Fault, type: T): fault is Of<T> {
  return fault.type === type;
}

function hits(target: Target, subject: Subject): boolean {
  return (
    (target.kind === undefined || target.kind === subject.kind) &&
    (target.namespace === undefined || target.namespace === subject.namespace) &&
    (target.name === undefined || target.name === subject.name)
  );
}
