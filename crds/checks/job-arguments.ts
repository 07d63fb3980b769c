/** What may stand in the arguments of a job: nothing that the operator or Glue sets, and of a built-in only what it knows. */
import { type ArgumentKind, type JobArgument, jobDescriptors } from '../../dataplane/descriptors.ts';
import type { Job } from '../datapipeline.ts';
import { isOnGlue, PLATFORM_FIELD, platformOf } from '../jobs.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';

/** Glue's own, by what they begin with, and what to write in their place. */
const OWNED: readonly (readonly [string, string])[] = [
  ['--custom-logGroup-prefix', 'remove it, the groups are shown in status'],
  ['--continuous-log-', 'remove it, the groups are shown in status'],
  ['--enable-auto-scaling', 'write glue.autoScaling'],
  ['--enable-continuous-cloudwatch-log', 'remove it, Glue 5 and later always log at once'],
  ['--enable-continuous-log-filter', 'remove it, Glue 5 and later always log at once'],
  ['--enable-glue-datacatalog', 'remove it, it is on'],
  ['--enable-metrics', 'remove it, it is on'],
  ['--enable-observability-metrics', 'remove it, it is on'],
  ['--enable-spark-ui', 'write glue.sparkUI'],
  ['--spark-event-logs-path', 'write glue.sparkUI'],
  ['--job-bookmark-option', 'write glue.bookmarks'],
  ['--job-language', 'remove it, scripts are Python'],
  ['--scriptLocation', 'write script'],
  ['--JOB_NAME', 'remove it, Glue passes it'],
  ['--conf', 'set it in the script, Glue keeps this argument to itself'],
  ['--mode', 'remove it, Glue keeps this argument to itself'],
];

/** What means something to Spark only. Source: Glue, "Job parameter reference". */
const OF_SPARK = [
  '--class',
  '--conf',
  '--datalake-formats',
  '--enable-job-insights',
  '--extra-files',
  '--extra-jars',
  '--user-jars-first',
  '--write-shuffle-files-to-s3',
];

export function argumentFaults(job: Job, path: Path): Fault[] {
  const { name, script, arguments: given = {} } = job;
  const { kind } = platformOf(job);
  const builtIn = script.builtIn === undefined ? undefined : jobDescriptors[script.builtIn];
  return Object.entries(given).flatMap(([key, value]): Fault[] => {
    const at = [...path, key];
    // On EMR arguments are the script's alone.
    const owned = (isOnGlue(job) ? OWNED : []).find(
      ([beginning]) => key === beginning || (beginning.endsWith('-') && key.startsWith(beginning)),
    );
    if (kind === 'PythonShell' && (OF_SPARK.includes(key) || owned?.[1].startsWith('write glue.'))) {
      const rule = `argument "${key}" of job "${name}" is for Spark, which a Python shell has not`;
      return [fault(at, value, rule, 'remove it, or write glue in place of pythonShell')];
    }
    if (owned !== undefined) {
      return [fault(at, value, `argument "${key}" of job "${name}" is not the user's`, owned[1])];
    }
    if (builtIn === undefined) return [];
    const all: readonly JobArgument[] = builtIn.arguments;
    const known = all.filter(({ binding }) => binding === undefined);
    const argument = all.find((each) => each.name === key);
    if (argument === undefined || argument.binding !== undefined) {
      const rule =
        argument === undefined
          ? `built-in ${builtIn.name} of job "${name}" has no argument "${key}"`
          : `argument "${key}" of job "${name}" follows from its from, to and ${PLATFORM_FIELD[kind]}`;
      return [fault(at, value, rule, `write one of: ${known.map((each) => each.name).join(', ')}`)];
    }
    const wrong = wrongValue(argument.kind, value);
    return wrong === undefined
      ? []
      : [fault(at, value, `argument "${key}" of job "${name}" ${wrong.rule}`, wrong.remedy)];
  });
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/;
const NAMES = /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*(,[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*)*$/;

function wrongValue(kind: ArgumentKind, value: string): { readonly rule: string; readonly remedy: string } | undefined {
  switch (kind.type) {
    case 'Count': {
      const { least, most } = kind;
      const count = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (count >= least && count <= most) return undefined;
      return {
        rule: `is "${value}", which is no count from ${least} to ${most}`,
        remedy: `write one, like "${least}"`,
      };
    }
    case 'Choice':
      if (kind.choices.includes(value)) return undefined;
      return { rule: `is "${value}", which it does not know`, remedy: `write one of: ${kind.choices.join(', ')}` };
    case 'Moment':
      if (value === '' || (MOMENT.test(value) && !Number.isNaN(Date.parse(value)))) return undefined;
      return {
        rule: `is "${value}", which is no day and no instant`,
        remedy: 'write one like 2026-11-20 or 2026-11-20T06:00:00Z',
      };
    case 'Names':
      if (NAMES.test(value)) return undefined;
      return {
        rule: `is "${value}", which is no list of names`,
        remedy: 'write names separated by commas, like user_id,event_time',
      };
    case 'Path':
    case 'Text':
      return undefined;
  }
}
