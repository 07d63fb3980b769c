/** What it means to run an artifact: it is being made, and is read from the pipeline's bucket for code. */
import type { Use } from '../../access/use.ts';
import { CODE_COMPONENT, readCode } from '../../foundation/code/uses.ts';
import { idOf } from '../../kinds/kind.ts';
import { SCHEDULER } from '../../kinds/scheduler.ts';
import type { PipelineModel } from '../../model.ts';
import type { ArtifactModel } from './model.ts';

/** What managed Flink asks of the object with the code: it looks for a version even where none is named. */
export const FETCH = ['s3:GetObject', 's3:GetObjectVersion'];

export function runArtifact(by: string, model: PipelineModel, { object, key }: ArtifactModel): Use {
  const use = readCode(by, model, key, FETCH);
  return { ...use, of: CODE_COMPONENT, after: [...use.after, idOf(SCHEDULER.Schedule, object)] };
}
