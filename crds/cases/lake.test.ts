import { describe, expect, test } from '@jest/globals';
import { BAD_SPECS } from './all.ts';

/** The lake: zones, tables with their layouts, views and crawlers. */
const LAKE = /^spec[.](zones|tables|views|crawlers)\b/;

describe('specs of lakes that are refused', () => {
  const refused = BAD_SPECS.filter(({ path }) => LAKE.test(path));
  const of = (section: string, field = ''): number =>
    refused.filter(({ path }) => path.startsWith(`spec.${section}`) && path.includes(field)).length;

  test('are many, and each breaks a rule in its own way', () => {
    expect(refused.length).toBeGreaterThanOrEqual(200);
    const distinct = new Set(refused.map(({ before, spec }) => JSON.stringify({ before, spec })));
    expect(distinct.size).toBe(refused.length);
  });

  test.each([
    ['zones', ''],
    ['zones', 'lifecycle'],
    ['zones', 'bucketPolicy'],
    ['zones', 'notifications'],
    ['zones', 'existingBucket'],
    ['tables', ''],
    ['tables', 'projection'],
    ['crawlers', ''],
    ['views', ''],
  ])('are there of %s %s', (section, field) => {
    expect(of(section, field)).toBeGreaterThanOrEqual(5);
  });
});
