/**
 * One section of the contract: the members of spec that belong together, the rules between them and the rest of the spec,
 * and what status tells of them. The members' own rules travel with the members. What CEL cannot say is in
 * checks/<section>.ts, the specs that must be taken and refused are in cases/<section>.ts.
 */
import type Type from 'typebox';
import type { Rule } from './rules.ts';

export interface Section<Spec extends Type.TProperties, Status extends Type.TProperties> {
  /** Members of spec, by name. */
  readonly spec: Spec;
  /** Rules on spec as a whole. */
  readonly rules: readonly Rule[];
  /** Members of status, by name. */
  readonly status: Status;
}

/** Members that a section does not have. */
export type NoMembers = Record<never, never>;

export function section<Spec extends Type.TProperties, Status extends Type.TProperties = NoMembers>(given: {
  readonly spec: Spec;
  readonly rules?: readonly Rule[];
  readonly status?: Status;
}): Section<Spec, Status> {
  const { spec, rules = [], status = {} as Status } = given;
  return { spec, rules, status };
}
