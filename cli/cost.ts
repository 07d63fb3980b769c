/** An estimate as text: a table by component, what each sum is made of, and what it all rests on. Pure. */

import { type Estimate, type EstimatedItem, estimateOf, usd } from '../charts/cost/estimate.ts';
import { decide } from '../charts/decide.ts';
import { partsOf } from '../charts/pipeline-chart.ts';
import { keyOf } from '../charts/pipeline-documents.ts';
import type { DataPipeline } from '../crds/datapipeline.ts';
import { KIND } from '../crds/identifiers.ts';

type Row = readonly string[];

export function estimatePipeline(pipeline: DataPipeline): Estimate {
  const model = decide(pipeline);
  return estimateOf(model, partsOf(model));
}

/** `earlier`: the same pipeline as it was. */
export function costText(pipeline: DataPipeline, earlier?: DataPipeline): string {
  const estimate = estimatePipeline(pipeline);
  const before = earlier === undefined ? undefined : estimatePipeline(earlier);
  const { total, idle, pricesAsOf, unpriced, assumptions } = estimate;
  return [
    `${KIND} ${keyOf(pipeline)}: about ${usd(total)} USD a month, ${usd(idle)} of it idle, at prices of ${pricesAsOf}${onTop(unpriced.length)}`,
    '',
    ...table(before === undefined ? componentRows(estimate) : changeRows(before, estimate)),
    '',
    'Made of:',
    ...estimate.items.map(itemLine),
    ...(unpriced.length === 0
      ? []
      : ['', 'Without a price, and not in the sums:', ...unpriced.map((line) => `  ${line}`)]),
    '',
    'Assumed:',
    ...assumptions.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** A sum without them would be taken for the whole. */
function onTop(unpriced: number): string {
  return unpriced === 0 ? '' : `; what has no price comes on top: ${unpriced}, listed below`;
}

function componentRows(estimate: Estimate): readonly Row[] {
  const rows = componentsOf(estimate).map((component): Row => {
    const [idle, usage] = [sumOf(estimate, component, 'Idle'), sumOf(estimate, component, 'Usage')];
    return [component, usd(idle), usd(usage), usd(idle + usage)];
  });
  return [
    ['COMPONENT', 'IDLE', 'USAGE', 'TOTAL'],
    ...rows,
    ['all', usd(estimate.idle), usd(estimate.usage), usd(estimate.total)],
  ];
}

/** A component that only one of the two has costs nothing in the other. */
function changeRows(before: Estimate, after: Estimate): readonly Row[] {
  const components = [...new Set([...componentsOf(after), ...componentsOf(before)])];
  const row = (name: string, was: number, is: number): Row => [name, usd(was), usd(is), signed(is - was)];
  return [
    ['COMPONENT', 'BEFORE', 'AFTER', 'CHANGE'],
    ...components.map((component) => row(component, sumOf(before, component), sumOf(after, component))),
    row('all', before.total, after.total),
  ];
}

function componentsOf({ items }: Estimate): readonly string[] {
  return [...new Set(items.map(({ component }) => component))];
}

function sumOf({ items }: Estimate, component: string, kind?: EstimatedItem['kind']): number {
  return items.reduce(
    (sum, item) => (item.component === component && (kind ?? item.kind) === item.kind ? sum + item.usd : sum),
    0,
  );
}

function itemLine({ component, what, sum, usd: amount }: EstimatedItem): string {
  return sum === '' ? `  ${component}: ${what}: no price` : `  ${component}: ${what}: ${sum} = ${usd(amount)}`;
}

function signed(change: number): string {
  return usd(change) === '0.00' || usd(change) === '-0.00' ? '0.00' : `${change > 0 ? '+' : ''}${usd(change)}`;
}

/** The first column to the left, numbers to the right. */
function table(rows: readonly Row[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
