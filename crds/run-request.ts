/**
 * The annotation datapipelines.dev/run: `schedule/NAME`, and behind a "#" whatever makes it another value, for what ran once
 * does not run again.
 */
import type { DataPipelineSpec } from './datapipeline.ts';
import { isJobIn } from './jobs.ts';
import { NAME_MAX_LENGTH } from './schema/name-fields.ts';

export interface RunRequest {
  readonly kind: 'schedule';
  readonly name: string;
}

/** Longest value, in characters. */
export const RUN_MAX_LENGTH = 128;
const FORM = new RegExp(`^(schedule)/([a-z0-9-]{1,${NAME_MAX_LENGTH}})(?:#[A-Za-z0-9._:+-]+)?$`);
const LIKE = 'write one like schedule/nightly, or schedule/nightly#2 to run it again';

/** What is asked for, or why it cannot be had: `<what is wrong>; <what to write instead>`. */
export function readRunRequest(asked: string, spec: DataPipelineSpec): RunRequest | { readonly refusal: string } {
  const [, kind, name = ''] = (asked.length <= RUN_MAX_LENGTH ? FORM.exec(asked) : null) ?? [];
  if (kind === undefined)
    return { refusal: `it is not schedule/NAME of at most ${RUN_MAX_LENGTH} characters; ${LIKE}` };
  const schedule = spec.schedules?.find((each) => each.name === name);
  if (schedule === undefined) {
    const known = (spec.schedules ?? []).map((each) => each.name);
    const remedy =
      known.length === 0 ? 'declare it first, spec.schedules is empty' : `write one of: ${known.join(', ')}`;
    return { refusal: `there is no schedule "${name}"; ${remedy}` };
  }
  const job = spec.jobs?.find((each) => each.name === schedule.job);
  if (job !== undefined && !isJobIn(job, spec.environment))
    return {
      refusal: `job "${job.name}" of that schedule does not exist in ${spec.environment}; name another schedule`,
    };
  if (spec.suspend !== 'None')
    return { refusal: `spec.suspend is ${spec.suspend}; ask again, with another value, when it is None` };
  return { kind: 'schedule', name };
}
