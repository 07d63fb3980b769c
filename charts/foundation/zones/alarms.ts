/** When a zone is in trouble: nothing arrives where something always does. S3 tells EventBridge of every object. */
import { bucketArn, type Place } from '../../arns.ts';
import type { Alarm } from '../../monitoring/alarms/alarm.ts';
import type { ZoneModel } from './model.ts';

const HOUR = 3_600;

export function zoneAlarms(place: Place, { bucket, maxAgeHours }: ZoneModel): readonly Alarm[] {
  if (maxAgeHours === undefined) return [];
  return [
    {
      alarm: 'ZoneSilent',
      says: 'No object arrived for as long as arrivals allows.',
      events: { source: 'aws.s3', detailType: 'Object Created', resources: [bucketArn(place, bucket)] },
      periodSeconds: HOUR,
      periods: { breaching: maxAgeHours, of: maxAgeHours },
      when: 'Below',
      threshold: 1,
      missing: {
        counts: 'AsBad',
        because: 'EventBridge counts nothing while nothing arrives, and that is the trouble',
      },
    },
  ];
}
