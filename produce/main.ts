/**
 * `npm run produce -- --stream NAME`: sample events for a pipeline, for trying it out and for load.
 * Exit codes: 0 every generated record is on the stream, 1 some are not, 2 wrong arguments, 130 given up by a second Ctrl-C.
 */
import { type Clock, systemClock } from '../controller/runtime/clock.ts';
import { toError } from '../controller/runtime/errors.ts';
import { kinesisSink } from './kinesis-sink.ts';
import { type ProduceOptions, produceCommand } from './options.ts';
import { printSink } from './print-sink.ts';
import { Producer } from './producer.ts';
import { liveLine, summary } from './report.ts';
import { defaultRetryPolicy } from './retry-plan.ts';
import { type EventTimes, liveTimes, replayTimes, sampleRecords } from './source.ts';

const plainLineMs = 10_000;
const terminalLineMs = 1_000;
/** Event time between records of a replay that is sent as fast as possible. */
const fastReplayIntervalMs = 10;

function eventTimes(options: ProduceOptions, clock: Clock): EventTimes {
  const { startAt, rate } = options;
  if (startAt === undefined) return liveTimes(clock, rate);
  return replayTimes(startAt, options.eventIntervalMs ?? (Number.isFinite(rate) ? 1_000 / rate : fastReplayIntervalMs));
}

/** Prints a line now and then; the returned function ends that. */
function showProgress(producer: Producer, clock: Clock): () => void {
  const terminal = process.stderr.isTTY;
  let before = producer.tally();
  let beforeMs = clock.now();
  let cancel = clock.after(terminal ? terminalLineMs : plainLineMs, tick);
  function tick(): void {
    const [tally, nowMs] = [producer.tally(), clock.now()];
    const line = liveLine(before, tally, nowMs - beforeMs);
    process.stderr.write(terminal ? `\r\x1b[K${line}` : `${line}\n`);
    [before, beforeMs] = [tally, nowMs];
    cancel = clock.after(terminal ? terminalLineMs : plainLineMs, tick);
  }
  return () => {
    cancel();
    if (terminal) process.stderr.write('\r\x1b[K');
  };
}

async function main(options: ProduceOptions): Promise<void> {
  const clock = systemClock;
  const [stop, abandon] = [new AbortController(), new AbortController()];
  const interrupt = (): void => {
    if (stop.signal.aborted) abandon.abort();
    else process.stderr.write('\nfinishing what is in flight; press Ctrl-C again to give up\n');
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);

  // The reader of a dry run, head for example, may have had enough.
  if (options.dryRun) process.stdout.on('error', () => process.exit(0));
  const kinesis = options.dryRun ? undefined : kinesisSink(options);
  const producer = new Producer({
    sink: kinesis ?? printSink(process.stdout),
    clock,
    records: sampleRecords({
      seed: options.seed,
      count: options.count,
      damagePercent: options.damage,
      times: eventTimes(options, clock),
    }),
    recordsPerSecond: options.rate,
    // One at a time keeps what is printed in order.
    inFlight: options.dryRun ? 1 : options.inFlight,
    retry: defaultRetryPolicy,
  });
  const startedMs = clock.now();
  const endProgress = showProgress(producer, clock);
  try {
    await producer.run(stop.signal, abandon.signal);
  } catch (thrown) {
    process.exitCode = 1;
    process.stderr.write(`cannot write to stream ${options.stream}: ${toError(thrown).message}\n`);
  } finally {
    endProgress();
    kinesis?.close();
  }
  const tally = producer.tally();
  const elapsedMs = clock.now() - startedMs;
  const text = options.json
    ? JSON.stringify({ stream: options.stream, ...tally, elapsedMs })
    : summary(options.stream, tally, elapsedMs);
  (options.dryRun ? process.stderr : process.stdout).write(`${text}\n`);
  if (tally.failed > 0) process.exitCode = abandon.signal.aborted ? 130 : 1;
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
}

const command = produceCommand(main).exitOverride((exit) => {
  process.exit(exit.exitCode === 0 ? 0 : 2);
});
await command.parseAsync();
