/**
 * Into which folders a delivery sorts its records. One decision, for the check that a table and its delivery agree and for
 * what is rendered: <key>=<value>/ for each partition key, in the table's order.
 */
import type { Delivery, Table } from './datapipeline.ts';

/** One folder. */
export type Partition =
  /** `pattern`: of the time of arrival, as Java's DateTimeFormatter writes it. */
  | { readonly name: string; readonly by: 'Time'; readonly pattern: string }
  | { readonly name: string; readonly by: 'Query'; readonly query: string }
  | { readonly name: string; readonly by: 'Function' };

/** What the keys of a table mean by their names: those that partitionProjection knows, too. */
const TIME_PATTERNS: Readonly<Record<string, string>> = {
  year: 'yyyy',
  month: 'MM',
  day: 'dd',
  hour: 'HH',
  date: 'yyyy-MM-dd',
};

const DAY = ['year', 'month', 'day'];
/** Keys by time that a table may have, by what `time` says. */
const TIME_KEYS: Readonly<Record<'Day' | 'Hour', readonly (readonly string[])[]>> = {
  Day: [DAY, ['date']],
  Hour: [
    [...DAY, 'hour'],
    ['date', 'hour'],
  ],
};

/** Where a delivery and its table do not agree: words for a fault. */
export interface Disagreement {
  /** Below partitionBy: "time", "keys"; empty for itself. */
  readonly field: string;
  readonly rule: string;
  readonly remedy: string;
}

export function partitionsOf(
  delivery: Pick<Delivery, 'name' | 'partitionBy'>,
  table: Pick<Table, 'name' | 'partitionKeys'> | undefined,
): readonly Partition[] {
  const { keys = [], time } = delivery.partitionBy ?? {};
  const byRecord = keys.map(
    ({ name, query }): Partition => (query === undefined ? { name, by: 'Function' } : { name, by: 'Query', query }),
  );
  if (table !== undefined) {
    return (table.partitionKeys ?? []).flatMap(({ name }) => byRecord.find((key) => key.name === name) ?? byTime(name));
  }
  const [folders = []] = time === undefined && keys.length > 0 ? [] : TIME_KEYS[time ?? 'Hour'];
  return [...byRecord, ...folders.flatMap(byTime)];
}

function byTime(name: string): readonly Partition[] {
  const pattern = Object.hasOwn(TIME_PATTERNS, name) ? TIME_PATTERNS[name] : undefined;
  return pattern === undefined ? [] : [{ name, by: 'Time', pattern }];
}

export function disagreements(
  delivery: Pick<Delivery, 'name' | 'partitionBy'>,
  table: Pick<Table, 'name' | 'partitionKeys'>,
): readonly Disagreement[] {
  const wanted = (table.partitionKeys ?? []).map(({ name }) => name);
  const sorted = partitionsOf(delivery, table);
  const { keys = [], time } = delivery.partitionBy ?? {};
  const has = wanted.length === 0 ? 'no partition keys' : `the partition keys ${wanted.join(', ')}`;
  const found: Disagreement[] = [];
  const open = wanted.find((name) => !sorted.some((partition) => partition.name === name));
  if (open !== undefined) {
    found.push({
      field: '',
      rule: `delivery "${delivery.name}" has no value for partition key "${open}" of table "${table.name}"`,
      remedy: `write it under partitionBy.keys, like {name: ${open}, query: .${open}}`,
    });
  }
  const unknown = keys.find(({ name }) => !wanted.includes(name));
  if (unknown !== undefined) {
    found.push({
      field: 'keys',
      rule: `delivery "${delivery.name}" partitions by "${unknown.name}", but table "${table.name}" has ${has}`,
      remedy: `remove the key, or declare it under partitionKeys of the table`,
    });
  }
  const times = sorted.filter(({ by }) => by === 'Time').map(({ name }) => name);
  if (time !== undefined && !TIME_KEYS[time].some((folders) => folders.join() === times.join())) {
    found.push({
      field: 'time',
      rule: `delivery "${delivery.name}" partitions by ${time}, but table "${table.name}" has ${has}`,
      remedy: `remove time, or declare ${TIME_KEYS[time].map((folders) => folders.join(', ')).join(' or ')} under partitionKeys of the table`,
    });
  }
  return found;
}
