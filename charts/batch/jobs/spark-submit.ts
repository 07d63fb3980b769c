/** How Spark is told of a script on EMR: its arguments in a row, and where the catalog is. */

/** `--name`, value, `--name`, value, … What the operator sets stands last, where it wins. */
export function argumentList(...parts: readonly Readonly<Record<string, string>>[]): readonly string[] {
  return Object.entries(Object.assign({}, ...parts) as Record<string, string>).flat();
}

/**
 * Tables are those of Glue's catalog. Source: EMR Serverless user guide, "Metastore configuration"; EMR release guide, "Use the
 * Glue Data Catalog as the metastore for Spark SQL".
 */
export const GLUE_CATALOG: readonly (readonly [string, string])[] = [
  ['spark.sql.catalogImplementation', 'hive'],
  [
    'spark.hadoop.hive.metastore.client.factory.class',
    'com.amazonaws.glue.catalog.metastore.AWSGlueDataCatalogHiveClientFactory',
  ],
];

/** No value has a space in it, so that nothing needs quotes. */
export function confList(settings: readonly (readonly [string, string])[]): readonly string[] {
  return settings.flatMap(([name, value]) => ['--conf', `${name}=${value}`]);
}
