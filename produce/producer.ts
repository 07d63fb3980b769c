/**
 * The sending loop: paced, a bounded number of requests in flight, every refused record sent again until it is
 * stored or its attempts are used up. A record is counted exactly once, as sent or as failed; none is dropped silently.
 * Aborting `stop` ends the generation and waits for what is in flight; aborting `abandon` stops waiting too.
 */

import { type Clock, sleep } from '../controller/runtime/clock.ts';
import { toError } from '../controller/runtime/errors.ts';
import { batches, recordBytes, requestLimits } from './batch.ts';
import type { StreamRecord } from './event.ts';
import { type Pace, recordsPerBatch, startPace, takeTurn } from './pacing.ts';
import { isPassing, planRetry, type RequestFailure, type RetryPolicy, type Verdicts } from './retry-plan.ts';

/** One PutRecords request. Rejects with a PutError when there was no answer for the single records. */
export interface RecordSink {
  put(records: readonly StreamRecord[], signal: AbortSignal): Promise<Verdicts>;
}

export class PutError extends Error {
  override readonly name = 'PutError';
  readonly failure: RequestFailure;

  constructor(message: string, failure: RequestFailure, cause: unknown) {
    super(message, { cause });
    this.failure = failure;
  }
}

/** Counts of records, except `requests` and `throttledRequests`. */
export interface Tally {
  readonly sent: number;
  readonly sentBytes: number;
  /** Records sent again; one record can count several times. */
  readonly retried: number;
  readonly failed: number;
  readonly requests: number;
  readonly lastError: string | undefined;
}

export interface ProducerOptions {
  readonly sink: RecordSink;
  readonly clock: Clock;
  readonly records: Iterable<StreamRecord>;
  /** Infinity: as fast as the stream takes them. */
  readonly recordsPerSecond: number;
  readonly inFlight: number;
  readonly retry: RetryPolicy;
}

export class Producer {
  readonly #options: ProducerOptions;
  readonly #flights = new Set<Promise<void>>();
  readonly #fatal = new AbortController();
  #tally = { sent: 0, sentBytes: 0, retried: 0, failed: 0, requests: 0, lastError: undefined as string | undefined };

  constructor(options: ProducerOptions) {
    this.#options = options;
  }

  tally(): Tally {
    return { ...this.#tally };
  }

  /**
   * Resolves when every record that was generated is sent or failed. Rejects, after the requests in flight have
   * ended, with the first error that no retry can cure.
   */
  async run(stop: AbortSignal, abandon: AbortSignal): Promise<void> {
    const { clock, records, recordsPerSecond, inFlight } = this.#options;
    const ending = AbortSignal.any([stop, abandon, this.#fatal.signal]);
    const giveUp = AbortSignal.any([abandon, this.#fatal.signal]);
    const maxRecords = recordsPerBatch(recordsPerSecond, requestLimits.maxRecords);
    const source = batches(records, { ...requestLimits, maxRecords });
    let pace: Pace = startPace(recordsPerSecond, clock.now());
    while (!ending.aborted) {
      if (this.#flights.size >= inFlight) {
        await Promise.race(this.#flights);
        continue;
      }
      const { waitMs } = takeTurn(pace, 1, clock.now());
      if (waitMs > 0) {
        await sleep(clock, waitMs, ending);
        continue;
      }
      // Generated only now, when it may go out at once, so that live event times are true.
      const batch = source.next();
      if (batch.done) break;
      pace = takeTurn(pace, batch.value.length, clock.now()).next;
      this.#launch(batch.value, giveUp);
    }
    await Promise.all(this.#flights);
    this.#fatal.signal.throwIfAborted();
  }

  #launch(batch: readonly StreamRecord[], giveUp: AbortSignal): void {
    const flight = this.#deliver(batch, giveUp).finally(() => this.#flights.delete(flight));
    this.#flights.add(flight);
  }

  async #deliver(batch: readonly StreamRecord[], giveUp: AbortSignal): Promise<void> {
    const { clock, retry } = this.#options;
    let records = batch;
    for (let attempt = 1; ; attempt++) {
      const verdicts = await this.#put(records, giveUp);
      this.#countStored(records, verdicts);
      const plan = planRetry(records, verdicts, attempt, retry, () => clock.random());
      if (plan.kind === 'done') return;
      if (plan.kind === 'retry') await sleep(clock, plan.waitMs, giveUp);
      if (plan.kind === 'give-up' || giveUp.aborted) {
        this.#tally.failed += plan.records.length;
        return;
      }
      this.#tally.retried += plan.records.length;
      records = plan.records;
    }
  }

  async #put(records: readonly StreamRecord[], giveUp: AbortSignal): Promise<Verdicts> {
    this.#tally.requests++;
    try {
      const verdicts = await this.#options.sink.put(records, giveUp);
      this.#tally.lastError = verdicts.find((code) => code !== undefined) ?? this.#tally.lastError;
      return verdicts;
    } catch (thrown) {
      const error = toError(thrown);
      // Once the run is given up, what the cancelled requests say is not the reason.
      if (!giveUp.aborted) this.#tally.lastError = error.message;
      const passing = error instanceof PutError && isPassing(error.failure);
      if (!passing && !giveUp.aborted) this.#fatal.abort(error);
      return records.map(() => error.message);
    }
  }

  #countStored(records: readonly StreamRecord[], verdicts: Verdicts): void {
    for (const [position, record] of records.entries()) {
      if (verdicts[position] !== undefined) continue;
      this.#tally.sent++;
      this.#tally.sentBytes += recordBytes(record);
    }
  }
}
