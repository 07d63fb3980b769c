/** When objects arrive and nothing comes of it. */
import { type Alarm, FIVE_MINUTES, ONCE, REPEATED } from '../../monitoring/alarms/alarm.ts';
import { metricsOf } from '../../monitoring/metric.ts';
import { deadLetterAlarm, waitOf } from '../dead-letters.ts';
import type { TriggerModel, TriggersModel } from './model.ts';

/** Seconds that may pass after what waits should have been taken: a start, tried again. */
const PATIENCE = 900;

export function sharedTriggerAlarms({ deadLetters }: TriggersModel): readonly Alarm[] {
  return [
    deadLetterAlarm(deadLetters, {
      alarm: 'TriggerDeadLetters',
      says: 'Objects arrived and could not start their workflow; their events lie in the queue of dead letters.',
    }),
  ];
}

export function triggerAlarms({ rule, queue, batch, suspendedBy }: TriggerModel): readonly Alarm[] {
  const lost: Alarm = {
    alarm: 'TriggerEventsLost',
    says: 'EventBridge could not put events into the queue and gave up: those objects start nothing.',
    metric: metricsOf('AWS/Events', { RuleName: rule })('FailedInvocations', 'Sum'),
    periodSeconds: FIVE_MINUTES,
    periods: ONCE,
    when: 'Above',
    threshold: 0,
    missing: { counts: 'AsGood', because: 'EventBridge publishes it only when it is not zero' },
  };
  // What arrives while it is suspended is to wait.
  if (suspendedBy !== undefined) return [lost];
  return [
    lost,
    {
      alarm: 'TriggerWaiting',
      says: 'Objects have arrived and wait far longer than they are gathered for.',
      metric: waitOf(queue),
      periodSeconds: FIVE_MINUTES,
      periods: REPEATED,
      when: 'Above',
      threshold: batch.seconds + PATIENCE,
      missing: { counts: 'AsGood', because: 'SQS publishes nothing of a queue that nobody used for hours' },
    },
  ];
}
