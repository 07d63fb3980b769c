/** What status remembers of the annotation datapipelines.dev/run. */
import { choice, instant, object, optional, type Stored, sequence, text } from './fields.ts';

export const RUNS_REMEMBERED = 10;

const run = object(
  {
    asked: text({ description: 'The value of the annotation.', example: 'schedule/nightly#2', maxLength: 256 }),
    state: choice(['Waiting', 'Scheduled', 'Started', 'Missed', 'Refused'], {
      description:
        'Waiting: not in AWS yet. Scheduled: AWS starts it at that time. Started: that time is past; what could not be started is in the dead-letter queue. Missed: it was not in AWS in time. Refused: message says why.',
    }),
    at: optional(instant({ description: 'When it starts.' })),
    message: optional(text({ description: 'Why it was refused, and what to write instead.', maxLength: 1024 })),
  },
  { description: 'One run that was asked for.' },
);

export const runs = sequence(run, {
  description: `Runs that the annotation datapipelines.dev/run asked for, the latest first, at most ${RUNS_REMEMBERED}. A value that stands here does not run again.`,
  maxItems: RUNS_REMEMBERED,
});

export type RunStatus = Stored<typeof run>;
