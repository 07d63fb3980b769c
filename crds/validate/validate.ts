/**
 * Offline validation of a DataPipeline: the verdict of the API server, without one. Defaults are applied first, then
 * the structure is checked, then the rules, unless the structure is broken in a way that keeps the API server from
 * evaluating rules. Pure; never throws, whatever it is given.
 *
 * One thing is judged more strictly: on updates the API server lets a fault stand that was stored before under an older
 * CRD and is not touched; here it is told.
 */
import { root } from '../schema/root.ts';
import { asFieldSchema } from '../structural.ts';
import { applyDefaults } from './defaults.ts';
import type { Fault } from './fault.ts';
import { RuleSet } from './rules.ts';
import { structuralFaults } from './structure.ts';

const RULES = new RuleSet(asFieldSchema(root));

/**
 * All faults of an object as a user wrote it; none means that the API server takes it. With `previous`, the object as
 * stored before, it is judged as an update.
 */
export function validateDataPipeline(object: unknown, previous?: unknown): Fault[] {
  const stored = applyDefaults(object);
  const { faults, blocksRules } = structuralFaults(stored);
  if (blocksRules) return [...faults];
  return [...faults, ...RULES.faults(stored, previous === undefined ? undefined : applyDefaults(previous))];
}
