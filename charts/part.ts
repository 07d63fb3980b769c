/**
 * A part: one building block of one pipeline, decided and not yet built. Each folder of a block gives the parts that a model
 * has of its kind; PARTS (pipeline-chart.ts) lists the folders. docs/how-to-add-a-block.md walks through one.
 */
import type { Use } from './access/use.ts';
import type { Block } from './block.ts';
import type { CostItem } from './cost/item.ts';
import type { Facts } from './facts.ts';
import type { PipelineModel } from './model.ts';
import type { Alarm } from './monitoring/alarms/alarm.ts';
import type { Widget } from './monitoring/widget.ts';
import type { Placement } from './placement.ts';

export interface Part extends Placement {
  /** What it uses of other parts: makes its roles, the policies of what it uses, and its place in the apply order. */
  readonly uses: readonly Use[];
  /** What status shows of it. Its roles are shown without being listed here. */
  readonly facts?: Omit<Facts, 'roleArns'>;
  /** What tells that it is in trouble; blocks list all, the spec chooses (charts/monitoring/alarms). */
  readonly alarms?: readonly Alarm[];
  /** What shows how it does; the dashboard lays them out (charts/monitoring/dashboard). */
  readonly widgets?: readonly Widget[];
  /** What it costs in a month; charts/cost prices and adds. */
  readonly cost?: readonly CostItem[];
  /** Makes its managed resources. Blocks name each other's resources by id, and hold none of them. */
  build(block: Block): void;
}

/** The parts of one kind. `before` are the parts of the kinds that stand earlier in PARTS, as far as the rollout goes. */
export type PartsOf = (model: PipelineModel, before: readonly Part[]) => readonly Part[];
