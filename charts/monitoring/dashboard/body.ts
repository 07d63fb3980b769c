/**
 * The body of a dashboard, as the object tree that CloudWatch reads as JSON. Names: CloudWatch, "Dashboard Body Structure and
 * Syntax"; limits: docs/aws-rules.md.
 */
import type { Drawn, Search } from '../widget.ts';

/** Of its grid, in columns. */
export const GRID = 24;

export interface DashboardBody {
  /** Every graph keeps to its own period, however much time is shown. */
  readonly periodOverride: 'inherit';
  readonly widgets: readonly BodyWidget[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type BodyWidget = Box & Content;

export type Content =
  | { readonly type: 'text'; readonly properties: { readonly markdown: string } }
  | { readonly type: 'alarm'; readonly properties: { readonly title: string; readonly alarms: readonly string[] } }
  | { readonly type: 'metric'; readonly properties: GraphProperties };

export interface GraphProperties {
  readonly title: string;
  readonly view: 'timeSeries';
  readonly region: string;
  /** Seconds. */
  readonly period: number;
  /** How far back it looks whatever the dashboard shows: "-P30D". */
  readonly start?: string;
  readonly yAxis: { readonly left: { readonly label: string; readonly showUnits: false; readonly min: 0 } };
  readonly metrics: readonly MetricRow[];
}

/** Namespace, name, then each dimension and its value; how it is drawn stands last. */
export type MetricRow =
  | readonly [...names: readonly string[], drawn: { readonly label: string; readonly stat: string }]
  | readonly [drawn: { readonly label: string; readonly expression: string }];

/** `period`: of the graph, in seconds. */
export function metricRow(drawn: Drawn, label: string, period: number): MetricRow {
  if ('search' in drawn) return [{ label, expression: searchFor(drawn.search, period) }];
  const { namespace, name, dimensions, statistic } = drawn.metric;
  return [namespace, name, ...Object.entries(dimensions).flat(), { label, stat: statistic }];
}

/** Names: CloudWatch, "Search expression syntax". */
function searchFor({ namespace, name, dimensions, of, statistic }: Search, period: number): string {
  const known = Object.entries(of).map(([dimension, value]) => ` ${dimension}="${value}"`);
  return `SEARCH('{${[namespace, ...dimensions].join(',')}} MetricName="${name}"${known.join('')}', '${statistic}', ${period})`;
}
