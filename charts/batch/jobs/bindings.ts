/** What a built-in is told of where it reads and writes. It says by its bindings what it needs to know. */
import type { Binding, JobBuiltIn } from '../../../dataplane/index.ts';
import type { DataPlace, SourcePlace } from './places.ts';

export interface Told {
  readonly source?: SourcePlace;
  readonly target?: DataPlace;
  readonly files?: DataPlace;
  readonly bookmarks: boolean;
}

export function boundArguments(builtIn: JobBuiltIn | undefined, told: Told): Readonly<Record<string, string>> {
  const bound = (builtIn?.arguments ?? []).flatMap(({ name, binding }) => {
    const value = binding === undefined ? undefined : BINDINGS[binding](told);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(bound);
}

const BINDINGS: Readonly<Record<Binding, (told: Told) => string | undefined>> = {
  'source.path': ({ source }) => source?.path,
  'source.format': ({ source }) => source?.table?.format.toLowerCase(),
  'source.columns': ({ source }) =>
    source?.table?.format === 'Json'
      ? source.table.columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')
      : undefined,
  'target.path': ({ target }) => target?.path,
  'target.catalogTable': ({ target }) =>
    target?.table === undefined || target.table.partitionProjection
      ? undefined
      : `${target.table.database.name}.${target.table.name}`,
  'quarantine.path': ({ files }) => (files === undefined ? undefined : `${files.path}quarantine/`),
  'bookmark.path': ({ files }) => (files === undefined ? undefined : `${files.path}bookmark.json`),
  'bookmark.option': ({ bookmarks }) => bookmarkOption(bookmarks),
};

export function bookmarkOption(bookmarks: boolean): string {
  return bookmarks ? 'job-bookmark-enable' : 'job-bookmark-disable';
}

/** A column's name in Spark's DDL. */
function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
