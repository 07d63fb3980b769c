/** Projection: what depends on the letters of a date format or on names inside a text, and how many places a query visits. */
import type { DataPipelineSpec, ProjectionKey, Table } from '../datapipeline.ts';
import { type DateUnit, finestUnit, isFiner, missingUnit, parseDay } from '../date-format.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';

export function projectionFaults({ tables = [] }: DataPipelineSpec): Fault[] {
  return tables.flatMap(({ projection, partitionKeys = [] }, index) => {
    if (projection === undefined) return [];
    const path = ['spec', 'tables', index, 'projection'];
    const names = partitionKeys.map(({ name }) => name);
    return [
      ...placeholderFaults(projection.locationTemplate ?? '', names, [...path, 'locationTemplate']),
      ...projection.keys.flatMap((key, at) => dateFaults(key, [...path, 'keys', at, 'date'])),
    ];
  });
}

/** Athena takes an unknown placeholder for text, and finds nothing. */
function placeholderFaults(template: string, names: readonly string[], path: Path): Fault[] {
  const unknown = [...template.matchAll(/\$\{([^}]*)\}/g)].find(([, name = '']) => !names.includes(name));
  if (unknown === undefined) return [];
  const rule = `locationTemplate has ${unknown[0]}, which is no partition key`;
  const known = names.map((name) => ['$', '{', name, '}'].join('')).join(', ');
  return [fault(path, template, rule, `write one of: ${known}`)];
}

function dateFaults({ name, date }: ProjectionKey, path: Path): Fault[] {
  if (date === undefined) return [];
  const { format, from, unit } = date;
  const faults: Fault[] = [];
  const missing = missingUnit(format);
  if (missing !== undefined) {
    const rule = `format "${format}" of key "${name}" has no ${missing.toLowerCase()} before something finer`;
    faults.push(fault([...path, 'format'], format, rule, 'write it from the year on, like yyyy/MM/dd'));
  }
  if (/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(from) && parseDay(from) === undefined) {
    faults.push(
      fault([...path, 'from'], from, `from of key "${name}" is no day of the calendar`, 'write one like "2026-01-01"'),
    );
  }
  if (unit !== undefined && missing === undefined && isFiner(unit, format)) {
    const rule = `unit ${unit} of key "${name}" is finer than its format "${format}", so values would repeat`;
    faults.push(fault([...path, 'unit'], unit, rule, `write ${finestUnit(format)}, or a finer format`));
  }
  return faults;
}

/** Places in a year that a query without filter may visit before one would rather know. */
const MANY_A_YEAR = 10_000;

const A_YEAR: Readonly<Record<DateUnit, number>> = {
  YEARS: 1,
  MONTHS: 12,
  WEEKS: 53,
  DAYS: 366,
  HOURS: 366 * 24,
  MINUTES: 366 * 24 * 60,
};

export function projectionWarnings({ tables = [] }: DataPipelineSpec): Warning[] {
  return tables.flatMap((table, index) => {
    const path = ['spec', 'tables', index];
    if (table.partitionProjection) return hourWarnings(table, [...path, 'partitionProjection']);
    const keys = table.projection?.keys ?? [];
    const places = keys.map(valuesOf).reduce((product, values) => product * values, 1);
    if (places <= MANY_A_YEAR) return [];
    const from = keys.find(({ date }) => date !== undefined)?.date?.from;
    const often = from === undefined ? '' : ` for every year since ${from}`;
    const message = `a query of table "${table.name}" that does not filter by its partition keys looks into ${places} places in S3${often}; project fewer values, or make a key of many values injected`;
    return [warning([...path, 'projection'], message)];
  });
}

/** The short form begins in 2000, because it cannot know better and must not hide data. */
function hourWarnings({ name, partitionKeys = [] }: Table, path: Path): Warning[] {
  if (!partitionKeys.some((key) => key.name === 'hour')) return [];
  const message = `a query of table "${name}" that does not filter by its partition keys looks into ${12 * 31 * 24} places in S3 for every year since 2000; write projection, whose date has from`;
  return [warning(path, message)];
}

/** In a year, if they are dates. */
function valuesOf({ date, integer, enum: values }: ProjectionKey): number {
  if (date !== undefined) return Math.ceil(A_YEAR[date.unit ?? finestUnit(date.format)] / date.interval);
  if (integer !== undefined) return Math.floor((integer.max - integer.min) / integer.interval) + 1;
  return values?.length ?? 1;
}
