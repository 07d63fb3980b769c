/** How each format is read: the Hive classes that Athena, Glue and Spark agree on. */
import type { TableFormat } from '../../../crds/datapipeline.ts';

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

export const HIVE_FORMATS: Readonly<Record<TableFormat, HiveFormat>> = {
  Parquet: {
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    serDeParameters: { 'serialization.format': '1' },
    tableParameters: { classification: 'parquet' },
  },
  Orc: {
    inputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat',
    serializationLibrary: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
    serDeParameters: { 'serialization.format': '1' },
    tableParameters: { classification: 'orc' },
  },
  Json: {
    ...TEXT,
    serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
    serDeParameters: { 'serialization.format': '1' },
    tableParameters: { classification: 'json' },
  },
  // LazySimpleSerDe and not OpenCSVSerde: it knows dates, timestamps, decimals and empty numbers, where the other reads
  // text, at the price of quoted fields that hold a comma.
  Csv: {
    ...TEXT,
    serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
    serDeParameters: { 'field.delim': ',', 'serialization.format': ',' },
    tableParameters: { classification: 'csv', 'skip.header.line.count': '1' },
  },
};
