/** The suites of `npm test` as runs of their own: what each starts, what it waits for, and how its report is counted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declaredChecks } from '../dataplane/checks.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Run {
  readonly name: string;
  /** What `--only` calls it; several runs may be one suite. */
  readonly suite: string;
  /** Name of the run that has to end well before this one starts. */
  readonly after?: string;
  /** Appended to the running Node. `report` is the file to write counts to. */
  command(report: string): readonly string[];
  /** Reads the counts from the report. Absent: a step that counts only when it fails. */
  readonly count?: (report: string) => Counts;
}

export const ROOT = join(import.meta.dirname, '..');

function jestRun(name: string): Run {
  return {
    name,
    suite: name,
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

const tsx = (script: string, ...args: readonly string[]): readonly string[] => [
  '--import',
  'tsx',
  join(ROOT, script),
  ...args,
];

/** Environments are made once, before any check; then each check is a run of its own. */
function dataplaneRuns(): readonly Run[] {
  const setup: Run = { name: 'setup', suite: 'dataplane', command: () => tsx('dataplane/setup.ts') };
  const checks = declaredChecks().map(
    ({ name }): Run => ({
      // An environment may be called like a suite of jest.
      name: `python-${name}`,
      suite: 'dataplane',
      after: setup.name,
      command: (report) => tsx('dataplane/test.ts', '--only', name, '--json-report', report),
      count: (report) => JSON.parse(readFileSync(report, 'utf8')) as Counts,
    }),
  );
  return [setup, ...checks];
}

/** In the order in which they are started, as far as nothing holds them up. */
export function declaredRuns(): readonly Run[] {
  return [jestRun('unit'), jestRun('cluster'), jestRun('tools'), ...dataplaneRuns()];
}
