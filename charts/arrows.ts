/**
 * What works on what in a pipeline, read from what the roles of its rendered parts may do: for the picture (picture.ts) and for
 * status (topology.ts). What every component has (the key, the network, buckets for code and access logs) is left out, for it
 * would cover the rest. Pure.
 */
import type { RenderedPart } from './rendered.ts';

/** The one verb whose data comes to the user. */
export const READS = 'reads';

/** What is done, by the beginning of the sids of the statements that allow it (`Use.allow`); the first that fits counts. */
const VERBS: readonly (readonly [string, string])[] = [
  ['Read', READS],
  ['WriteCatalog', 'catalogs'],
  ['Write', 'writes'],
  ['Invoke', 'calls'],
  ['Start', 'starts'],
  ['Stop', 'stops'],
  ['Publish', 'tells'],
  ['Send', 'sends'],
];

export interface Doing {
  readonly by: string;
  readonly of: string;
  /** Each once; none where one thing only needs the other. */
  readonly verbs: readonly string[];
}

/** A thing that the user named. */
export function isNamed({ component }: Pick<RenderedPart, 'component'>): boolean {
  return component.includes('/');
}

/** In the order of the parts; one pair may stand there several times. */
export function doingsIn(parts: readonly RenderedPart[]): readonly Doing[] {
  const known = new Set(parts.filter(isNamed).map(({ component }) => component));
  return parts
    .filter(isNamed)
    .flatMap(({ uses }) => uses)
    .filter(({ by, of }) => by !== of && known.has(by) && known.has(of))
    .map(({ by, of, sids }) => {
      const verbs = sids.flatMap((sid) => VERBS.find(([beginning]) => sid.startsWith(beginning))?.[1] ?? []);
      return { by, of, verbs: [...new Set(verbs)] };
    });
}
