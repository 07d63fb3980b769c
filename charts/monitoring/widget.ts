/** A graph of a dashboard as data, beside the block whose numbers it shows; dashboard/ lays them out. */
import type { Metric } from './metric.ts';

export interface Widget {
  /** What it shows. Those of one section of the spec that are called alike are one graph with the lines of all. */
  readonly title: string;
  /** What its axis counts: "records in 5 minutes". */
  readonly unit: string;
  /** That one point stands for. */
  readonly periodSeconds: number;
  /** For numbers that come so rarely that the hours a dashboard shows have none: how far back it looks, as ISO 8601 writes it. */
  readonly looksBack?: `P${number}D`;
  /** At least one. */
  readonly lines: readonly Line[];
}

export type Line = Drawn & {
  /** Where one component has several lines in it: of what. */
  readonly of?: string;
};

/** A metric, or what is found by a name where another of its dimensions is known to AWS only. */
export type Drawn = { readonly metric: Metric } | { readonly search: Search };

export interface Search {
  readonly namespace: string;
  readonly name: string;
  /** All that the service publishes the metric with, by their names alone. */
  readonly dimensions: readonly string[];
  /** Those whose values are known. Names that the operator gives: no quotation mark is in them. */
  readonly of: Readonly<Record<string, string>>;
  readonly statistic: Metric['statistic'];
}
