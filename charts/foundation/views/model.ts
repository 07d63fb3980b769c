/** Views of the catalog. */
import type { View } from '../../../crds/datapipeline.ts';
import type { Given } from '../../model.ts';
import { objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import type { ZoneModel } from '../zones/model.ts';

export interface ViewModel {
  /** In the spec and in Glue. */
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** In whose database it stands. */
  readonly zone: ZoneModel;
  readonly description?: string;
  readonly sql: string;
  /** In types of Glue. */
  readonly columns: View['columns'];
}

export function viewModels({ spec, scope }: Given, zones: readonly ZoneModel[]): readonly ViewModel[] {
  return (spec.views ?? []).map(({ name, zone: where, description, sql, columns }) => {
    const component = `views/${name}`;
    const zone = named(zones, where, component, 'zone');
    return {
      name,
      component,
      // As for tables: Glue cannot move it to another database, and has both in one list.
      object: objectName(scope, zone.name, name),
      zone,
      ...(description === undefined ? {} : { description }),
      sql,
      columns,
    };
  });
}
