/** The command line of the producer, parsed and checked into plain values. */
import { Command, InvalidArgumentError, Option } from 'commander';

export interface ProduceOptions {
  readonly stream: string;
  /** Records per second; Infinity for `max`. */
  readonly rate: number;
  /** Infinity: until interrupted. */
  readonly count: number;
  /** Percent of the records, 0..100. */
  readonly damage: number;
  readonly seed: number;
  readonly region: string | undefined;
  readonly endpointUrl: string | undefined;
  /** Milliseconds since the epoch; absent: events happen now. */
  readonly startAt: number | undefined;
  readonly eventIntervalMs: number | undefined;
  readonly inFlight: number;
  readonly json: boolean;
  /** Print the payloads, a line each, and send nothing. */
  readonly dryRun: boolean;
}

/** Exits with a usage message, as commander does, when the arguments do not fit; `exitOverride` makes it throw. */
export function produceCommand(action: (options: ProduceOptions) => Promise<void>): Command {
  return new Command('produce')
    .description('Writes sample clickstream events to a Kinesis stream until --count is reached or Ctrl-C.')
    .requiredOption('--stream <name>', 'name of the stream', streamName)
    .addOption(new Option('--rate <n>', 'records per second, or max').default(100).argParser(rate))
    .addOption(
      new Option('--count <n>', 'how many records').default(Number.POSITIVE_INFINITY, 'no end').argParser(count),
    )
    .addOption(new Option('--damage <percent>', 'share of deliberately broken records').default(0).argParser(percent))
    .addOption(new Option('--seed <n>', 'the same seed gives the same events').default(1).argParser(seed))
    .option('--region <region>', 'AWS region (default: the usual AWS settings)')
    .addOption(new Option('--endpoint-url <url>', 'another endpoint, such as an emulator').argParser(url))
    .addOption(
      new Option(
        '--start-at <time>',
        'event time of the first record, ISO 8601 with zone (default: now, live)',
      ).argParser(time),
    )
    .addOption(
      new Option(
        '--event-interval-ms <n>',
        'event time between two records; with --start-at (default: 1000 / rate)',
      ).argParser(interval),
    )
    .addOption(new Option('--in-flight <n>', 'concurrent requests').default(4).argParser(inFlight))
    .option('--json', 'print the summary as one JSON object', false)
    .option('--dry-run', 'print the records in place of sending them; the summary goes to standard error', false)
    .action(action);
}

function streamName(text: string): string {
  if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(text)) {
    throw new InvalidArgumentError('a stream name has 1 to 128 letters, digits, dots, hyphens or underscores.');
  }
  return text;
}

function rate(text: string): number {
  return text === 'max' ? Number.POSITIVE_INFINITY : number(text, Number.MIN_VALUE, 1e6, 'a number above 0, or max');
}

function count(text: string): number {
  return integer(text, 0, Number.MAX_SAFE_INTEGER, 'a whole number, 0 or more');
}

function percent(text: string): number {
  return number(text, 0, 100, 'a number from 0 to 100');
}

function seed(text: string): number {
  return integer(text, 0, 2 ** 32 - 1, 'a whole number from 0 to 4294967295');
}

function interval(text: string): number {
  return number(text, 0, 86_400_000, 'milliseconds from 0 to 86400000');
}

function inFlight(text: string): number {
  return integer(text, 1, 64, 'a whole number from 1 to 64');
}

function url(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new InvalidArgumentError('write a URL such as http://localhost:5000.');
  }
  return text;
}

function time(text: string): number {
  const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const timeMs = Date.parse(text);
  if (!zoned || Number.isNaN(timeMs)) {
    throw new InvalidArgumentError('write a time with its zone, such as 2026-11-23T08:00:00Z.');
  }
  return timeMs;
}

function integer(text: string, least: number, most: number, rule: string): number {
  const value = number(text, least, most, rule);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError(`write ${rule}.`);
  return value;
}

function number(text: string, least: number, most: number, rule: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= least && value <= most)) throw new InvalidArgumentError(`write ${rule}.`);
  return value;
}
