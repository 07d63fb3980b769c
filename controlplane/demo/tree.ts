/** The live picture of the demo as lines of text: pipelines, their stages, the pieces of each stage. Pure. */
import type { Child } from '../../controller/pipeline/child.ts';
import { readinessOf } from '../../controller/pipeline/readiness.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { STAGE_ORDER } from '../../crds/identifiers.ts';

const BAR_WIDTH = 20;

export interface TreeInput {
  readonly pipeline: DataPipeline;
  readonly children: readonly Child[];
}

export function treeOf(inputs: readonly TreeInput[], elapsedSeconds: number): string[] {
  return [...inputs.flatMap(pipelineLines), `${elapsedSeconds.toFixed(0)} s`];
}

function pipelineLines({ pipeline, children }: TreeInput): string[] {
  const { namespace, name } = pipeline.metadata;
  const { summary, resources, problems = [] } = pipeline.status ?? {};
  const head = `${namespace}/${name}  ${summary?.status ?? 'not seen by the controller yet'}${resources === undefined ? '' : `  ${summary?.resources ?? ''}`}`;
  const stages = STAGE_ORDER.filter(
    (stage) => hasStage(pipeline, stage) || children.some((child) => child.stage === stage),
  );
  return [
    head,
    ...stages.flatMap((stage, index) => stageLines(stage, index === stages.length - 1, pipeline, children)),
    ...problems.map(({ component, resource, message }) => `    ! ${component}, ${resource}: ${message}`),
  ];
}

function stageLines(stage: string, isLast: boolean, pipeline: DataPipeline, children: readonly Child[]): string[] {
  const condition = pipeline.status?.conditions?.find(({ type }) => type === `${stage}Ready`);
  const members = children.filter((child) => child.stage === stage);
  const ready = members.filter((child) => readinessOf(child).state === 'Ready').length;
  const mark = condition?.status === 'True' ? '✓' : members.length > 0 ? '…' : '·';
  const stem = isLast ? '   ' : '│  ';
  const waiting =
    members.length === 0
      ? (condition?.message?.split('; ')[1] ?? '')
      : `${bar(ready, members.length)} ${ready} of ${members.length} applied are ready`;
  return [
    `${isLast ? '└─' : '├─'} ${mark} ${stage.padEnd(14)} ${waiting}`.trimEnd(),
    ...componentLines(members).map((line) => `${stem}   ${line}`),
  ];
}

function componentLines(members: readonly Child[]): string[] {
  const components = [...new Set(members.map(({ component }) => component))];
  return components.map((component) => {
    const mine = members.filter((child) => child.component === component);
    const pending = mine.filter((child) => readinessOf(child).state !== 'Ready');
    const names = pending
      .map(({ kind }) => kind.kind)
      .slice(0, 4)
      .join(', ');
    const rest = pending.length > 4 ? ` and ${pending.length - 4} more` : '';
    return `${pending.length === 0 ? '✓' : '…'} ${component.padEnd(22)} ${mine.length - pending.length}/${mine.length}${pending.length === 0 ? '' : `  ${names}${rest}`}`;
  });
}

function hasStage(pipeline: DataPipeline, stage: string): boolean {
  return pipeline.status?.conditions?.some(({ type }) => type === `${stage}Ready`) === true;
}

function bar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
}
