/** What was asked to run once: a one-time schedule beside those that the spec has (docs/adr/0045). */
import type { RunRequest } from '../../../crds/run-request.ts';
import type { Given } from '../../model.ts';
import { shortHash } from '../../names.ts';
import { type StartModel, startsOf } from '../schedules/starts.ts';
import type { StartTarget } from '../schedules/targets.ts';

export interface RunInput extends RunRequest {
  /** The annotation's whole value: no two runs have the same. */
  readonly asked: string;
  /** When it starts: UTC, yyyy-MM-ddTHH:mm:ss. */
  readonly at: string;
}

export interface RunModel {
  readonly component: string;
  readonly at: string;
  readonly starts: readonly StartModel[];
  readonly target: StartTarget;
}

/** Of what is made for the run: "runs/0f1e2d3c". */
export function runComponent(asked: string): string {
  return `runs/${idOf(asked)}`;
}

function idOf(asked: string): string {
  return shortHash([asked]);
}

/** `targetOf` finds nothing for what left the spec since it was asked for: that is not run any more. */
export function runModels(
  { runs, scope }: Given,
  targetOf: (request: RunRequest) => StartTarget | undefined,
): readonly RunModel[] {
  return runs.flatMap(({ asked, at, ...request }) => {
    const target = targetOf(request);
    if (target === undefined) return [];
    return [{ component: runComponent(asked), at, target, starts: startsOf(scope, target, 'run', idOf(asked)) }];
  });
}
