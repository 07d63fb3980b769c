/** What a dashboard shows of an application; nothing of one that stands still on purpose. */
import { FIVE_MINUTES } from '../../monitoring/alarms/alarm.ts';
import type { Widget } from '../../monitoring/widget.ts';
import { applicationMetrics, restartsOf } from './alarms.ts';
import type { ApplicationModel } from './model.ts';

export function applicationWidgets(one: ApplicationModel): readonly Widget[] {
  if (!one.isRunning) return [];
  const metric = applicationMetrics(one);
  return [
    {
      title: 'Downtime',
      unit: 'milliseconds',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: metric('downtime', 'Maximum') }],
    },
    {
      title: 'Restarts and failed checkpoints',
      unit: 'since it was started',
      periodSeconds: FIVE_MINUTES,
      lines: [
        { metric: metric(restartsOf(one), 'Maximum'), of: 'restarts' },
        ...(one.checkpointing.enabled
          ? [{ metric: metric('numberOfFailedCheckpoints', 'Maximum'), of: 'failed checkpoints' }]
          : []),
      ],
    },
    {
      title: 'Processing units',
      unit: 'KPUs',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: metric('KPUs', 'Maximum') }],
    },
  ];
}
