/** What a dashboard shows of a trigger: what waits, and what was given up. */
import { FIVE_MINUTES } from '../../monitoring/alarms/alarm.ts';
import type { Widget } from '../../monitoring/widget.ts';
import { deadLettersWidget, depthOf, waitOf } from '../dead-letters.ts';
import type { TriggerModel, TriggersModel } from './model.ts';

export function sharedTriggerWidgets({ deadLetters }: TriggersModel): readonly Widget[] {
  return [deadLettersWidget(deadLetters)];
}

export function triggerWidgets({ queue }: TriggerModel): readonly Widget[] {
  return [
    {
      title: 'Objects that wait',
      unit: 'objects',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: depthOf(queue) }],
    },
    {
      title: 'How long the oldest waits',
      unit: 'seconds',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: waitOf(queue) }],
    },
  ];
}
