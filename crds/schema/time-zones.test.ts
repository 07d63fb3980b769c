import { describe, expect, test } from '@jest/globals';
import { scheduleOf } from '../cases/build.ts';
import { pipelineWith } from '../cases/cases.ts';
import { validateDataPipeline } from '../validate/validate.ts';

const refused = (timeZone: string): boolean =>
  validateDataPipeline(pipelineWith(scheduleOf({ rate: '1d', timeZone }))).length > 0;

describe('time zones', () => {
  test('that this runtime knows are taken, and links too', () => {
    const known = [...Intl.supportedValuesOf('timeZone'), 'US/Eastern', 'Etc/GMT+1', 'GMT-0', 'Asia/Calcutta'];
    expect(known.length).toBeGreaterThan(400);
    expect(known.filter(refused)).toEqual([]);
  });

  test.each([
    'Europe',
    'Europe/',
    'Berlin',
    'Europe/Berlin/',
    'Etc/GMT1',
    'EtcXGMT',
    'Europe/Berlin|',
    'GMT++0',
    'utc',
  ])('do not include %s', (timeZone) => {
    expect(refused(timeZone)).toBe(true);
  });
});
