/** One table of the catalog. The pipeline owns its schema: crawlers pass it over unless they add partitions to it. */
import type { Column } from '../../../crds/datapipeline.ts';
import { TAG } from '../../../crds/identifiers.ts';
import { CatalogTable } from '../../../imports/glue.ts';
import type { Block } from '../../block.ts';
import { GLUE } from '../../kinds/glue.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { externalDatabaseParts } from './external.ts';
import type { TableModel } from './model.ts';

export function tableParts(model: PipelineModel): readonly Part[] {
  const tables = model.tables.map(
    (table): Part => ({
      component: table.component,
      stage: 'Foundation',
      uses: [],
      build: (block) => build(block, model, table),
    }),
  );
  return [...externalDatabaseParts(model), ...tables];
}

function build(block: Block, { place }: PipelineModel, table: TableModel): void {
  const format = table.hive;
  const keys = table.partitionKeys;
  block.managed(CatalogTable, {
    name: table.object,
    awsName: table.name,
    after: [idOf(GLUE.CatalogDatabase, table.database.object)],
    forProvider: {
      region: place.region,
      catalogId: place.accountId,
      databaseName: table.database.name,
      ...(table.description === undefined ? {} : { description: table.description }),
      tableType: 'EXTERNAL_TABLE',
      parameters: {
        EXTERNAL: 'TRUE',
        ...format.tableParameters,
        ...table.projection,
      },
      ...(keys.length === 0 ? {} : { partitionKeys: [...keys] }),
      storageDescriptor: {
        location: table.location,
        inputFormat: format.inputFormat,
        outputFormat: format.outputFormat,
        serDeInfo: {
          serializationLibrary: format.serializationLibrary,
          parameters: { ...format.serDeParameters },
        },
        columns: table.columns.map(glueColumn),
      },
    },
  });
}

function glueColumn({ classification, ...column }: Column) {
  return classification === undefined ? column : { ...column, parameters: { [TAG.classification]: classification } };
}
