/**
 * Deliveries: Firehose streams. What AWS cannot change in one (where it reads, whether it converts, whether it partitions by
 * keys) is hashed into its name, so another of these is another Firehose stream (docs/adr/0033).
 */
import type { Delivery, DeliveryCompression } from '../../../crds/datapipeline.ts';
import { type Partition, partitionsOf } from '../../../crds/partitions.ts';
import { DEFAULT_BUFFER_SECONDS, ERRORS } from '../../../crds/schema/deliveries.ts';
import { functions as builtIns } from '../../../dataplane/index.ts';
import { type RoleModel, roleModel, roleWords } from '../../access/role.ts';
import { type LogGroupModel, logGroupModel } from '../../foundation/logs/group.ts';
import { type TableModel, writable } from '../../foundation/tables/model.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
import { FIREHOSE } from '../../kinds/firehose.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, objectName, shortHash } from '../../names.ts';
import { named } from '../../reference.ts';
import type { FunctionModel } from '../functions/model.ts';
import type { StreamModel } from '../streams/model.ts';

export interface DeliveryModel {
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** In Firehose. */
  readonly delivery: string;
  readonly role: RoleModel;
  /** Absent: producers put records to the delivery itself. */
  readonly stream?: StreamModel;
  readonly zone: ZoneModel;
  /** Below which it writes in the zone's bucket, and below which it leaves failed records: both end in "/". */
  readonly prefix: string;
  readonly errors: string;
  readonly partitions: readonly Partition[];
  /** Some of them are values of the record: Firehose calls it dynamic partitioning. */
  readonly byKeys: boolean;
  /** IANA name. */
  readonly timeZone: string;
  readonly format: DeliveryFormat;
  readonly compression: DeliveryCompression;
  /** Whose columns records are converted to. */
  readonly conversion?: TableModel;
  /** Which it fills. */
  readonly table?: TableModel;
  readonly buffer: { readonly sizeMiB: number; readonly seconds: number };
  readonly transform?: Transform;
  readonly logs: LogGroupModel;
  /** It never falls silent for longer. */
  readonly maxAgeMinutes?: number;
  /** metadata.name of its log stream. */
  readonly logStream: string;
}

export type DeliveryFormat = 'Parquet' | 'Orc' | 'Json';

export interface Transform {
  readonly called: FunctionModel;
  /** What it takes at once, where its author says so. */
  readonly batch?: { readonly bufferSizeMiB: number; readonly bufferSeconds: number };
}

interface Known {
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
  readonly streams: readonly StreamModel[];
  readonly functions: readonly FunctionModel[];
}

/** MiB: AWS's own defaults. Objects of a columnar format, and those of many partitions, are to be large. */
const SIZE = { gathering: 128, other: 5 } as const;

const COMPRESSION: Readonly<Record<DeliveryFormat, DeliveryCompression>> = {
  Parquet: 'SNAPPY',
  Orc: 'SNAPPY',
  Json: 'GZIP',
};

export function deliveryModels(given: Given, known: Known): readonly DeliveryModel[] {
  return (given.spec.deliveries ?? []).map((delivery) => deliveryModel(given, delivery, known));
}

function deliveryModel(given: Given, delivery: Delivery, known: Known): DeliveryModel {
  const { scope } = given;
  const { name, from, buffer } = delivery;
  const component = `deliveries/${name}`;
  const stream = from.stream === undefined ? undefined : named(known.streams, from.stream, component, 'stream');
  const target = targetOf(delivery, known, component);
  const { table, format } = target;
  const converts = format !== 'Json';
  const byKeys = delivery.partitionBy?.keys !== undefined;
  const fixed = shortHash([stream?.stream ?? '', String(converts), String(byKeys), ...roleWords(scope)]);
  const word = `delivery-${name}`;
  return {
    name,
    component,
    object: objectName(scope, word, fixed),
    delivery: awsName(FIREHOSE.DeliveryStream, scope, name, fixed),
    // Of the same name as what runs as it: while one takes over from another, each reads its own source.
    role: roleModel(scope, component, word, fixed),
    ...(stream === undefined ? {} : { stream }),
    ...target,
    errors: `${ERRORS}${name}/`,
    partitions: partitionsOf(delivery, table),
    byKeys,
    timeZone: delivery.timeZone,
    compression: delivery.compression ?? COMPRESSION[format],
    ...(converts && table !== undefined ? { conversion: table } : {}),
    buffer: {
      sizeMiB: buffer?.sizeMiB ?? (converts || byKeys ? SIZE.gathering : SIZE.other),
      seconds: buffer?.seconds ?? DEFAULT_BUFFER_SECONDS,
    },
    ...transformOf(given, delivery, known, component),
    ...freshnessOf(given, name),
    logs: logGroupModel(given, 'deliveries', name),
    logStream: objectName(scope, word),
  };
}

function freshnessOf({ spec }: Given, name: string): Pick<DeliveryModel, 'maxAgeMinutes'> {
  const maxAgeMinutes = spec.monitoring?.freshness?.find(({ delivery }) => delivery === name)?.maxAgeMinutes;
  return maxAgeMinutes === undefined ? {} : { maxAgeMinutes };
}

type Target = Pick<DeliveryModel, 'zone' | 'prefix' | 'format' | 'table'>;

function targetOf({ name, to }: Delivery, { zones, tables }: Known, component: string): Target {
  if (to.zone !== undefined) {
    const zone = named(zones, to.zone.name, component, 'zone');
    return { zone, prefix: to.zone.prefix ?? `${name}/`, format: to.zone.format };
  }
  if (to.table === undefined) throw new ModelError(component, 'has no target; write to: {table: NAME}');
  const table = writable(named(tables, to.table, component, 'table'), component);
  const { zone, prefix, format } = table;
  if (format === 'Csv' || format === 'Iceberg')
    throw new ModelError(component, `cannot write ${format}; give table ${table.name} another format`);
  return { table, zone, prefix, format };
}

function transformOf(
  { spec }: Given,
  { transform }: Delivery,
  { functions }: Known,
  component: string,
): Pick<DeliveryModel, 'transform'> {
  if (transform === undefined) return {};
  const called = named(functions, transform, component, 'function');
  const builtIn = spec.functions?.find(({ name }) => name === transform)?.code.builtIn;
  return {
    transform: { called, ...(builtIn === undefined ? {} : { batch: builtIns[builtIn].processor }) },
  };
}
