/**
 * Partition projection: Athena computes the partitions of a table by date from these table parameters instead of asking
 * the catalog. Objects lie under `<key>=<value>/`, Athena's own layout, so no location template is needed.
 */

/** No object is older than S3's first customers; upwards the range moves with Athena's clock, a day ahead for time zones. */
const YEARS = '2000,NOW+1DAYS';
const DATES = '2000-01-01,NOW+1DAYS';

/** Two-digit parts of a date in object paths: 01..12, 01..31, 00..23. */
const RANGES: Readonly<Record<string, string>> = { month: '1,12', day: '1,31', hour: '0,23' };

/** For keys as the schema allows them: year[, month[, day[, hour]]], or one key with whole dates. */
export function projectionParameters(keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.assign({ 'projection.enabled': 'true' }, ...keys.map(keyParameters));
}

function keyParameters(key: string): Readonly<Record<string, string>> {
  const at = `projection.${key}`;
  if (key === 'year') {
    return {
      [`${at}.type`]: 'date',
      [`${at}.format`]: 'yyyy',
      [`${at}.range`]: YEARS,
      [`${at}.interval`]: '1',
      [`${at}.interval.unit`]: 'YEARS',
    };
  }
  const range = RANGES[key];
  if (range !== undefined) return { [`${at}.type`]: 'integer', [`${at}.range`]: range, [`${at}.digits`]: '2' };
  return {
    [`${at}.type`]: 'date',
    [`${at}.format`]: 'yyyy-MM-dd',
    [`${at}.range`]: DATES,
    [`${at}.interval`]: '1',
    [`${at}.interval.unit`]: 'DAYS',
  };
}
