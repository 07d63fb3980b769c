/** What a dashboard shows of a delivery. */
import { FIVE_MINUTES } from '../../monitoring/alarms/alarm.ts';
import type { Widget } from '../../monitoring/widget.ts';
import { deliveryMetrics, refusals } from './alarms.ts';
import type { DeliveryModel } from './model.ts';

export function deliveryWidgets(delivery: DeliveryModel): readonly Widget[] {
  const metric = deliveryMetrics(delivery);
  return [
    {
      title: 'Records written',
      unit: 'records in 5 minutes',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: metric('DeliveryToS3.Records', 'Sum') }],
    },
    {
      title: 'Age of the oldest record not yet written',
      unit: 'seconds',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: metric('DeliveryToS3.DataFreshness', 'Maximum') }],
    },
    {
      title: 'Failed and refused',
      unit: 'in 5 minutes',
      periodSeconds: FIVE_MINUTES,
      lines: [
        ...(delivery.conversion === undefined
          ? []
          : [{ metric: metric('FailedConversion.Records', 'Sum'), of: 'failed conversions' }]),
        { metric: refusals(delivery), of: 'refused' },
      ],
    },
  ];
}
