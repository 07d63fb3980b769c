/** How much of what can be written wrong in the batch half is tried: each case is a test of the validator and of the API server. */
import { describe, expect, test } from '@jest/globals';
import { CASES } from './all.ts';

const BATCH = ['crawlers', 'jobs', 'workflows', 'schedules', 'triggers', 'query', 'notifications'] as const;
const LEAST = 200;

const told = BATCH.flatMap((section) => CASES[section].bad.map(({ path, message }) => `${path}: ${message}`));

describe('specs of the batch half that are refused', () => {
  test(`are ${LEAST} or more that differ in what is told`, () => {
    expect(new Set(told).size).toBeGreaterThanOrEqual(LEAST);
  });

  // Where none is, a rule has lost its case.
  test.each([
    ...['crawler', 'function', 'job', 'query', 'application'].map((what) => `step "\\w+" names ${what} "\\w+"`),
    ...['crawler', 'job', 'workflow'].map((what) => `schedule "\\w+" names ${what} "\\w+"`),
    ...['table', 'zone'].map((what) => `job "\\w+" names ${what} "\\w+"`),
    'trigger "\\w+" names workflow "\\w+"',
    'query "\\w+" names table "\\w+"',
    'crawler "\\w+" names zone "\\w+"',
  ])('are among them: %s, which does not exist', (dangling) => {
    expect(told).toContainEqual(expect.stringMatching(new RegExp(`${dangling}, which does not exist; write one of`)));
  });

  test.each([
    ['cycles, by their path', /in a circle: b after c after d after b;/],
    ['worker types that Glue has not', /is not a value of workerType; write one of: G\.1X,/],
    ['versions of Glue', /glue\.version: "4\.0" is not a value of version/],
    ['releases of EMR', /is made for other releases of EMR than/],
    ['sizes of workers on EMR', /which a worker of 4 vCPU cannot have; write 8 GB to 30 GB/],
    ['caps on EMR', /maximum\.cpu of job "\w+" is 7 vCPU, but driver and one executor need 8 vCPU/],
    ['histories that would be too long', /may write more than 25000 events/],
  ])('are among them: %s', (_, message) => {
    expect(told).toContainEqual(expect.stringMatching(message));
  });
});
