/**
 * Partition projection: Athena computes the partitions of a table from these table parameters instead of asking the catalog.
 * The upper end of dates moves with Athena's clock, a day ahead for time zones.
 */
import type { ProjectionKey, Table } from '../../../crds/datapipeline.ts';
import { finestUnit, formatDate, parseDay } from '../../../crds/date-format.ts';

type Parameters = Readonly<Record<string, string>>;

/** None when partitions stand in the catalog. `location` is where the table lies, with a slash at its end. */
export function projectionParameters(table: Table, location: string): Parameters {
  if (table.partitionProjection) {
    return parameters((table.partitionKeys ?? []).map(({ name }) => [name, usual(name)]));
  }
  const { projection } = table;
  if (projection === undefined) return {};
  const template = projection.locationTemplate;
  return {
    ...parameters(projection.keys.map((key) => [key.name, told(key)])),
    // Without one Athena looks below <key>=<value>/.
    ...(template === undefined ? {} : { 'storage.location.template': `${location}${template}` }),
  };
}

function parameters(keys: readonly (readonly [string, Parameters])[]): Parameters {
  const entries = keys.flatMap(([name, settings]) =>
    Object.entries(settings).map(([setting, value]) => [`projection.${name}.${setting}`, value]),
  );
  return { 'projection.enabled': 'true', ...Object.fromEntries(entries) };
}

/** Two-digit parts of a date in object paths: 01..12, 01..31, 00..23. */
const PARTS: Readonly<Record<string, string>> = { month: '1,12', day: '1,31', hour: '0,23' };

/** For keys as partitionProjection allows them: year[, month[, day[, hour]]], or one key with whole dates. */
function usual(key: string): Parameters {
  const range = PARTS[key];
  if (range !== undefined) return { type: 'integer', range, digits: '2' };
  // No object is older than S3's first customers, and a later year would hide objects.
  return key === 'year' ? dates('yyyy', '2000-01-01', 'YEARS', 1) : dates('yyyy-MM-dd', '2000-01-01', 'DAYS', 1);
}

function told({ date, integer, enum: values }: ProjectionKey): Parameters {
  if (date !== undefined) return dates(date.format, date.from, date.unit ?? finestUnit(date.format), date.interval);
  if (integer !== undefined) {
    const { min, max, interval, digits } = integer;
    return {
      type: 'integer',
      range: `${min},${max}`,
      ...(interval === 1 ? {} : { interval: `${interval}` }),
      ...(digits === undefined ? {} : { digits: `${digits}` }),
    };
  }
  return values === undefined ? { type: 'injected' } : { type: 'enum', values: values.join(',') };
}

function dates(format: string, from: string, unit: string, interval: number): Parameters {
  const first = parseDay(from);
  if (first === undefined) throw new Error(`${from} is no day of the calendar`);
  return {
    type: 'date',
    format,
    range: `${formatDate(format, first)},NOW+1DAYS`,
    interval: `${interval}`,
    'interval.unit': unit,
  };
}
