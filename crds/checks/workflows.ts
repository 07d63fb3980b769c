import type { DataPipelineSpec, Workflow, WorkflowStep } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import { HISTORY_EVENTS, historyOf } from '../workflow-history.ts';
import type { SectionChecks } from './checks.ts';
import { listed } from './listed.ts';
import { stepFaults } from './workflow-steps.ts';

export const workflowsChecks: SectionChecks = {
  faults: (spec) =>
    eachWorkflow(spec, (workflow, path) => {
      const steps = workflow.steps.flatMap((step, index) => {
        const place = [...path, 'steps', index];
        return [...stepFaults(spec, step, place), ...afterFaults(workflow, step, [...place, 'after'])];
      });
      return [
        ...steps,
        ...cycleFaults(workflow, [...path, 'steps']),
        ...waitFaults(workflow, path),
        ...historyFaults(spec, workflow, path),
      ];
    }),
  warnings: (spec) => [...eachWorkflow(spec, timeWarnings), ...neverStartedWarnings(spec)],
};

function eachWorkflow<Finding>(
  { workflows = [] }: DataPipelineSpec,
  check: (workflow: Workflow, path: Path) => readonly Finding[],
): Finding[] {
  return workflows.flatMap((workflow, index) => check(workflow, ['spec', 'workflows', index]));
}

function afterFaults({ name, steps }: Workflow, step: WorkflowStep, path: Path): Fault[] {
  const names = steps.map((each) => each.name);
  const { after = [] } = step;
  return after.flatMap((wanted, index) => {
    const place = [...path, index];
    if (after.indexOf(wanted) !== index) {
      return [fault(place, wanted, `step "${step.name}" waits for "${wanted}" twice`, 'write each step once')];
    }
    if (names.includes(wanted)) return [];
    const others = names.filter((each) => each !== step.name);
    const rule = `step "${step.name}" waits for "${wanted}", which is no step of workflow "${name}"`;
    const remedy = others.length === 0 ? 'remove it, for there is no other step' : `write one of: ${listed(others)}`;
    return [fault(place, wanted, rule, remedy)];
  });
}

/** Each once, from its first step in the order of the list. A step that waits for itself is told of by a rule. */
function cycleFaults({ steps }: Workflow, path: Path): Fault[] {
  const after = new Map(steps.map((step) => [step.name, step.after ?? []]));
  const done = new Set<string>();
  const faults: Fault[] = [];
  const visit = (name: string, way: readonly string[]): void => {
    const start = way.indexOf(name);
    if (start >= 0) {
      const cycle = way.slice(start);
      if (cycle.length < 2) return;
      const rule = `steps wait for each other in a circle: ${[...cycle, name].join(' after ')}`;
      faults.push(fault(path, name, rule, 'remove one of these from the after of another'));
      return;
    }
    if (done.has(name)) return;
    for (const next of after.get(name) ?? []) visit(next, [...way, name]);
    done.add(name);
  };
  for (const { name } of steps) visit(name, []);
  return faults;
}

function waitFaults({ steps, timeoutMinutes }: Workflow, path: Path): Fault[] {
  return steps.flatMap(({ name, wait }, index) => {
    if (wait === undefined || wait.seconds < timeoutMinutes * 60) return [];
    const rule = `step "${name}" waits for ${wait.seconds} seconds, and the workflow ends after ${timeoutMinutes * 60}`;
    const place = [...path, 'steps', index, 'wait', 'seconds'];
    return [fault(place, wait.seconds, rule, 'write fewer, or more timeoutMinutes for the workflow')];
  });
}

/** Step Functions would end the execution in the middle of its work, and nobody would be told. */
function historyFaults({ jobs = [] }: DataPipelineSpec, { name, steps }: Workflow, path: Path): Fault[] {
  if (historyOf(steps, jobs).looks !== undefined) return [];
  const rule = `workflow "${name}" may write more than ${HISTORY_EVENTS} events into its history, with its crawlers, applications, clusters and their retries`;
  return [fault([...path, 'steps'], steps.length, rule, 'write fewer attempts or fewer of these steps')];
}

/** The operator leaves to workflows what any of their steps names. */
function neverStartedWarnings({ workflows = [], applications = [] }: DataPipelineSpec): Warning[] {
  const switches = workflows.flatMap(({ steps }) => steps.flatMap(({ application }) => application ?? []));
  return applications.flatMap(({ name }, index) => {
    const isStopped = switches.some(({ stop }) => stop === name);
    if (!isStopped || switches.some(({ start }) => start === name)) return [];
    const message = `application "${name}" is stopped by a workflow and started by none, so it stands still; add a step with application: {start: ${name}}`;
    return [warning(['spec', 'applications', index], message)];
  });
}

/** What runs into the time-out of the whole is ended in the middle of a step. */
function timeWarnings({ name, steps, timeoutMinutes }: Workflow, path: Path): Warning[] {
  const { step, seconds } = longestWay(steps);
  if (seconds <= timeoutMinutes * 60) return [];
  const message = `steps of workflow "${name}" up to "${step}" may take ${Math.ceil(seconds / 60)} minutes with all that is tried again, and the workflow ends after ${timeoutMinutes}, whatever runs then; write less for steps, or more for the workflow`;
  return [warning([...path, 'timeoutMinutes'], message)];
}

/** By the times that are written: a step without one of its own adds nothing. */
function longestWay(steps: readonly WorkflowStep[]): { readonly step: string; readonly seconds: number } {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const known = new Map<string, number>();
  const until = (name: string, way: readonly string[]): number => {
    const step = byName.get(name);
    const found = known.get(name);
    if (step === undefined || way.includes(name)) return 0;
    if (found !== undefined) return found;
    const before = Math.max(0, ...(step.after ?? []).map((each) => until(each, [...way, name])));
    const seconds = before + secondsOf(step);
    known.set(name, seconds);
    return seconds;
  };
  const ways = steps.map(({ name }) => ({ step: name, seconds: until(name, []) }));
  return ways.reduce((one, other) => (other.seconds > one.seconds ? other : one), { step: '', seconds: 0 });
}

function secondsOf({ wait, timeoutMinutes, retry }: WorkflowStep): number {
  if (wait !== undefined) return wait.seconds;
  const once = (timeoutMinutes ?? 0) * 60;
  if (timeoutMinutes === undefined || retry === undefined) return once;
  const pauses = Array.from({ length: retry.attempts }, (_, index) =>
    Math.min(retry.backoffSeconds * 2 ** index, Math.max(3600, retry.backoffSeconds)),
  );
  return once * (1 + retry.attempts) + pauses.reduce((sum, pause) => sum + pause, 0);
}
