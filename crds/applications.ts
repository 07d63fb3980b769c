/** Whose application it is: the operator keeps one running unless steps of workflows start and stop it (docs/adr/0053). */
import type { DataPipelineSpec } from './datapipeline.ts';

export function isSwitchedByWorkflows({ workflows = [] }: DataPipelineSpec, name: string): boolean {
  return workflows.some(({ steps }) =>
    steps.some(({ application }) => application?.start === name || application?.stop === name),
  );
}
