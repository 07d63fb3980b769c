/** One view of the catalog. */
import { CatalogTable } from '../../../imports/glue.ts';
import { GLUE } from '../../kinds/glue.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { EXPANDED_TEXT, originalText, PARAMETERS } from './presto.ts';

export function viewParts({ views, place }: PipelineModel): readonly Part[] {
  return views.map(({ component, object, name, zone, description, sql, columns }) => ({
    component,
    stage: 'Foundation',
    uses: [],
    build(block) {
      block.managed(CatalogTable, {
        name: object,
        awsName: name,
        // Nobody looks at the tables that it reads before somebody reads the view.
        after: [idOf(GLUE.CatalogDatabase, zone.object)],
        forProvider: {
          region: place.region,
          catalogId: place.accountId,
          databaseName: zone.database,
          ...(description === undefined ? {} : { description }),
          tableType: 'VIRTUAL_VIEW',
          parameters: { ...PARAMETERS },
          viewOriginalText: originalText({ database: zone.database, sql, columns }),
          viewExpandedText: EXPANDED_TEXT,
          storageDescriptor: { columns: columns.map((column) => ({ ...column })) },
        },
      });
    },
  }));
}
