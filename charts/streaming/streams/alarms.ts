/** When a stream is in trouble. Metrics of whole streams cost nothing and come every minute; names and dimensions: docs/aws-rules.md. */
import { type Alarm, FIVE_MINUTES, LASTING, REPEATED } from '../../monitoring/alarms/alarm.ts';
import { type Metric, metricsOf } from '../../monitoring/metric.ts';
import type { StreamModel } from './model.ts';

const QUARTER_OF_AN_HOUR = 900;
/** Of 10,000 ordinary hours about 27 lie farther out than three, and three in a row hardly ever do. */
const DEVIATIONS = 3;

/** Of the retention: whoever reads so late still has the same time again to catch up before records are lost unread. */
const LATE_SHARE = 0.5;

export function streamMetrics({ stream }: StreamModel) {
  return metricsOf('AWS/Kinesis', { StreamName: stream });
}

/** Readers by fan-out do not count into the iterator age; each has a lag of its own. */
export function consumerLag({ stream }: StreamModel, consumer: string): Metric {
  const ofConsumer = metricsOf('AWS/Kinesis', { StreamName: stream, ConsumerName: consumer });
  return ofConsumer('SubscribeToShardEvent.MillisBehindLatest', 'Maximum');
}

export function streamAlarms(stream: StreamModel): readonly Alarm[] {
  const metric = streamMetrics(stream);
  const lateMs = stream.retentionHours * 3_600_000 * LATE_SHARE;
  const unread = { counts: 'AsGood', because: 'nobody reads, which a stream without readers may be' } as const;
  const refused = { counts: 'AsGood', because: 'nobody writes or reads' } as const;
  return [
    {
      alarm: 'StreamWriteThrottled',
      says: 'Records are refused, because producers write more than the shards take.',
      metric: metric('WriteProvisionedThroughputExceeded', 'Sum'),
      periodSeconds: FIVE_MINUTES,
      periods: REPEATED,
      when: 'Above',
      threshold: 0,
      missing: refused,
    },
    {
      alarm: 'StreamReadThrottled',
      says: 'Readers are refused, because together they read more than the shards give.',
      metric: metric('ReadProvisionedThroughputExceeded', 'Sum'),
      periodSeconds: FIVE_MINUTES,
      periods: LASTING,
      when: 'Above',
      threshold: 0,
      missing: refused,
    },
    {
      alarm: 'StreamIteratorAge',
      says: 'A reader is so late that half of the retention is gone; records are lost to it when all of it is.',
      metric: metric('GetRecords.IteratorAgeMilliseconds', 'Maximum'),
      periodSeconds: FIVE_MINUTES,
      periods: LASTING,
      when: 'AtLeast',
      threshold: lateMs,
      missing: unread,
    },
    {
      alarm: 'StreamVolumeUnusual',
      says: 'Far more or far fewer records come in than at such an hour of other weeks.',
      metric: metric('IncomingRecords', 'Sum'),
      periodSeconds: QUARTER_OF_AN_HOUR,
      periods: LASTING,
      when: 'Unusual',
      threshold: DEVIATIONS,
      missing: { counts: 'AsGood', because: 'that data stopped is what freshness of a delivery watches' },
    },
    ...stream.consumers.map(
      ({ name }): Alarm => ({
        alarm: 'StreamConsumerLag',
        part: name,
        says: 'A consumer is so late that half of the retention is gone; records are lost to it when all of it is.',
        metric: consumerLag(stream, name),
        periodSeconds: FIVE_MINUTES,
        periods: LASTING,
        when: 'AtLeast',
        threshold: lateMs,
        missing: unread,
      }),
    ),
  ];
}
