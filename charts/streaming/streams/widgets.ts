/** What a dashboard shows of a stream. */
import { FIVE_MINUTES } from '../../monitoring/alarms/alarm.ts';
import type { Widget } from '../../monitoring/widget.ts';
import { consumerLag, streamMetrics } from './alarms.ts';
import type { StreamModel } from './model.ts';

export function streamWidgets(stream: StreamModel): readonly Widget[] {
  const metric = streamMetrics(stream);
  return [
    {
      title: 'Records in',
      unit: 'records in 5 minutes',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: metric('IncomingRecords', 'Sum') }],
    },
    {
      title: 'Bytes in and out',
      unit: 'bytes in 5 minutes',
      periodSeconds: FIVE_MINUTES,
      lines: [
        { metric: metric('IncomingBytes', 'Sum'), of: 'in' },
        { metric: metric('GetRecords.Bytes', 'Sum'), of: 'out' },
      ],
    },
    {
      title: 'Refused by limits',
      unit: 'refused in 5 minutes',
      periodSeconds: FIVE_MINUTES,
      lines: [
        { metric: metric('WriteProvisionedThroughputExceeded', 'Sum'), of: 'writes' },
        { metric: metric('ReadProvisionedThroughputExceeded', 'Sum'), of: 'reads' },
      ],
    },
    {
      title: 'How late it is read',
      unit: 'milliseconds',
      periodSeconds: FIVE_MINUTES,
      lines: [
        { metric: metric('GetRecords.IteratorAgeMilliseconds', 'Maximum') },
        ...stream.consumers.map(({ name }) => ({ metric: consumerLag(stream, name), of: name })),
      ],
    },
  ];
}
