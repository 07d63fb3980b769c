/**
 * Plays the provider's steps on one object, without a cluster and without time: each write gives the object the generation
 * that the API server would give it, and every state that a watcher could see is kept.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Condition, JsonObject, KubeObject } from '../../../crds/kubernetes.ts';
import type { SimulatedAws } from '../aws.ts';
import { isObject, type KindBehaviour, type Operation } from '../behaviour.ts';
import { addressOf, differenceOf, scopeOf } from '../external.ts';
import { readResource } from '../managed-resource.ts';
import { type Memory, NOTHING } from '../memory.ts';
import { create, type Ids, type Outcome, remove, update } from '../operations.ts';
import { callback, nextStep, type Situation } from '../reconcile.ts';
import { type Lookup, resolveReferences } from '../references.ts';

export interface Stage {
  readonly behaviour: KindBehaviour;
  readonly aws: SimulatedAws;
  readonly ids: Ids;
  readonly now: () => string;
  readonly lookup?: Lookup;
  readonly account?: string;
}

/** One managed resource on the stage. */
export class Play {
  readonly #stage: Stage;
  /** Every state after each write, the first as given. */
  readonly seen: KubeObject[];
  memory: Memory = NOTHING;
  gone = false;
  #object: KubeObject;

  constructor(stage: Stage, object: KubeObject) {
    this.#stage = stage;
    this.#object = { ...object, metadata: { uid: 'uid-1', ...object.metadata, generation: 1 } };
    this.seen = [this.#object];
  }

  get object(): KubeObject {
    return this.#object;
  }

  condition(type: string): Condition | undefined {
    return readResource(this.#object).conditions.find((condition) => condition.type === type);
  }

  get atProvider(): JsonObject {
    const { atProvider } = readResource(this.#object).status;
    return isObject(atProvider) ? atProvider : {};
  }

  /** Somebody changes the object: the operator, or a user. */
  change(metadata: Partial<KubeObject['metadata']>, spec: JsonObject = {}): void {
    const before = isObject(this.#object.spec) ? this.#object.spec : {};
    this.#write({
      ...this.#object,
      metadata: { ...this.#object.metadata, ...metadata },
      spec: { ...before, ...spec },
    });
  }

  delete(): void {
    this.change({ deletionTimestamp: this.#stage.now() });
  }

  /** A new provider process: nothing is remembered. */
  restart(): void {
    this.memory = NOTHING;
  }

  /**
   * One reconcile, and what its background operation brings about. Returns what the provider would wait for next.
   * `crashAfter` ends it after so many writes, as kill -9 does.
   */
  reconcile(crashAfter = Number.POSITIVE_INFINITY): 'Poll' | 'Backoff' | 'Never' | 'Crashed' | 'Gone' {
    const { aws, behaviour, now, lookup = () => undefined, account = '123456789012' } = this.#stage;
    let outcome: { readonly operation: Operation; readonly outcome: Outcome } | undefined;
    let writes = 0;
    const time = now();
    for (let steps = 0; steps < 50; steps += 1) {
      if (this.gone) return 'Gone';
      if (writes >= crashAfter) {
        this.restart();
        return 'Crashed';
      }
      const resource = readResource(this.#object);
      const scope = scopeOf(behaviour, resource, account);
      const references = resolveReferences(resource, behaviour.kind, lookup);
      const situation = { resource, behaviour, scope, memory: this.memory, aws, now: time, references };
      const step = nextStep(situation);
      if (step.type === 'Start') {
        this.memory = step.memory;
        outcome = { operation: step.operation, outcome: this.#perform(situation, step.operation) };
      } else if (step.type === 'Update') {
        this.#write({ ...step.object, status: this.#object.status });
        writes += 1;
        this.memory = step.memory ?? this.memory;
      } else {
        if (step.memory !== undefined) this.memory = step.memory;
        if (step.status !== undefined && this.#write({ ...this.#object, status: step.status })) writes += 1;
        if (step.again === 'Now') continue;
        if (outcome === undefined) return step.again;
        const verdict = callback(
          { resource: readResource(this.#object), memory: this.memory, now: time },
          outcome.operation,
          outcome.outcome,
        );
        this.memory = verdict.memory;
        if (this.#write({ ...this.#object, status: verdict.status })) writes += 1;
        outcome = undefined;
        if (verdict.again === 'Backoff') return 'Backoff';
      }
    }
    throw new Error('the provider does not come to rest');
  }

  #perform({ resource, behaviour, scope, memory, aws }: Situation, operation: Operation): Outcome {
    const target = { resource, behaviour, scope, rememberedName: memory.rememberedName };
    const { ids } = this.#stage;
    if (operation === 'Create') return create(target, aws, ids);
    if (operation === 'Delete') return remove(target, aws, ids);
    const address = addressOf(target);
    const object = address && aws.find(address);
    const difference = object && differenceOf(target, object);
    if (object === undefined || difference === undefined || difference.type === 'None') return { type: 'Done' };
    return update(target, object, difference, aws, ids);
  }

  #write(object: KubeObject): boolean {
    const before = this.#object;
    if (isDeepStrictEqual(object, before)) return false;
    const begins = object.metadata.deletionTimestamp !== before.metadata.deletionTimestamp;
    const bump = begins || !isDeepStrictEqual(object.spec, before.spec) ? 1 : 0;
    const generation = (before.metadata.generation ?? 0) + bump;
    this.#object = { ...object, metadata: { ...object.metadata, generation } };
    this.seen.push(this.#object);
    this.gone = object.metadata.deletionTimestamp !== undefined && !object.metadata.finalizers?.length;
    return true;
  }
}
