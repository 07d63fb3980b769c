/** Whatever the operator can say of a pipeline, the night shift finds in the runbook; and finds nothing there that it never says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { WARNINGS } from './events.ts';
import { PROBLEM_REASONS } from './readiness.ts';
import { REASON } from './status/conditions.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '../../docs/runbooks/pipeline-not-ready.md'), 'utf8');

/** Rows of the table of reasons: where it is said, the reason, what it means, what to do. */
const rows = [...RUNBOOK.matchAll(/^\| ([\w ,]+) \| (\w+) \| (.+?) \| (.+) \|$/gm)]
  .map(([, where = '', reason = '', means = '', action = '']) => ({ where, reason, means, action }))
  .filter(({ where }) => where !== 'where');
const reasonsIn = (isOf: (where: string) => boolean) =>
  rows.filter(({ where }) => isOf(where)).map(({ reason }) => reason);

describe('the runbook of a pipeline that is not ready', () => {
  test('has each reason of a condition, and no other', () => {
    const told = reasonsIn((where) => where !== 'problem' && where !== 'event');
    expect(told.sort()).toEqual(Object.values(REASON).sort());
  });

  test('has each reason of a problem, and no other', () => {
    expect(reasonsIn((where) => where === 'problem').sort()).toEqual([...PROBLEM_REASONS].sort());
  });

  test('has each warning among the events, and no other', () => {
    expect(reasonsIn((where) => where === 'event').sort()).toEqual([...WARNINGS].sort());
  });

  test('says of each what it means and what to do', () => {
    expect(rows.filter(({ means, action }) => means.length < 10 || action.length < 5)).toEqual([]);
  });
});
