/**
 * What CEL cannot say, or would say too dearly, of one section: plain functions of the spec with defaults applied. They run
 * offline and in the controller, never in the API server; so a rule that can be CEL is CEL.
 *
 * A spec comes here as soon as its types are right. Texts may still break their pattern and references may hang in the
 * air: a check passes over what it cannot understand, because another fault tells of it.
 */
import type { DataPipelineSpec } from '../datapipeline.ts';
import type { Fault } from '../validate/fault.ts';
import type { Warning } from '../validate/warning.ts';

export interface SectionChecks {
  /** Why the spec is refused. All faults at once, each at its field. */
  readonly faults?: (spec: DataPipelineSpec) => readonly Fault[];
  /** What is legal but dear, hard to undo, or without effect: never a reason to refuse. Asked only of a spec without fault. */
  readonly warnings?: (spec: DataPipelineSpec) => readonly Warning[];
}
