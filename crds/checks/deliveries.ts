import { functionDescriptors } from '../../dataplane/descriptors.ts';
import type { DataPipelineSpec, Delivery, LambdaFunction, Table } from '../datapipeline.ts';
import { disagreements } from '../partitions.ts';
import { ERRORS } from '../schema/deliveries.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';
import { layoutFaults } from './delivery-layout.ts';
import { foreignTargetFaults, prefixesOverlap, prefixOf } from './table-prefix.ts';

/** Least buffer with conversion, and longest answer of a function; source: Firehose, "Enable record format conversion" and quotas. */
const LEAST_CONVERSION_MIB = 64;
const MOST_FUNCTION_SECONDS = 300;

const COMPRESSIONS: Readonly<Record<'Parquet' | 'Orc' | 'Json', readonly string[]>> = {
  Parquet: ['SNAPPY', 'GZIP', 'UNCOMPRESSED'],
  Orc: ['SNAPPY', 'ZLIB', 'UNCOMPRESSED'],
  Json: ['GZIP', 'UNCOMPRESSED'],
};

export const deliveriesChecks: SectionChecks = {
  faults: (spec) =>
    (spec.deliveries ?? []).flatMap((delivery, index) => {
      const path = ['spec', 'deliveries', index];
      const table = spec.tables?.find(({ name }) => name === delivery.to.table);
      const foreign = foreignTargetFaults(`delivery "${delivery.name}"`, table, [...path, 'to', 'table']);
      if (foreign.length > 0) return foreign;
      return [
        ...tableFaults(delivery, table, path),
        ...layoutFaults(delivery, table, [...path, 'to', 'table']),
        ...formatFaults(delivery, table, path),
        ...placeFaults(spec, delivery, table, path),
        ...functionFaults(spec, delivery, path),
      ];
    }),
  warnings: (spec) =>
    (spec.deliveries ?? []).flatMap((delivery, index) => warningsOf(spec, delivery, ['spec', 'deliveries', index])),
};

function tableFaults(delivery: Delivery, table: Table | undefined, path: Path): Fault[] {
  if (table === undefined) return [];
  return disagreements(delivery, table).map(({ field, rule, remedy }) => {
    const at = [...path, 'partitionBy', ...(field === '' ? [] : [field])];
    const { time, keys } = delivery.partitionBy ?? {};
    return fault(at, field === 'time' ? time : field === 'keys' ? keys : delivery.partitionBy, rule, remedy);
  });
}

function formatFaults({ name, compression, buffer }: Delivery, table: Table | undefined, path: Path): Fault[] {
  const format = table?.format ?? 'Json';
  if (table !== undefined && format === 'Csv') {
    const rule = `table "${table.name}" is Csv, which delivery "${name}" cannot write`;
    return [fault([...path, 'to', 'table'], table.name, rule, 'write a table with format Parquet, Orc or Json')];
  }
  if (table !== undefined && format === 'Iceberg') {
    const rule = `table "${table.name}" is Iceberg, of which files that delivery "${name}" writes would be no part`;
    const remedy = 'write a table with format Parquet, Orc or Json, and let a job take over from it';
    return [fault([...path, 'to', 'table'], table.name, rule, remedy)];
  }
  const faults: Fault[] = [];
  const known = COMPRESSIONS[format as keyof typeof COMPRESSIONS];
  if (compression !== undefined && !known.includes(compression)) {
    const rule = `${format} cannot have compression ${compression}`;
    faults.push(fault([...path, 'compression'], compression, rule, `write one of: ${known.join(', ')}`));
  }
  const size = buffer?.sizeMiB;
  if (format !== 'Json' && size !== undefined && size < LEAST_CONVERSION_MIB) {
    const rule = `buffer.sizeMiB of delivery "${name}" is ${size}, but ${format} takes at least ${LEAST_CONVERSION_MIB}`;
    faults.push(fault([...path, 'buffer', 'sizeMiB'], size, rule, 'write 64 to 128'));
  }
  return faults;
}

