/** What a delivery writes must lie where its table's projection looks: Firehose writes <key>=<value>/, times with zeros. */
import type { Delivery, ProjectionKey, Table } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';

/** Digits of the parts of a time as Firehose writes them. */
const DIGITS: Readonly<Record<string, number>> = { month: 2, day: 2, hour: 2 };
const FORMATS: Readonly<Record<string, string>> = { year: 'yyyy', date: 'yyyy-MM-dd' };

export function layoutFaults({ name }: Delivery, table: Table | undefined, path: Path): Fault[] {
  const projection = table?.projection;
  if (table === undefined || projection === undefined) return [];
  if (projection.locationTemplate !== undefined) {
    const rule = `delivery "${name}" writes <key>=<value>/, but table "${table.name}" looks where its locationTemplate says`;
    return [fault(path, table.name, rule, 'remove locationTemplate from the table')];
  }
  const other = projection.keys.find(looksElsewhere);
  if (other === undefined) return [];
  const rule = `delivery "${name}" writes ${other.name} as in 2027, 03 or 2027-03-08, but the projection of table "${table.name}" does not`;
  return [fault(path, table.name, rule, 'write digits: 2 for integers, format yyyy-MM-dd for whole dates')];
}

function looksElsewhere({ name, date, integer }: ProjectionKey): boolean {
  if (integer !== undefined) return DIGITS[name] !== undefined && integer.digits !== DIGITS[name];
  return date !== undefined && FORMATS[name] !== undefined && date.format !== FORMATS[name];
}
