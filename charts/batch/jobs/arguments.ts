/**
 * Arguments that the operator gives to a job, and that no user and no run may change: where it reads and writes, where it
 * logs, how it scales. A built-in says by its bindings what it needs to be told.
 */
import type { Job } from '../../../crds/datapipeline.ts';
import type { Binding, JobBuiltIn } from '../../../dataplane/index.ts';
import type { DataPlace } from './places.ts';

export interface Told {
  readonly glue: Job['glue'];
  readonly builtIn: JobBuiltIn | undefined;
  readonly logPrefix: string;
  readonly source?: DataPlace;
  readonly target?: DataPlace;
  readonly files?: DataPlace;
  readonly sparkUI?: DataPlace;
}

export function ownArguments(told: Told): Readonly<Record<string, string>> {
  const { glue, builtIn, logPrefix, sparkUI } = told;
  const bound = (builtIn?.arguments ?? []).flatMap(({ name, binding }) => {
    const value = binding === undefined ? undefined : BINDINGS[binding](told);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    '--custom-logGroup-prefix': logPrefix,
    '--enable-auto-scaling': String(glue.autoScaling),
    '--enable-glue-datacatalog': 'true',
    '--enable-metrics': 'true',
    '--enable-observability-metrics': 'true',
    '--job-bookmark-option': bookmarkOption(told),
    ...(sparkUI === undefined ? {} : { '--enable-spark-ui': 'true', '--spark-event-logs-path': sparkUI.path }),
    ...Object.fromEntries(bound),
  };
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
      : `${target.zone.database}.${target.table.name}`,
  'quarantine.path': ({ files }) => (files === undefined ? undefined : `${files.path}quarantine/`),
  'bookmark.path': ({ files }) => (files === undefined ? undefined : `${files.path}bookmark.json`),
  'bookmark.option': bookmarkOption,
};

function bookmarkOption({ glue }: Told): string {
  return glue.bookmarks ? 'job-bookmark-enable' : 'job-bookmark-disable';
}

/** A column's name in Spark's DDL. */
function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
