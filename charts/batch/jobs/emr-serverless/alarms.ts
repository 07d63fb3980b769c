/** When a job on EMR Serverless is in trouble: the events of its application say how each run ends. */
import { EMR_SERVERLESS } from '../../../kinds/emrserverless.ts';
import { type Alarm, FIVE_MINUTES, ONCE } from '../../../monitoring/alarms/alarm.ts';
import { observed } from '../../../observed.ts';
import type { EmrServerlessJobModel } from './model.ts';

export function emrServerlessAlarms({ application }: Pick<EmrServerlessJobModel, 'application'>): readonly Alarm[] {
  return [
    {
      alarm: 'JobFailed',
      says: 'A run failed, or was cancelled: by its timeout, or by somebody.',
      events: {
        source: 'aws.emr-serverless',
        detailType: 'EMR Serverless Job Run State Change',
        detail: {
          applicationId: [observed(EMR_SERVERLESS.Application, application, 'id')],
          state: ['FAILED', 'CANCELLED'],
        },
      },
      periodSeconds: FIVE_MINUTES,
      periods: ONCE,
      when: 'Above',
      threshold: 0,
      missing: { counts: 'AsGood', because: 'no run failed' },
    },
  ];
}
