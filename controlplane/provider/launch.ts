/** A background operation from its start to its outcome, with AWS's latency and the faults that hold it up. */
import type { Clock } from '../../controller/runtime/clock.ts';
import type { SimulatedAws } from './aws.ts';
import type { Operation } from './behaviour.ts';
import { addressOf, differenceOf, type Target } from './external.ts';
import { create, type Ids, type Outcome, remove, update } from './operations.ts';
import type { Situation } from './reconcile.ts';

export interface Launch {
  readonly situation: Situation;
  readonly operation: Operation;
  readonly aws: SimulatedAws;
  readonly clock: Clock;
  readonly latencyMs: number;
  readonly ids: Ids;
  /** Called once, never before `launch` returns. */
  readonly done: (outcome: Outcome) => void;
}

/** Begins the operation; the returned function forgets it, as a provider that is killed does. */
export function launch({ situation, operation, aws, clock, latencyMs, ids, done }: Launch): () => void {
  const { resource, behaviour, scope, memory } = situation;
  const target: Target = { resource, behaviour, scope, rememberedName: memory.rememberedName };
  const subject = { ...resource, kind: behaviour.kind };
  let cancel: () => void = () => undefined;
  const begin = () => {
    if (aws.faults.hit('Stuck', subject, operation) !== undefined) {
      const stopListening = aws.faults.onCleared(() => {
        stopListening();
        begin();
      });
      cancel = stopListening;
      return;
    }
    const delayMs = latencyMs + (aws.faults.hit('Slow', subject)?.extraMs ?? 0);
    // A create is done in AWS long before the provider hears of it; a restart in between loses the answer.
    const answered = operation === 'Create' ? create(target, aws, ids) : undefined;
    cancel = clock.after(delayMs, () => done(answered ?? perform(operation, target, aws, ids)));
  };
  begin();
  return () => cancel();
}

function perform(operation: Operation, target: Target, aws: SimulatedAws, ids: Ids): Outcome {
  if (operation === 'Delete') return remove(target, aws, ids);
  const address = addressOf(target);
  const object = address && aws.find(address);
  if (object === undefined) return { type: 'Done' };
  const difference = differenceOf(target, object);
  return difference.type === 'None' ? { type: 'Done' } : update(target, object, difference, aws, ids);
}
