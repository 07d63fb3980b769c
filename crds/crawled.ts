/** What crawlers read. */
import type { Crawler } from './datapipeline.ts';

/** Prefixes of its zone that a crawler looks for folders in; '' is the whole zone. None where it reads tables only. */
export function prefixesOf({
  prefix,
  prefixes,
  tables,
}: Pick<Crawler, 'prefix' | 'prefixes' | 'tables'>): readonly string[] {
  return tables === undefined ? (prefixes ?? [prefix ?? '']) : [];
}

/** The level of a prefix as Glue counts: the bucket is 1, each folder one more. */
export function levelOf(prefix: string): number {
  return prefix.split('/').length;
}
