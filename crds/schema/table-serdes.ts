/** What decides which SerDe reads a table of Json: the charts choose by it, and warnings tell what the choice means. */
import type { Table } from './tables.ts';

/** Asks for what only the OpenX SerDe knows. */
export function usesOpenX({ json }: Table): boolean {
  return (
    json !== undefined &&
    (json.mappings !== undefined || json.ignoreMalformed || json.dotsInKeys || !json.caseInsensitive)
  );
}

/** Has timestamps, or says how they are written. */
export function needsTimestamps(table: Table): boolean {
  return table.json?.timestampFormats !== undefined || timestampColumn(table) !== undefined;
}

/** The first column that is a timestamp or holds one. Member names come before a colon, types do not. */
export function timestampColumn({ columns }: Table): string | undefined {
  return columns.find(({ type }) => /(^|[<,:])timestamp($|[>,])/.test(type))?.name;
}
