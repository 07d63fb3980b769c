import { describe, expect, test } from '@jest/globals';
import { type ProduceOptions, produceCommand } from './options.ts';

async function parse(...flags: string[]): Promise<ProduceOptions> {
  let parsed: ProduceOptions | undefined;
  const command = produceCommand(async (options) => {
    parsed = options;
  })
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  await command.parseAsync(flags, { from: 'user' });
  if (parsed === undefined) throw new Error('the action was not called');
  return parsed;
}

describe('the command line', () => {
  test('needs only a stream and is gentle by default', async () => {
    expect(await parse('--stream', 'main')).toEqual({
      stream: 'main',
      rate: 100,
      count: Number.POSITIVE_INFINITY,
      damage: 0,
      seed: 1,
      inFlight: 4,
      json: false,
      dryRun: false,
    });
  });

  test('understands every flag', async () => {
    const flags =
      '--stream a.b-c_d --rate max --count 5 --damage 2.5 --seed 9 --region eu-west-1 --in-flight 2 --json --dry-run';
    const replay = '--endpoint-url http://localhost:5000 --start-at 2026-11-23T08:00:00+01:00 --event-interval-ms 3';
    expect(await parse(...flags.split(' '), ...replay.split(' '))).toEqual({
      stream: 'a.b-c_d',
      rate: Number.POSITIVE_INFINITY,
      count: 5,
      damage: 2.5,
      seed: 9,
      region: 'eu-west-1',
      inFlight: 2,
      json: true,
      dryRun: true,
      endpointUrl: 'http://localhost:5000',
      startAt: Date.UTC(2026, 10, 23, 7),
      eventIntervalMs: 3,
    });
  });

  test.each([
    { flags: [], message: "required option '--stream <name>'", why: 'nowhere to write to' },
    { flags: ['--stream', 'a b'], message: 'letters, digits', why: 'not a stream name' },
    { flags: ['--stream', 's', '--rate', '0'], message: 'a number above 0, or max', why: 'would never send' },
    { flags: ['--stream', 's', '--rate', ''], message: 'a number above 0, or max', why: 'empty is not 0' },
    { flags: ['--stream', 's', '--count', '1.5'], message: 'a whole number', why: 'half a record' },
    { flags: ['--stream', 's', '--damage', '101'], message: 'from 0 to 100', why: 'not a share' },
    { flags: ['--stream', 's', '--seed', '-1'], message: 'a whole number from 0', why: 'seeds are unsigned' },
    { flags: ['--stream', 's', '--start-at', '2026-11-23T08:00:00'], message: 'with its zone', why: 'ambiguous' },
    { flags: ['--stream', 's', '--start-at', '2026-13-45T08:00:00Z'], message: 'with its zone', why: 'no such day' },
    { flags: ['--stream', 's', '--endpoint-url', 'localhost'], message: 'such as http://', why: 'not a URL' },
  ])('refuses $flags: $why', async ({ flags, message }) => {
    await expect(parse(...flags)).rejects.toThrow(message);
  });
});
