/** What a kind of job is in AWS, beyond what every job has. A folder per kind; block.ts lists them. */
import type { Use } from '../../access/use.ts';
import type { Block } from '../../block.ts';
import type { CostItem } from '../../cost/item.ts';
import type { Facts } from '../../facts.ts';
import type { PipelineModel } from '../../model.ts';
import type { Alarm } from '../../monitoring/alarms/alarm.ts';
import type { Widget } from '../../monitoring/widget.ts';
import type { JobModel } from './model.ts';

export interface JobKind<Model extends JobModel> {
  /** What its role needs beside script and data, which are `common`. */
  uses(model: PipelineModel, job: Model, common: readonly Use[]): readonly Use[];
  facts(job: Model): NonNullable<Facts['jobs']>;
  /** When it is in trouble. */
  alarms?(job: Model): readonly Alarm[];
  /** What a dashboard shows of it. */
  widgets?(job: Model): readonly Widget[];
  /** What it costs a month; `runs`: so often it runs. */
  cost(model: PipelineModel, job: Model, runs: number): readonly CostItem[];
  /** Makes all but the script's object, whose id stands in `script`; `uses` are all that the role has. */
  build(block: Block, model: PipelineModel, job: Model, made: Made): void;
}

export interface Made {
  readonly uses: readonly Use[];
  /** ids of what was made already. */
  readonly script: readonly string[];
}
