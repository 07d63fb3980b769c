/** What Glue refuses of Iceberg tables and their optimizers. */
import type { JsonObject } from '../../../crds/kubernetes.ts';
import type { SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, text } from '../behaviour.ts';

const invalid = (message: string) => serviceError(400, 'InvalidInputException', message);

/** Partition fields of Iceberg are no columns of the catalog. */
export function refusesTable(desired: JsonObject): AwsFault | undefined {
  if (!isIceberg(desired)) return undefined;
  const keys = Array.isArray(desired.partitionKeys) ? desired.partitionKeys : [];
  return keys.length > 0 ? invalid('Cannot create partitions in an iceberg table') : undefined;
}

export function refusesOptimizer({ desired, scope }: Input, aws: SimulatedAws): AwsFault | undefined {
  const [database, table] = [text(desired, 'databaseName'), text(desired, 'tableName')];
  const found = aws
    .list({ type: 'glue.CatalogTable', address: `${database}/${table}` })
    .find(({ scope: of }) => of.region === scope.region);
  if (found === undefined || isIceberg(found.attributes)) return undefined;
  return invalid(`Table ${database}.${table} is not an Iceberg table: optimizers are for Iceberg tables only`);
}

function isIceberg({ openTableFormatInput: input }: JsonObject): boolean {
  return isObject(input) && isObject(input.icebergInput);
}
