/**
 * One table of the catalog. The pipeline owns its schema: crawlers pass it over unless they add partitions to it. Of an Iceberg
 * table it owns the beginning only; then the schema is in metadata that engines write (docs/adr/0032).
 */
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
import { addOptimizers, optimizerUses } from './optimizers.ts';

export function tableParts(model: PipelineModel): readonly Part[] {
  const tables = model.tables.map((table): Part => {
    const uses = optimizerUses(model, table);
    return {
      component: table.component,
      stage: 'Foundation',
      uses,
      build(block) {
        const made = build(block, model, table);
        addOptimizers(block, model, table, uses, made);
      },
    };
  });
  return [...externalDatabaseParts(model), ...tables];
}

function build(block: Block, { place }: PipelineModel, table: TableModel): string {
  const { hive } = table;
  const keys = table.partitionKeys;
  return block.managed(CatalogTable, {
    name: table.object,
    awsName: table.name,
    after: [idOf(GLUE.CatalogDatabase, table.database.object)],
    // Whoever writes to an Iceberg table changes its entry; an update with what we know would undo that.
    ...(hive === undefined ? { createdOnly: true } : {}),
    forProvider: {
      region: place.region,
      catalogId: place.accountId,
      databaseName: table.database.name,
      ...(table.description === undefined ? {} : { description: table.description }),
      tableType: 'EXTERNAL_TABLE',
      parameters: {
        EXTERNAL: 'TRUE',
        ...hive?.tableParameters,
        ...table.projection,
      },
      ...(hive === undefined
        ? { openTableFormatInput: { icebergInput: { metadataOperation: 'CREATE', version: '2' } } }
        : {}),
      ...(keys.length === 0 ? {} : { partitionKeys: [...keys] }),
      storageDescriptor: {
        location: table.location,
        ...(hive === undefined
          ? {}
          : {
              inputFormat: hive.inputFormat,
              outputFormat: hive.outputFormat,
              serDeInfo: {
                serializationLibrary: hive.serializationLibrary,
                parameters: { ...hive.serDeParameters },
              },
            }),
        columns: table.columns.map(glueColumn),
      },
    },
  });
}

function glueColumn({ classification, ...column }: Column) {
  return classification === undefined ? column : { ...column, parameters: { [TAG.classification]: classification } };
}
