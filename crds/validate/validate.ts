/**
 * Offline validation of a DataPipeline, in three tiers: structure, then the rules (CEL), then the checks that CEL cannot
 * make. Defaults are applied first. Pure; never throws, whatever it is given.
 *
 * The first two tiers are the verdict of the API server, without one. One thing they judge more strictly: on updates the
 * API server lets a fault stand that was stored before under an older CRD and is not touched; here it is told.
 */
import { checkFaults } from '../checks/all.ts';
import type { DataPipeline } from '../datapipeline.ts';
import { root } from '../schema/root.ts';
import { asFieldSchema } from '../structural.ts';
import { applyDefaults } from './defaults.ts';
import type { Fault } from './fault.ts';
import { RuleSet } from './rules.ts';
import { structuralFaults } from './structure.ts';

const RULES = new RuleSet(asFieldSchema(root));

/**
 * All faults of an object as a user wrote it; none means that the API server takes it and that it can be built. With
 * `previous`, the object as stored before, it is judged as an update.
 */
export function validateDataPipeline(object: unknown, previous?: unknown): Fault[] {
  const { stored, faults, isTyped } = judge(object, previous);
  if (!isTyped) return [...faults];
  const told = new Set(faults.map(({ path }) => path));
  // Types are right, which is all that checks ask for. One fault at a place is enough.
  const checked = checkFaults((stored as DataPipeline).spec).filter(({ path }) => !told.has(path));
  return [...faults, ...checked];
}

/** The API server's part of it: structure and rules. */
export function serverFaults(object: unknown, previous?: unknown): readonly Fault[] {
  return judge(object, previous).faults;
}

interface Judgement {
  /** With defaults applied. */
  readonly stored: unknown;
  readonly faults: readonly Fault[];
  /** Whether types, required fields, enums and upper limits hold, without which rules are not evaluated. */
  readonly isTyped: boolean;
}

function judge(object: unknown, previous: unknown): Judgement {
  const stored = applyDefaults(object);
  const { faults, blocksRules } = structuralFaults(stored);
  if (blocksRules) return { stored, faults, isTyped: false };
  const broken = RULES.faults(stored, previous === undefined ? undefined : applyDefaults(previous));
  return { stored, faults: [...faults, ...broken], isTyped: true };
}
