import type { DataPipelineSpec, Job, Trigger } from '../datapipeline.ts';
import { QUERY_RESULTS } from '../schema/query.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';
import { prefixesOverlap, prefixOf } from './table-prefix.ts';

export const triggersChecks: SectionChecks = {
  faults: (spec) => eachTrigger(spec, (trigger, path) => loopFaults(spec, trigger, path)),
  warnings: (spec) => eachTrigger(spec, (trigger, path) => loopWarnings(spec, trigger, path)),
};

function eachTrigger<Finding>(
  { triggers = [] }: DataPipelineSpec,
  check: (trigger: Trigger, path: Path) => readonly Finding[],
): Finding[] {
  return triggers.flatMap((trigger, index) => check(trigger, ['spec', 'triggers', index, 'objectCreated']));
}

/** Each execution would start the next one, at the price of its jobs. */
function loopFaults(spec: DataPipelineSpec, trigger: Trigger, path: Path): Fault[] {
  const { name, workflow, objectCreated } = trigger;
  const writer = writerOf(spec, trigger);
  if (writer === undefined || objectCreated.suffix !== undefined) return [];
  const rule = `trigger "${name}" notices what ${writer} of its workflow "${workflow}" writes, which starts the workflow again without end`;
  return [fault(path, objectCreated, rule, 'write a prefix that it does not write to, or a suffix')];
}

function loopWarnings(spec: DataPipelineSpec, trigger: Trigger, path: Path): Warning[] {
  const { name, workflow, objectCreated } = trigger;
  const { zone, prefix, suffix } = objectCreated;
  const writer = writerOf(spec, trigger);
  if (writer !== undefined && suffix !== undefined) {
    const message = `${writer} of workflow "${workflow}" writes where trigger "${name}" looks: if its objects end in ${suffix}, the workflow starts itself without end`;
    return [warning(path, message)];
  }
  if (prefix !== undefined) return [];
  const message = `trigger "${name}" notices every object of zone ${zone}, those too that anything of the pipeline writes there, which may start workflow ${workflow} again without end; write a prefix`;
  return [warning(path, message)];
}

/** What of the trigger's workflow writes where the trigger looks, in the user's words. */
function writerOf(
  { workflows = [], jobs = [], tables = [], query }: DataPipelineSpec,
  { workflow, objectCreated: { zone, prefix = '' } }: Trigger,
): string | undefined {
  const steps = workflows.find(({ name }) => name === workflow)?.steps ?? [];
  const targetOf = ({ to }: Job) => {
    const table = tables.find((each) => each.name === to?.table);
    return table === undefined ? to?.zone : { name: table.zone, prefix: prefixOf(table) };
  };
  const isSeen = (target: ReturnType<typeof targetOf>) =>
    target !== undefined && target.name === zone && prefixesOverlap(prefix, target.prefix);
  const job = jobs.find((each) => steps.some((step) => step.job === each.name) && isSeen(targetOf(each)));
  if (job !== undefined) return `job "${job.name}"`;
  const asked = steps.find((step) => step.query !== undefined)?.query?.namedQuery;
  if (query === undefined || asked === undefined) return undefined;
  return isSeen({ name: query.resultsZone, prefix: QUERY_RESULTS }) ? `query "${asked}"` : undefined;
}
