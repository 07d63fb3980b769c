/**
 * `npm test`: every suite, one after the other, each with its own output, then one line with all counts.
 *
 *   --only NAME[,NAME]   just these suites: unit, cluster, dataplane
 *
 * A suite that breaks before it can count (a missing JDK, a control plane that does not start) counts as one failure, so
 * the closing line can never look better than the run was. Temporary results are removed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  /** Appended to the running Node. `report` is the file to write counts to. */
  command(report: string): readonly string[];
  /** Reads the counts from the report. */
  count(report: string): Counts;
}

const ROOT = join(import.meta.dirname, '..');

function jestSuite(name: string): Suite {
  return {
    name,
    command: (report) => [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      `--selectProjects=${name}`,
      '--json',
      `--outputFile=${report}`,
    ],
    count: (report) => {
      const result = JSON.parse(readFileSync(report, 'utf8')) as {
        readonly numPassedTests: number;
        readonly numFailedTests: number;
        readonly numPendingTests: number;
        readonly numRuntimeErrorTestSuites: number;
      };
      return {
        passed: result.numPassedTests,
        failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
        skipped: result.numPendingTests,
      };
    },
  };
}

const DATAPLANE: Suite = {
  name: 'dataplane',
  command: (report) => ['--import', 'tsx', join(ROOT, 'dataplane/test.ts'), '--json-report', report],
  count: (report) => JSON.parse(readFileSync(report, 'utf8')) as Counts,
};

const SUITES: readonly Suite[] = [jestSuite('unit'), jestSuite('cluster'), DATAPLANE];

async function run(suite: Suite, reports: string): Promise<Counts> {
  const report = join(reports, `${suite.name}.json`);
  process.stdout.write(`\n=== ${suite.name}\n`);
  const exitCode = await new Promise<number>((resolve) => {
    const child = spawn(process.execPath, suite.command(report), {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  try {
    const counts = suite.count(report);
    // A runner that failed without a failed test (a leak, a broken tear-down) is a failure all the same.
    return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    process.stdout.write(`${suite.name}: ended with exit code ${exitCode} before it could count its tests\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.split(',');
const unknown = (wanted ?? []).filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `no suite is called ${unknown.join(', ')}; there are ${SUITES.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}
const reports = mkdtempSync(join(tmpdir(), 'datapipeline-test-'));
let total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const suite of SUITES.filter(({ name }) => wanted?.includes(name) ?? true)) {
  const counts = await run(suite, reports);
  total = {
    passed: total.passed + counts.passed,
    failed: total.failed + counts.failed,
    skipped: total.skipped + counts.skipped,
  };
}
rmSync(reports, { recursive: true, force: true });
const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`;
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
