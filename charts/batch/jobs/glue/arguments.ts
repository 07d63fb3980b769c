/**
 * Arguments that the operator gives to a job on Glue, and that no user and no run may change: where it reads and writes, where
 * it logs, how it scales.
 */
import type { Glue } from '../../../../crds/datapipeline.ts';
import type { JobBuiltIn } from '../../../../dataplane/index.ts';
import { bookmarkOption, boundArguments, type Told } from '../bindings.ts';
import type { DataPlace } from '../places.ts';

export interface GlueTold {
  readonly glue: Glue;
  readonly builtIn: JobBuiltIn | undefined;
  readonly logPrefix: string;
  readonly places: Omit<Told, 'bookmarks'> & { readonly sparkUI?: DataPlace };
}

export function ownArguments({ glue, builtIn, logPrefix, places }: GlueTold): Readonly<Record<string, string>> {
  const { sparkUI } = places;
  return {
    '--custom-logGroup-prefix': logPrefix,
    '--enable-auto-scaling': String(glue.autoScaling),
    '--enable-glue-datacatalog': 'true',
    '--enable-metrics': 'true',
    '--enable-observability-metrics': 'true',
    '--job-bookmark-option': bookmarkOption(glue.bookmarks),
    ...(sparkUI === undefined ? {} : { '--enable-spark-ui': 'true', '--spark-event-logs-path': sparkUI.path }),
    ...boundArguments(builtIn, { ...places, bookmarks: glue.bookmarks }),
  };
}
