/**
 * `npm test`: every suite, two runs at a time, then one line with all counts.
 *
 *   --only NAME[,NAME]   just these suites: unit, cluster, tools, dataplane
 *
 * Lines are headed by the run that they come from while several run. A run that breaks before it can count (a missing
 * JDK, a control plane that does not start) counts as one failure, and so does each that could not start because of it:
 * the closing line can never look better than the whole was. Temporary results are removed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { sideBySide } from './side-by-side.ts';
import { type Counts, declaredRuns, ROOT, type Run } from './suites.ts';

/** More would starve tests that wait for a real API server: each run keeps a core busy. */
const LANES = 2;
const ONE_FAILURE: Counts = { passed: 0, failed: 1, skipped: 0 };

function headLines(name: string, width: number, stream: Readable): void {
  const head = name.padEnd(width);
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    process.stdout.write(`${head} | ${line}\n`);
  });
}

/** Exit code of a run; `width` is that of the heads of its lines, none when it has the terminal for itself. */
function exitCodeOf(run: Run, report: string, width: number | undefined): Promise<number> {
  return new Promise((resolve) => {
    const output = width === undefined ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, run.command(report), { cwd: ROOT, stdio: ['ignore', output, output] });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null && width !== undefined) headLines(run.name, width, stream);
    }
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function countsOf(run: Run, reports: string, width: number | undefined): Promise<Counts> {
  const report = join(reports, `${run.name}.json`);
  const started = performance.now();
  process.stdout.write(`=== ${run.name}\n`);
  const exitCode = await exitCodeOf(run, report, width);
  const seconds = Math.round((performance.now() - started) / 1000);
  const ended = (counts: Counts, what: string): Counts => {
    process.stdout.write(`=== ${run.name}: ${what}, ${seconds} s\n`);
    return counts;
  };
  if (run.count === undefined) {
    return exitCode === 0
      ? ended({ passed: 0, failed: 0, skipped: 0 }, 'done')
      : ended(ONE_FAILURE, `exit code ${exitCode}`);
  }
  try {
    const counts = run.count(report);
    // A runner that failed without a failed test (a leak, a broken tear-down) is a failure all the same.
    const honest = exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
    return ended(honest, `${honest.passed} passed, ${honest.failed} failed`);
  } catch {
    return ended(ONE_FAILURE, `exit code ${exitCode} before it could count its tests`);
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const all = declaredRuns();
  const suites = [...new Set(all.map(({ suite }) => suite))];
  const wanted = values.only?.split(',') ?? suites;
  const unknown = wanted.filter((name) => !suites.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`no suite is called ${unknown.join(', ')}; there are ${suites.join(', ')}\n`);
    return 2;
  }
  const runs = all.filter(({ suite }) => wanted.includes(suite));
  const width = runs.length > 1 ? Math.max(...runs.map(({ name }) => name.length)) : undefined;
  const reports = mkdtempSync(join(tmpdir(), 'datapipeline-test-'));
  try {
    const results = await sideBySide(
      runs.map((run) => ({ ...run, start: () => countsOf(run, reports, width) })),
      LANES,
      ({ failed }) => failed === 0,
      ({ name, after }) => {
        process.stdout.write(`=== ${name}: not run, since ${after} failed\n`);
        return ONE_FAILURE;
      },
    );
    const sum = (of: keyof Counts): number => [...results.values()].reduce((total, counts) => total + counts[of], 0);
    const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`;
    process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`);
    return sum('failed') === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

process.exitCode = await main();
