/** When a delivery is in trouble. */
import { type Alarm, FIVE_MINUTES, LASTING, ONCE, REPEATED } from '../../monitoring/alarms/alarm.ts';
import { type Metric, metricsOf } from '../../monitoring/metric.ts';
import type { DeliveryModel } from './model.ts';

/** What gathers is as old as the buffer gathers for; three times as old, it is stuck. Many partitions take half as long again. */
const LATE_FACTOR = { plain: 3, byKeys: 4.5 } as const;
/** Seconds: retries of a moment are no delay that anybody minds, however small the buffer. */
const LEAST_LATE = 900;

export function deliveryMetrics({ delivery }: DeliveryModel) {
  return metricsOf('AWS/Firehose', { DeliveryStreamName: delivery });
}

/** By its stream, or where producers put records to it, by the delivery. */
export function refusals(delivery: DeliveryModel): Metric {
  return deliveryMetrics(delivery)(delivery.stream === undefined ? 'ThrottledRecords' : 'ThrottledGetRecords', 'Sum');
}

export function deliveryAlarms(delivery: DeliveryModel): readonly Alarm[] {
  const { buffer, byKeys, stream, conversion, maxAgeMinutes } = delivery;
  const metric = deliveryMetrics(delivery);
  const missing = { counts: 'AsGood', because: 'no records came, which freshness is to watch' } as const;
  const lateSeconds = Math.max(LEAST_LATE, buffer.seconds * (byKeys ? LATE_FACTOR.byKeys : LATE_FACTOR.plain));
  return [
    {
      alarm: 'DeliveryLate',
      says: 'Records wait far longer than the buffer gathers for: they are not written.',
      metric: metric('DeliveryToS3.DataFreshness', 'Maximum'),
      periodSeconds: FIVE_MINUTES,
      periods: REPEATED,
      when: 'Above',
      threshold: lateSeconds,
      missing,
    },
    ...(conversion === undefined
      ? []
      : [
          {
            alarm: 'DeliveryConversionFailed',
            says: 'Records do not fit the columns of the table; they lie in the folder of errors.',
            metric: metric('FailedConversion.Records', 'Sum'),
            periodSeconds: FIVE_MINUTES,
            periods: ONCE,
            when: 'Above',
            threshold: 0,
            missing,
          } satisfies Alarm,
        ]),
    {
      alarm: 'DeliveryThrottled',
      says:
        stream === undefined
          ? 'Records are refused, because producers put more than the delivery takes.'
          : 'The delivery is refused at its stream, because all readers together read more than the shards give.',
      metric: refusals(delivery),
      periodSeconds: FIVE_MINUTES,
      periods: LASTING,
      when: 'Above',
      threshold: 0,
      missing,
    },
    ...(maxAgeMinutes === undefined ? [] : [silent(metric('DeliveryToS3.Records', 'Sum'), maxAgeMinutes)]),
  ];
}

function silent(metric: Metric, minutes: number): Alarm {
  return {
    alarm: 'DeliverySilent',
    says: 'Nothing was written for as long as freshness allows.',
    metric,
    periodSeconds: 60,
    periods: { breaching: minutes, of: minutes },
    when: 'Below',
    threshold: 1,
    missing: {
      counts: 'AsBad',
      because: 'Firehose publishes nothing while it writes nothing, and that is the trouble',
    },
  };
}
