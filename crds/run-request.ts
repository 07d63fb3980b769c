/**
 * The annotation datapipelines.dev/run: `schedule/NAME` or `workflow/NAME`, and behind a "#" whatever makes it another value,
 * for what ran once does not run again.
 */
import type { DataPipelineSpec } from './datapipeline.ts';
import { isJobIn } from './jobs.ts';
import { NAME_MAX_LENGTH } from './schema/name-fields.ts';

export interface RunRequest {
  readonly kind: RunKind;
  readonly name: string;
}

const KINDS = ['schedule', 'workflow'] as const;
type RunKind = (typeof KINDS)[number];

/** Longest value, in characters. */
export const RUN_MAX_LENGTH = 128;
const FORM = new RegExp(`^(${KINDS.join('|')})/([a-z0-9-]{1,${NAME_MAX_LENGTH}})(?:#[A-Za-z0-9._:+-]+)?$`);
const LIKE = 'write one like schedule/nightly or workflow/batch, and workflow/batch#2 to run it again';

/** What is asked for, or why it cannot be had: `<what is wrong>; <what to write instead>`. */
export function readRunRequest(asked: string, spec: DataPipelineSpec): RunRequest | { readonly refusal: string } {
  const [, asKind, name = ''] = (asked.length <= RUN_MAX_LENGTH ? FORM.exec(asked) : null) ?? [];
  const kind = KINDS.find((each) => each === asKind);
  if (kind === undefined)
    return { refusal: `it is not schedule/NAME or workflow/NAME of at most ${RUN_MAX_LENGTH} characters; ${LIKE}` };
  const refusal = unknown(kind, name, spec) ?? elsewhere(kind, name, spec);
  if (refusal !== undefined) return { refusal };
  if (spec.suspend !== 'None')
    return { refusal: `spec.suspend is ${spec.suspend}; ask again, with another value, when it is None` };
  return { kind, name };
}

function unknown(kind: RunKind, name: string, spec: DataPipelineSpec): string | undefined {
  const known = (spec[`${kind}s`] ?? []).map((each) => each.name);
  if (known.includes(name)) return undefined;
  const remedy = known.length === 0 ? `declare it first, spec.${kind}s is empty` : `write one of: ${known.join(', ')}`;
  return `there is no ${kind} "${name}"; ${remedy}`;
}

/** A workflow passes over a job that is not of the environment; a schedule that starts one is not made. */
function elsewhere(
  kind: RunKind,
  name: string,
  { schedules, jobs, environment }: DataPipelineSpec,
): string | undefined {
  const started = kind === 'schedule' ? schedules?.find((each) => each.name === name)?.job : undefined;
  const job = jobs?.find((each) => each.name === started);
  if (job === undefined || isJobIn(job, environment)) return undefined;
  return `job "${job.name}" of that schedule does not exist in ${environment}; name another schedule`;
}
