/**
 * How each format is read: the Hive classes that Athena, Glue and Spark agree on. Json and Csv have two SerDes each, of
 * which neither can do all; which one it is follows from what the table asks for.
 */
import type { Table, TableFormat } from '../../../crds/datapipeline.ts';
import { needsTimestamps, usesOpenX } from '../../../crds/schema/table-serdes.ts';

export interface HiveFormat {
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly serializationLibrary: string;
  readonly serDeParameters: Readonly<Record<string, string>>;
  readonly tableParameters: Readonly<Record<string, string>>;
}

const TEXT = {
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
} as const;

/**
 * ISO 8601 as programs write it: milliseconds, microseconds or neither; Z, an offset or neither. Hive itself tries
 * yyyy-MM-dd HH:mm:ss[.f] when none of them fits.
 */
const ISO_TIMESTAMPS = ['.SSS', '.SSSSSS', ''].flatMap((fraction) =>
  ["'Z'", 'ZZ', ''].map((zone) => `yyyy-MM-dd'T'HH:mm:ss${fraction}${zone}`),
);

/** All but Iceberg, which engines read by its own metadata. */
const FORMATS: Readonly<Record<Exclude<TableFormat, 'Iceberg'>, (table: Table) => HiveFormat>> = {
  Parquet: ({ compression }) => ({
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    serDeParameters: { 'serialization.format': '1' },
    tableParameters: {
      classification: 'parquet',
      ...given('parquet.compression', compression === 'NONE' ? 'UNCOMPRESSED' : compression),
    },
  }),
  Orc: ({ compression }) => ({
    inputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat',
    serializationLibrary: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
    serDeParameters: { 'serialization.format': '1' },
    tableParameters: { classification: 'orc', ...given('orc.compress', compression) },
  }),
  Json: (table) => ({
    ...TEXT,
    ...(usesOpenX(table) || !needsTimestamps(table) ? openX(table) : hiveJson(table)),
    tableParameters: { classification: 'json', ...given('write.compression', table.compression) },
  }),
  Csv: (table) => {
    const { headerLines = 1 } = table.csv ?? {};
    return {
      ...TEXT,
      ...(table.csv?.quote === undefined ? delimited(table) : quoted(table)),
      tableParameters: {
        classification: 'csv',
        ...given('skip.header.line.count', headerLines === 0 ? undefined : `${headerLines}`),
        ...given('write.compression', table.compression),
      },
    };
  },
};

/** undefined for Iceberg. */
export function hiveFormat(table: Table): HiveFormat | undefined {
  if (table.format === 'Iceberg') return undefined;
  const format = FORMATS[table.format](table);
  return { ...format, serDeParameters: { ...table.serdeProperties, ...format.serDeParameters } };
}

type SerDe = Pick<HiveFormat, 'serializationLibrary' | 'serDeParameters'>;

/** Knows mappings and broken lines, and timestamps only as far as its version does. */
function openX({ json }: Table): SerDe {
  const mappings = Object.entries(json?.mappings ?? {}).map(([column, key]) => [`mapping.${column}`, key]);
  return {
    serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
    serDeParameters: {
      'serialization.format': '1',
      ...given('ignore.malformed.json', json?.ignoreMalformed === true ? 'true' : undefined),
      ...given('case.insensitive', json?.caseInsensitive === false ? 'false' : undefined),
      ...given('dots.in.keys', json?.dotsInKeys === true ? 'true' : undefined),
      ...Object.fromEntries(mappings),
    },
  };
}

/** Knows formats of timestamps, and nothing else. */
function hiveJson({ json }: Table): SerDe {
  return {
    serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe',
    serDeParameters: {
      'serialization.format': '1',
      'timestamp.formats': (json?.timestampFormats ?? ISO_TIMESTAMPS).join(','),
    },
  };
}

/** Knows dates, timestamps, decimals and empty numbers, but no quotes. */
function delimited({ csv }: Table): SerDe {
  const delimiter = csv?.delimiter ?? ',';
  return {
    serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
    serDeParameters: {
      'field.delim': delimiter,
      'serialization.format': delimiter,
      ...given('escape.delim', csv?.escape),
    },
  };
}

/** Knows quotes, and reads text: Athena makes the simplest types of it. */
function quoted({ csv }: Table): SerDe {
  return {
    serializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
    serDeParameters: {
      'serialization.format': '1',
      separatorChar: csv?.delimiter ?? ',',
      quoteChar: csv?.quote ?? '"',
      escapeChar: csv?.escape ?? '\\',
    },
  };
}

function given(key: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [key]: value };
}
