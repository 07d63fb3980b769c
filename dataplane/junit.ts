/** Counts out of the report that pytest writes (`--junitxml`). */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * A run that failed without a failed test (nothing collected, a broken fixture at the end) counts as one failure: the
 * exit code has the last word.
 * @throws Error when it is no such report.
 */
export function countsOf(report: string, exitCode: number): Counts {
  const suite = /<testsuite\b[^>]*>/.exec(report)?.[0];
  if (suite === undefined) throw new Error('pytest wrote no report');
  const attribute = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 'NaN');
  const [tests, failures, errors, skipped] = ['tests', 'failures', 'errors', 'skipped'].map(attribute);
  if (tests === undefined || failures === undefined || errors === undefined || skipped === undefined) {
    throw new Error('pytest wrote a report without counts');
  }
  if ([tests, failures, errors, skipped].some(Number.isNaN)) throw new Error('pytest wrote a report without counts');
  const failed = failures + errors;
  return {
    passed: Math.max(0, tests - failed - skipped),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped,
  };
}
