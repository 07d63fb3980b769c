/** What a dashboard shows of schedules. Scheduler counts by group, so it is of all of a pipeline together. */
import { FIVE_MINUTES } from '../../monitoring/alarms/alarm.ts';
import type { Widget } from '../../monitoring/widget.ts';
import { deadLettersWidget } from '../dead-letters.ts';
import { scheduleMetrics } from './alarms.ts';
import type { OrchestrationModel } from './model.ts';

export function scheduleWidgets(orchestration: OrchestrationModel): readonly Widget[] {
  const metric = scheduleMetrics(orchestration);
  return [
    {
      title: 'Starts',
      unit: 'starts in 5 minutes',
      periodSeconds: FIVE_MINUTES,
      lines: [
        { metric: metric('InvocationAttemptCount', 'Sum'), of: 'tried' },
        { metric: metric('TargetErrorCount', 'Sum'), of: 'refused' },
      ],
    },
    deadLettersWidget(orchestration.deadLetters),
  ];
}
