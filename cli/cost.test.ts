import { describe, expect, test } from '@jest/globals';
import { costFiles, validateFiles } from './commands.ts';

const pipeline = (shards: number, more = '') => ({
  file: 'lake.yaml',
  text: `apiVersion: datapipelines.dev/v1alpha1
kind: DataPipeline
metadata: {name: lake, namespace: team-a}
spec:
  accountId: "123456789012"
  region: us-east-1
  zones: [{name: raw}]
  monitoring: {alarms: None}
  streams: [{name: main, mode: PROVISIONED, shards: ${shards}}]${more}
`,
});
const rowsOf = (text: string) => text.split('\n').map((line) => line.split(/ {2,}/));

describe('render --cost', () => {
  test('shows each component, idle apart from usage, and the sum of all', () => {
    const { stdout, stderr, exitCode } = costFiles([pipeline(2)]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatch(
      /^DataPipeline team-a\/lake: about 25\.\d\d USD a month, 22\.90 of it idle, at prices of 2026-/,
    );
    const rows = rowsOf(stdout);
    expect(rows).toContainEqual(['COMPONENT', 'IDLE', 'USAGE', 'TOTAL']);
    expect(rows).toContainEqual(['streams/main', '21.90', '0.45', '22.35']);
    expect(rows).toContainEqual(['encryption', '1.00', '0.00', '1.00']);
  });

  test('shows how each sum comes about, and what was assumed', () => {
    const { stdout } = costFiles([pipeline(2)]);
    expect(stdout).toContain('streams/main: shards: 2: 1460 shard-hour at 0.015 = 21.90');
    expect(stdout).toContain('each stream takes in 1 GiB a day');
    expect(stdout).toContain('not counted: free tiers');
  });

  test('says at once that something has no price', () => {
    const job =
      '{name: clean, script: {s3: {bucket: my-code, key: clean.py}}, glue: {version: "5.0", workerType: R.1X}}';
    const text = pipeline(2).text.replace('  streams:', `  jobs: [${job}]\n  streams:`);
    const { stdout, stderr } = costFiles([{ file: 'lake.yaml', text }]);
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toMatch(/; what has no price comes on top: 1, listed below$/);
    expect(stdout).toMatch(/Without a price, and not in the sums:\n {2}jobs\/clean: /);
  });

  test('against an earlier state: before, after and change, also of what went', () => {
    const earlier = pipeline(4, '\n  query: {resultsZone: raw}');
    const { stdout } = costFiles([pipeline(2)], { earlier: { ...earlier, file: 'before.yaml' } });
    const rows = rowsOf(stdout);
    expect(rows).toContainEqual(['COMPONENT', 'BEFORE', 'AFTER', 'CHANGE']);
    expect(rows).toContainEqual(['streams/main', '44.25', '22.35', '-21.90']);
    expect(rows).toContainEqual(['query', '1.49', '0.00', '-1.49']);
    expect(rows).toContainEqual(['encryption', '1.00', '1.00', '0.00']);
  });

  test('what costs more than it may is refused, but not what cost as much before', () => {
    const dear = pipeline(2, '\n  budget: {refuseAboveUSD: 20}');
    const line = 'lake.yaml: DataPipeline lake: spec.budget.refuseAboveUSD: 20: the spec would cost about ';
    expect(validateFiles([dear], { warnings: true })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(line),
    });
    const earlier = { ...pipeline(3), file: 'before.yaml' };
    expect(validateFiles([dear], { warnings: true, earlier }).exitCode).toBe(0);
    expect(validateFiles([dear], { warnings: true, earlier: { ...pipeline(1), file: 'before.yaml' } }).exitCode).toBe(
      1,
    );
  });

  test('a file with a fault has no cost', () => {
    const broken = { file: 'x.yaml', text: pipeline(2).text.replace('us-east-1', 'mars-1') };
    expect(costFiles([broken])).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('mars-1') });
  });
});
