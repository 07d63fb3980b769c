/**
 * `npm run dataplane:test`: linter, types and tests of all Python code, each environment's in that environment.
 *
 *   --only NAME[,NAME]    just these checks (ruff, types, or the name of an environment)
 *   --json-report FILE    writes the counts there: {passed, failed, skipped, checks: [{name, passed, failed, skipped, seconds}]}
 *
 * Brings the environments up to date first. Ends with "N passed, N failed". A check that breaks before it can count is a failure.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Check, declaredChecks } from './checks.ts';
import { declaredEnvironments } from './environments.ts';
import type { Counts } from './junit.ts';
import { installEnvironment, SetupError } from './setup.ts';
import { MissingToolError } from './toolchain.ts';

/** @throws SetupError when no check has one of the names. */
function chosen(all: readonly Check[], only: string | undefined): readonly Check[] {
  const wanted = only?.split(',');
  const unknown = (wanted ?? []).filter((name) => !all.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new SetupError(
      `no check is called ${unknown.join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  return all.filter(({ name }) => wanted?.includes(name) ?? true);
}

function runChecks(only: string | undefined, env: NodeJS.ProcessEnv): readonly (Counts & { readonly name: string })[] {
  const selected = chosen(declaredChecks(), only);
  for (const environment of declaredEnvironments()) installEnvironment(environment, env);
  const scratch = mkdtempSync(join(tmpdir(), 'dataplane-test-'));
  try {
    return selected.map(({ name, run }) => {
      process.stdout.write(`\n--- ${name}\n`);
      const started = performance.now();
      let counts: Counts = { passed: 0, failed: 1, skipped: 0 };
      try {
        counts = run(scratch, env);
      } catch (error) {
        process.stdout.write(
          `${name} ended before it could count: ${error instanceof Error ? error.message : error}\n`,
        );
      }
      return { name, ...counts, seconds: Math.round((performance.now() - started) / 100) / 10 };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { only: { type: 'string' }, 'json-report': { type: 'string' } } });
try {
  const results = runChecks(values.only, process.env);
  const sum = (of: keyof Counts): number => results.reduce((total, result) => total + result[of], 0);
  const total: Counts = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  if (values['json-report'] !== undefined) {
    writeFileSync(values['json-report'], `${JSON.stringify({ ...total, checks: results }, null, 2)}\n`);
  }
  const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`;
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof SetupError || error instanceof MissingToolError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
