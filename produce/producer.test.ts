import { describe, expect, test } from '@jest/globals';
import { FakeClock } from '../controller/runtime/fake-clock.ts';
import type { StreamRecord } from './event.ts';
import { Producer, type ProducerOptions, PutError, type RecordSink } from './producer.ts';
import type { Verdicts } from './retry-plan.ts';

const throttled = 'ProvisionedThroughputExceededException';
const never = new AbortController().signal;

const numbered = (count: number): StreamRecord[] =>
  Array.from({ length: count }, (_, number) => ({ data: new Uint8Array(10), partitionKey: String(number) }));

/** A stream that remembers what it stored; `answer` may refuse records or throw instead of storing. */
class FakeStream implements RecordSink {
  readonly stored: string[] = [];
  readonly requests: { readonly atMs: number; readonly keys: readonly string[] }[] = [];
  readonly #clock: FakeClock;
  readonly #answer: (keys: readonly string[], request: number, signal: AbortSignal) => Promise<Verdicts> | Verdicts;

  constructor(
    clock: FakeClock,
    answer: (keys: readonly string[], request: number, signal: AbortSignal) => Promise<Verdicts> | Verdicts,
  ) {
    this.#clock = clock;
    this.#answer = answer;
  }

  async put(records: readonly StreamRecord[], signal: AbortSignal): Promise<Verdicts> {
    const keys = records.map((record) => record.partitionKey);
    this.requests.push({ atMs: this.#clock.now(), keys });
    const verdicts = await this.#answer(keys, this.requests.length, signal);
    this.stored.push(...keys.filter((_, position) => verdicts[position] === undefined));
    return verdicts;
  }
}

const acceptAll = (keys: readonly string[]): Verdicts => keys.map(() => undefined);

function producerOf(clock: FakeClock, sink: RecordSink, options: Partial<ProducerOptions>): Producer {
  const retry = { backoff: { baseMs: 100, maxMs: 1_000, jitter: 0 }, maxAttempts: 3 };
  return new Producer({
    sink,
    clock,
    records: [],
    recordsPerSecond: Number.POSITIVE_INFINITY,
    inFlight: 2,
    retry,
    ...options,
  });
}

/** Runs to the end however far away that is. */
async function finish(clock: FakeClock, running: Promise<void>): Promise<void> {
  let ended = false;
  const watched = running.finally(() => {
    ended = true;
  });
  watched.catch(() => undefined);
  for (let step = 0; step < 10_000 && !ended; step++) await clock.advance(clock.untilNext ?? 0);
  await watched;
}

describe('Producer', () => {
  test('sends full requests, then the rest', async () => {
    const clock = new FakeClock();
    const stream = new FakeStream(clock, acceptAll);
    const producer = producerOf(clock, stream, { records: numbered(1_200) });
    await finish(clock, producer.run(never, never));
    expect(stream.requests.map(({ keys }) => keys.length)).toEqual([500, 500, 200]);
    expect(producer.tally()).toMatchObject({ sent: 1_200, failed: 0, retried: 0, requests: 3 });
  });

  test('sends again only what was refused, later, and loses nothing', async () => {
    const clock = new FakeClock();
    const stream = new FakeStream(clock, (keys, request) =>
      keys.map((key) => (request === 1 && Number(key) % 3 === 0 ? throttled : undefined)),
    );
    const producer = producerOf(clock, stream, { records: numbered(9) });
    await finish(clock, producer.run(never, never));
    expect(stream.requests[1]?.keys).toEqual(['0', '3', '6']);
    expect((stream.requests[1]?.atMs ?? 0) - (stream.requests[0]?.atMs ?? 0)).toBe(100);
    expect(stream.stored.toSorted()).toEqual(numbered(9).map((record) => record.partitionKey));
    expect(producer.tally()).toMatchObject({ sent: 9, retried: 3, failed: 0, lastError: throttled });
  });

  test('sends a whole request again when it was throttled or its connection broke', async () => {
    const clock = new FakeClock();
    const stream = new FakeStream(clock, (keys, request) => {
      const failure = { name: throttled, httpStatus: 400, socketCode: undefined };
      if (request === 1) throw new PutError('throttled', failure, undefined);
      if (request === 2)
        throw new PutError('reset', { ...failure, name: 'Error', socketCode: 'ECONNRESET' }, undefined);
      return acceptAll(keys);
    });
    const producer = producerOf(clock, stream, { records: numbered(5) });
    await finish(clock, producer.run(never, never));
    expect(producer.tally()).toMatchObject({ sent: 5, retried: 10, failed: 0, requests: 3 });
  });

  test('counts as failed what is still refused after the last attempt', async () => {
    const clock = new FakeClock();
    const stream = new FakeStream(clock, (keys) => keys.map((key) => (key === '1' ? throttled : undefined)));
    const producer = producerOf(clock, stream, { records: numbered(3) });
    await finish(clock, producer.run(never, never));
    expect(stream.requests).toHaveLength(3);
    expect(producer.tally()).toMatchObject({ sent: 2, failed: 1 });
  });

  test('ends at an error that no retry cures, with every record accounted for', async () => {
    const clock = new FakeClock();
    const stream = new FakeStream(clock, (keys, request) => {
      const failure = { name: 'ResourceNotFoundException', httpStatus: 400, socketCode: undefined };
      if (request === 2) throw new PutError('no such stream', failure, undefined);
      return acceptAll(keys);
    });
    const producer = producerOf(clock, stream, { records: numbered(5_000), inFlight: 1 });
    await expect(finish(clock, producer.run(never, never))).rejects.toThrow('no such stream');
    expect(producer.tally()).toMatchObject({ sent: 500, failed: 500, lastError: 'no such stream' });
  });

  test('keeps the rate', async () => {
    const clock = new FakeClock({ now: 0 });
    const stream = new FakeStream(clock, acceptAll);
    const producer = producerOf(clock, stream, { records: numbered(1_000), recordsPerSecond: 250 });
    await finish(clock, producer.run(never, never));
    expect(stream.requests.map(({ atMs }) => atMs)).toEqual([0, 1_000, 2_000, 3_000]);
  });

  test('has no more requests in flight than allowed', async () => {
    const clock = new FakeClock();
    let [open, most] = [0, 0];
    const stream = new FakeStream(clock, async (keys) => {
      most = Math.max(most, ++open);
      await new Promise<void>((resolve) => void clock.after(50, resolve));
      open--;
      return acceptAll(keys);
    });
    const producer = producerOf(clock, stream, { records: numbered(5_000), inFlight: 3 });
    await finish(clock, producer.run(never, never));
    expect(most).toBe(3);
    expect(producer.tally().sent).toBe(5_000);
  });

  test('when stopped generates no more but delivers what it has, retries included', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const stream = new FakeStream(clock, (keys, request) => {
      if (request !== 1) return acceptAll(keys);
      stop.abort();
      return keys.map(() => throttled);
    });
    const producer = producerOf(clock, stream, { records: numbered(5_000), inFlight: 1 });
    await finish(clock, producer.run(stop.signal, never));
    expect(producer.tally()).toMatchObject({ sent: 500, retried: 500, failed: 0 });
  });

  test('when given up stops waiting and counts what was not delivered', async () => {
    const clock = new FakeClock();
    const abandon = new AbortController();
    const stream = new FakeStream(clock, (keys) => {
      abandon.abort();
      return keys.map(() => throttled);
    });
    const producer = producerOf(clock, stream, { records: numbered(5_000), inFlight: 1 });
    await finish(clock, producer.run(never, abandon.signal));
    expect(producer.tally()).toMatchObject({ sent: 0, failed: 500, requests: 1 });
    expect(clock.pending).toBe(0);
  });
});
