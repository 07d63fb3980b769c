/** One table of the catalog. The pipeline owns its schema: crawlers pass it over unless they add partitions to it. */
import type { Construct } from 'constructs';
import type { Column } from '../../crds/datapipeline.ts';
import { TAG } from '../../crds/identifiers.ts';
import { CatalogTable } from '../../imports/glue.ts';
import { Block, type Managed, type Site } from '../block.ts';
import type { TableModel } from '../model/model.ts';
import { objectName } from '../names.ts';
import { projectionParameters } from './partition-projection.ts';
import { HIVE_FORMATS } from './table-formats.ts';
import type { ZoneBlock } from './zone.ts';

export class TableBlock extends Block {
  readonly table: Managed;

  constructor(scope: Construct, id: string, site: Site, table: TableModel, zone: ZoneBlock) {
    super(scope, id, site, { stage: 'Foundation', component: `tables/${table.name}` });
    const { place, scope: names } = this.model;
    const format = HIVE_FORMATS[table.format];
    const keys = table.partitionKeys;
    this.table = this.managed(CatalogTable, {
      // Glue cannot move a table to another database: in another zone it is another object.
      name: objectName(names, table.zone.name, table.name),
      awsName: table.name,
      after: [zone.database],
      forProvider: {
        region: place.region,
        catalogId: place.accountId,
        databaseName: table.zone.database,
        ...(table.description === undefined ? {} : { description: table.description }),
        tableType: 'EXTERNAL_TABLE',
        parameters: {
          EXTERNAL: 'TRUE',
          ...format.tableParameters,
          ...(table.partitionProjection ? projectionParameters(keys.map((key) => key.name)) : {}),
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
}

function glueColumn({ classification, ...column }: Column) {
  return classification === undefined ? column : { ...column, parameters: { [TAG.classification]: classification } };
}
