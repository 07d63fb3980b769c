/** What one step of a workflow does must be there, and must be its own to do. */
import type { DataPipelineSpec, WorkflowStep } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { listed } from './listed.ts';

export function stepFaults(spec: DataPipelineSpec, step: WorkflowStep, path: Path): Fault[] {
  return [...targetFaults(spec, step, path), ...suspendedFaults(spec, step, path)];
}

interface Named {
  /** In the user's words. */
  readonly what: string;
  readonly name: string | undefined;
  /** Below the step. */
  readonly at: Path;
  readonly list: string;
  readonly known: readonly { readonly name: string }[];
}

function targetFaults(spec: DataPipelineSpec, step: WorkflowStep, path: Path): Fault[] {
  const { applications = [], crawlers = [], functions = [], jobs = [], query } = spec;
  const started = { what: 'application', list: 'applications', known: applications };
  const targets: readonly Named[] = [
    { ...started, name: step.application?.start, at: ['application', 'start'] },
    { ...started, name: step.application?.stop, at: ['application', 'stop'] },
    { what: 'crawler', name: step.crawler, at: ['crawler'], list: 'crawlers', known: crawlers },
    { what: 'function', name: step.function, at: ['function'], list: 'functions', known: functions },
    { what: 'job', name: step.job, at: ['job'], list: 'jobs', known: jobs },
    {
      what: 'query',
      name: step.query?.namedQuery,
      at: ['query', 'namedQuery'],
      list: 'query.namedQueries',
      known: query?.namedQueries ?? [],
    },
  ];
  return targets.flatMap(({ what, name, at, list, known }) => {
    const names = known.map((each) => each.name);
    if (name === undefined || names.includes(name)) return [];
    const rule = `step "${step.name}" names ${what} "${name}", which does not exist`;
    const none = `none, for spec.${list} is empty`;
    return [fault([...path, ...at], name, rule, `write one of: ${names.length === 0 ? none : listed(names)}`)];
  });
}

/** The operator would stop what the step started. */
function suspendedFaults({ applications = [] }: DataPipelineSpec, step: WorkflowStep, path: Path): Fault[] {
  const started = applications.find(({ name }) => name === step.application?.start);
  if (started === undefined || !started.suspend) return [];
  const rule = `step "${step.name}" starts application "${started.name}", which has suspend: true`;
  return [
    fault(
      [...path, 'application', 'start'],
      started.name,
      rule,
      'write suspend: false, for it stands still until a step starts it',
    ),
  ];
}
