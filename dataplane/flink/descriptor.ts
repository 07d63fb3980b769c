/** What there is to know about FlinkSql before running it: for charts, documentation and the step that embeds code. */

/** A Maven artifact that is too large to be carried by a Kubernetes object and must come from elsewhere. */
export interface ConnectorArtifact {
  readonly coordinates: string;
  /** Where Maven Central has it. A copy of one's own is better in production: it is fetched at every start. */
  readonly url: string;
}

export interface FlinkRuntime {
  /** `runtimeEnvironment` of the application. */
  readonly runtime: 'FLINK-1_20' | 'FLINK-2_2';
  /** Flink that the tests run on. */
  readonly testedWith: string;
  readonly connector: ConnectorArtifact;
}

export interface FlinkBuiltIn {
  readonly name: string;
  readonly summary: string;
  /** What the zip holds: paths relative to this folder, which are the paths within it too. */
  readonly files: readonly string[];
  /** `python` of kinesis.analytics.flink.run.options. */
  readonly entry: string;
  readonly runtimes: readonly FlinkRuntime[];
  readonly reads: string;
  readonly writes: string;
  readonly defaults: { readonly parallelism: number; readonly checkpointIntervalMs: number };
}

/** The function that puts FlinkSql and a connector into one zip, in the pipeline's own bucket. */
export const packApplication = {
  name: 'PackApplication',
  runtime: 'python3.13',
  handler: 'pack_application.handler',
  /** Path of the code from the folder of the data plane. */
  file: 'lambda/pack_application/pack_application.py',
  memoryMiB: 512,
  timeoutSeconds: 300,
  /** Where in the zip the connector lies, which FlinkSql is told as `jarfile`. */
  connectorPath: 'lib/connector.jar',
} as const;

const centralFolder = 'https://repo.maven.apache.org/maven2/org/apache/flink';

function kinesisConnector(version: string): ConnectorArtifact {
  const artifact = 'flink-sql-connector-aws-kinesis-streams';
  return {
    coordinates: `org.apache.flink:${artifact}:${version}`,
    url: `${centralFolder}/${artifact}/${version}/${artifact}-${version}.jar`,
  };
}

export const flinkSql: FlinkBuiltIn = {
  name: 'FlinkSql',
  summary: 'Runs SQL statements over streams as one job; every statement is checked before anything starts.',
  files: [
    'main.py',
    'flink_sql/__init__.py',
    'flink_sql/columns.py',
    'flink_sql/connector.py',
    'flink_sql/errors.py',
    'flink_sql/job.py',
    'flink_sql/properties.py',
    'flink_sql/statements.py',
    'flink_sql/tables.py',
  ],
  entry: 'main.py',
  runtimes: [
    { runtime: 'FLINK-1_20', testedWith: '1.20', connector: kinesisConnector('5.0.0-1.20') },
    { runtime: 'FLINK-2_2', testedWith: '2.2', connector: kinesisConnector('6.0.0-2.0') },
  ],
  reads: 'JSON records of the source tables’ Kinesis streams',
  writes: 'JSON records to the sink tables’ Kinesis streams, at least once',
  defaults: { parallelism: 1, checkpointIntervalMs: 60_000 },
};
