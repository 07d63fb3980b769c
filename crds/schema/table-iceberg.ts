/** Iceberg: tables whose files and columns are kept by metadata of their own, and what keeps such a table in order. */
import { flag, integer, object, optional } from './fields.ts';
import type { Rule } from './rules.ts';

const snapshotRetention = object(
  {
    days: integer({
      description: 'Snapshots older than so many days are given up, with the files that only they need.',
      default: 5,
      minimum: 1,
      maximum: 36_500,
    }),
    snapshots: integer({
      description: 'So many of the newest are kept whatever their age.',
      default: 1,
      minimum: 1,
      maximum: 100_000,
    }),
    cleanExpiredFiles: flag({ description: 'Delete those files, not only the snapshots.', default: true }),
  },
  { description: 'Give up old snapshots: nobody can go back to them.' },
);

const orphanFileDeletion = object(
  {
    days: integer({
      description:
        'Files that no snapshot names are deleted when they are older than so many days. Longer than any job writes.',
      default: 3,
      minimum: 1,
      maximum: 36_500,
    }),
  },
  { description: 'Delete what jobs left behind that failed.' },
);

export const iceberg = object(
  {
    compaction: flag({ description: 'Put small files together.', default: false }),
    snapshotRetention: optional(snapshotRetention),
    orphanFileDeletion: optional(orphanFileDeletion),
  },
  {
    description:
      'Only with format Iceberg: optimizers that Glue runs on the table, billed by the hour. When left out: none, and small files and old snapshots pile up.',
  },
);

/** Rules of a table. */
export const icebergRules: readonly Rule[] = [
  {
    cel: "!has(self.iceberg) || self.format == 'Iceberg'",
    message:
      'table "{self.name}" has iceberg, but its format is {self.format}; remove iceberg, or write format: Iceberg',
    fieldPath: '.iceberg',
  },
  {
    cel: "self.format != 'Iceberg' || !has(self.location)",
    message:
      'table "{self.name}" is Iceberg, whose metadata would be written to the location of somebody else; write zone instead of location',
    fieldPath: '.location',
  },
  {
    cel: "self.format != 'Iceberg' || !has(self.partitionKeys)",
    message:
      'table "{self.name}" is Iceberg, which Glue makes without partition keys; remove partitionKeys, and add partition fields in Spark: ALTER TABLE … ADD PARTITION FIELD',
    fieldPath: '.partitionKeys',
  },
  {
    cel: "self.format != 'Iceberg' || !(has(self.compression) || has(self.serdeProperties))",
    message:
      'table "{self.name}" is Iceberg, whose files are written as its own properties say; remove compression and serdeProperties, and set properties by ALTER TABLE',
    fieldPath: '.format',
  },
];
