import { describe, expect, test } from '@jest/globals';
import type { Place } from '../arns.ts';
import { flinkTrust, glueTrust, schedulerTrust } from './trust.ts';

const place: Place = { partition: 'aws', accountId: '123456789012', region: 'eu-central-1' };

describe('trusts are held to the account and to the source', () => {
  test.each([
    ['Glue', glueTrust(place), 'arn:aws:glue:eu-central-1:123456789012:*'],
    [
      'Flink',
      flinkTrust(place, 'team-a-shop-count'),
      'arn:aws:kinesisanalytics:eu-central-1:123456789012:application/team-a-shop-count',
    ],
    [
      'Scheduler',
      schedulerTrust(place, 'team-a-shop'),
      'arn:aws:scheduler:eu-central-1:123456789012:schedule-group/team-a-shop',
    ],
  ])('%s', (_, document, source) => {
    expect(document.statements.map((one) => one.conditions)).toEqual([
      { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': source } },
    ]);
  });
});