/** Records as they came must not lie where a table is read, and failed ones lie where nothing is. */
function placeFaults(spec: DataPipelineSpec, delivery: Delivery, table: Table | undefined, path: Path): Fault[] {
  const { name, to } = delivery;
  const zone = table?.zone ?? to.zone?.name;
  const tables = (spec.tables ?? []).filter((other) => zone !== undefined && other.zone === zone);
  const faults: Fault[] = [];
  if (to.zone !== undefined) {
    const own = to.zone.prefix ?? `${name}/`;
    const reader = tables.find((other) => prefixesOverlap(prefixOf(other), own));
    if (reader !== undefined) {
      const rule = `delivery "${name}" writes below ${own}, where table "${reader.name}" is read`;
      faults.push(
        fault([...path, 'to', 'zone', 'prefix'], own, rule, `write to: {table: ${reader.name}}, or another prefix`),
      );
    }
    if (prefixesOverlap(own, ERRORS)) {
      const rule = `delivery "${name}" writes below ${own}, where failed records lie`;
      faults.push(fault([...path, 'to', 'zone', 'prefix'], own, rule, 'write another prefix'));
    }
  }
  const errors = `${ERRORS}${name}/`;
  const covering = tables.find((other) => prefixesOverlap(prefixOf(other), errors));
  if (covering !== undefined) {
    const rule = `failed records of delivery "${name}" lie below ${errors} of zone "${zone}", where table "${covering.name}" is read`;
    const at = ['spec', 'tables', (spec.tables ?? []).indexOf(covering), 'prefix'];
    faults.push(fault(at, prefixOf(covering), rule, `give table "${covering.name}" a prefix outside of ${ERRORS}`));
  }
  return faults;
}

function functionFaults(spec: DataPipelineSpec, delivery: Delivery, path: Path): Fault[] {
  const { name, transform, partitionBy } = delivery;
  const one = spec.functions?.find((each) => each.name === transform);
  if (one === undefined) return [];
  const faults: Fault[] = [];
  const seconds = one.timeoutSeconds ?? 0;
  if (seconds > MOST_FUNCTION_SECONDS) {
    const rule = `function "${one.name}" may take ${seconds} seconds, but delivery "${name}" waits ${MOST_FUNCTION_SECONDS}`;
    const at = ['spec', 'functions', (spec.functions ?? []).indexOf(one), 'timeoutSeconds'];
    faults.push(fault(at, seconds, rule, `write ${MOST_FUNCTION_SECONDS} or less`));
  }
  const asked = (partitionBy?.keys ?? []).filter(({ query }) => query === undefined).map((key) => key.name);
  const given = keysGivenBy(one);
  const missing = given === undefined ? [] : asked.filter((key) => !given.includes(key));
  if (missing.length > 0) {
    const rule = `function "${one.name}" gives delivery "${name}" no value for partition key "${missing[0]}"`;
    const remedy = `set environment PARTITION_KEYS of the function to ${[...(given ?? []), ...missing].join()}, or write a query`;
    faults.push(fault([...path, 'partitionBy', 'keys'], missing[0], rule, remedy));
  }
  return faults;
}

/** Keys of a built-in by its own setting, whose dots it turns into underscores; other code knows for itself. */
function keysGivenBy({ code, environment = {} }: LambdaFunction): readonly string[] | undefined {
  if (code.builtIn === undefined) return undefined;
  if (!functionDescriptors[code.builtIn].environment.some(({ name }) => name === 'PARTITION_KEYS')) return [];
  const listed = (environment.PARTITION_KEYS ?? '').split(',').map((key) => key.trim().replaceAll('.', '_'));
  return listed.filter((key) => key !== '');
}

function warningsOf(spec: DataPipelineSpec, { name, from, to }: Delivery, path: Path): Warning[] {
  const found: Warning[] = [];
  if (from.directPut !== undefined) {
    found.push(
      warning(
        [...path, 'from'],
        `producers of delivery "${name}" put to a name that changes with from, conversion and partitioning by keys; let them read it from status.deliveries`,
      ),
    );
  }
  const table = spec.tables?.find((each) => each.name === to.table);
  if (
    table !== undefined &&
    (table.partitionKeys ?? []).length > 0 &&
    !table.partitionProjection &&
    table.projection === undefined
  ) {
    const crawled = (spec.crawlers ?? []).some(
      ({ zone, prefix = '' }) => zone === table.zone && prefixesOverlap(prefix, prefixOf(table)),
    );
    if (!crawled) {
      const message = `delivery "${name}" writes new partitions of table "${table.name}" that nobody registers; set partitionProjection, or declare a crawler of zone "${table.zone}"`;
      found.push(warning([...path, 'to', 'table'], message));
    }
  }
  return found;
}
