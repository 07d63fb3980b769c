/** Applications on managed Flink. */
import type { Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const jar = (fields: Fields = {}): Fields => ({ s3: { bucket: 'my-code', key: 'app.jar', ...fields } });
const application = (fields: Fields = {}): Fields => ({
  streams: [{ name: 'main' }, { name: 'processed' }],
  applications: [{ name: 'sessionize', from: 'main', to: 'processed', code: jar(), ...fields }],
});
const group = (fields: Fields): Fields => application({ properties: [{ name: 'Own', values: { a: 'b' }, ...fields }] });
const sql = (more: Fields = {}): Fields =>
  application({
    code: { sql: 'INSERT INTO processed SELECT id FROM main' },
    input: { columns: [{ name: 'id', type: 'string' }] },
    output: { columns: [{ name: 'id', type: 'string' }] },
    ...more,
  });
const CONNECTOR = { url: 'https://maven.example.com/c.jar', sha256: 'ab'.repeat(32) };
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/0d5b1c7e-0000-4000-8000-000000000000';

export const applicationsCases: Cases = {
  good: [
    { reason: 'a jar between two streams', spec: application() },
    { reason: 'one that writes elsewhere', spec: application({ to: undefined }) },
    {
      reason: 'all that can be said',
      spec: application({
        runtime: 'FLINK-2_2',
        code: jar({ version: 'abc', kmsKeyArn: KEY }),
        properties: [{ name: 'Own.group_1', values: { 'window.minutes': '5' } }],
        parallelism: 256,
        parallelismPerKpu: 4,
        autoScaling: false,
        snapshots: true,
        checkpointing: { enabled: true, intervalSeconds: 30, minPauseSeconds: 0 },
        monitoring: { metrics: 'PARALLELISM', logs: 'DEBUG' },
        suspend: true,
      }),
    },
    {
      reason: 'without any state',
      spec: application({ autoScaling: false, snapshots: false, checkpointing: { enabled: false } }),
    },
    {
      reason: 'two of one stream',
      spec: {
        streams: [{ name: 'main' }],
        applications: ['a', 'b'].map((name) => ({ name, from: 'main', code: jar() })),
      },
    },
    { reason: 'SQL over columns of its own', spec: sql() },
    {
      reason: 'SQL over the columns of a table, by event time, with a connector from a mirror',
      spec: {
        ...sql({
          code: { sql: 'INSERT INTO processed SELECT id FROM main', connector: CONNECTOR },
          input: { table: 'events', eventTime: 'at', maxDelaySeconds: 0, startAt: 'TRIM_HORIZON' },
          output: { columns: [{ name: 'id', type: 'struct<a:array<int>>' }], partitionBy: ['id'] },
        }),
        zones: [{ name: 'raw' }],
        tables: [{ name: 'events', zone: 'raw', columns: [{ name: 'at', type: 'timestamp' }] }],
      },
    },
    {
      reason: 'SQL into records of the form of a table',
      spec: {
        ...sql({ output: { table: 'events' } }),
        zones: [{ name: 'raw' }],
        tables: [{ name: 'events', zone: 'raw', columns: [{ name: 'id', type: 'string' }] }],
      },
    },
    { reason: 'a built-in', spec: application({ code: { builtIn: 'EventCounts' } }) },
  ],
  bad: [
    {
      reason: 'the retired SQL runtime',
      spec: application({ runtime: 'SQL-1_0' }),
      path: 'spec.applications[0].runtime',
      message: '"SQL-1_0" is not a value of runtime; write one of: FLINK-2_2, FLINK-1_20, FLINK-1_19',
      by: 'structure',
    },
    {
      reason: 'a runtime with a dot',
      spec: application({ runtime: 'FLINK-1.20' }),
      path: 'spec.applications[0].runtime',
      message: '"FLINK-1.20" is not a value of runtime; write FLINK-1_20',
      by: 'structure',
    },
    {
      reason: 'no stream to read',
      spec: application({ from: undefined }),
      path: 'spec.applications[0].from',
      message: 'from is required; add it, like from: "main"',
      by: 'structure',
    },
    {
      reason: 'no code',
      spec: application({ code: undefined }),
      path: 'spec.applications[0].code',
      message: 'code is required; add code',
      by: 'structure',
    },
    {
      reason: 'a stream that is not there to read',
      spec: application({ from: 'man' }),
      path: 'spec.applications',
      message: 'application "sessionize" names stream "man", which does not exist; write one of: main, processed',
      by: 'rule',
    },
    {
      reason: 'a stream that is not there to write',
      spec: application({ to: 'done' }),
      path: 'spec.applications',
      message: 'application "sessionize" names stream "done", which does not exist; write one of: main, processed',
      by: 'rule',
    },
    {
      reason: 'its own input as output',
      spec: application({ to: 'main' }),
      path: 'spec.applications[0].to',
      message: 'application "sessionize" writes to the stream "main" that it reads; write to: another stream',
      by: 'rule',
    },
    {
      reason: 'a name that is none',
      spec: application({ name: 'Sessionize' }),
      path: 'spec.applications[0].name',
      message:
        'name "Sessionize" is not at most 24 lower-case letters, digits and inner dashes; write one like sessionize',
      by: 'rule',
    },
    {
      reason: 'a bucket with its scheme',
      spec: application({ code: jar({ bucket: 's3://my-code' }) }),
      path: 'spec.applications[0].code.s3.bucket',
      message: 'bucket "s3://my-code" is not a bucket name; write lower-case letters, digits, dashes and dots',
      by: 'rule',
    },
    {
      reason: 'an alias as key',
      spec: application({ code: jar({ kmsKeyArn: 'alias/code' }) }),
      path: 'spec.applications[0].code.s3.kmsKeyArn',
      message:
        'kmsKeyArn "alias/code" is not the ARN of a KMS key; write one like arn:aws:kms:us-east-1:123456789012:key/…',
      by: 'rule',
    },
    {
      reason: 'a key of another region',
      spec: application({ code: jar({ kmsKeyArn: KEY.replace('us-east-1', 'eu-west-1') }) }),
      path: 'spec.applications[0].code.s3.kmsKeyArn',
      message:
        'kmsKeyArn of application "sessionize" is not of region us-east-1, where its code lies; write the key of region us-east-1',
      by: 'check',
    },
    {
      reason: 'no task at all',
      spec: application({ parallelism: 0 }),
      path: 'spec.applications[0].parallelism',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'more KPUs than AWS gives',
      spec: application({ parallelism: 130, parallelismPerKpu: 2 }),
      path: 'spec.applications[0].parallelism',
      message:
        'parallelism 130 of application "sessionize" takes 65 KPUs, and AWS gives one application 64; write 128 or less, or a higher parallelismPerKpu',
      by: 'check',
    },
    {
      reason: 'nine tasks in a KPU',
      spec: application({ parallelismPerKpu: 9 }),
      path: 'spec.applications[0].parallelismPerKpu',
      message: 'must be at most 8; write 8 or less',
      by: 'structure',
    },
    {
      reason: 'scaling without checkpoints',
      spec: application({ snapshots: false, checkpointing: { enabled: false } }),
      path: 'spec.applications[0].autoScaling',
      message:
        'application "sessionize" has autoScaling without checkpointing, so it would lose its state with every change of load; write autoScaling: false, or checkpointing.enabled: true',
      by: 'rule',
    },
    {
      reason: 'snapshots without checkpoints',
      spec: application({ autoScaling: false, checkpointing: { enabled: false } }),
      path: 'spec.applications[0].snapshots',
      message:
        'application "sessionize" has snapshots without checkpointing, which they are made by; write snapshots: false, or checkpointing.enabled: true',
      by: 'rule',
    },
    {
      reason: 'a pause longer than the interval',
      spec: application({ checkpointing: { intervalSeconds: 10, minPauseSeconds: 20 } }),
      path: 'spec.applications[0].checkpointing.minPauseSeconds',
      message:
        'minPauseSeconds of application "sessionize" is 20, longer than the 10 seconds from one checkpoint to the next; write 10 or less',
      by: 'check',
    },
    {
      reason: 'a level of logs that Flink has and AWS has not',
      spec: application({ monitoring: { logs: 'TRACE' } }),
      path: 'spec.applications[0].monitoring.logs',
      message: '"TRACE" is not a value of logs; write one of: ERROR, WARN, INFO, DEBUG',
      by: 'structure',
    },
    {
      reason: 'a group of properties that is ours',
      spec: group({ name: 'DataPipeline' }),
      path: 'spec.applications[0].properties[0].name',
      message: 'property group "DataPipeline" is given by the operator itself; call it otherwise',
      by: 'rule',
    },
    {
      reason: 'a group of properties with a blank',
      spec: group({ name: 'My group' }),
      path: 'spec.applications[0].properties[0].name',
      message:
        'name "My group" of a property group has other characters than letters, digits and _ . -; write one like Enrichment',
      by: 'rule',
    },
    {
      reason: 'a group without properties',
      spec: group({ values: {} }),
      path: 'spec.applications[0].properties[0].values',
      message: 'values holds no property; write one, or remove the group',
      by: 'rule',
    },
    {
      reason: 'a property that forges a token',
      spec: group({ values: { a: '\uE000x#y\uE001' } }),
      path: 'spec.applications[0].properties[0].values.a',
      message: 'has characters or a form that is not allowed; write text without control characters',
      by: 'structure',
    },
    {
      reason: 'SQL and a jar',
      spec: sql({ code: { sql: 'INSERT INTO a SELECT 1', ...jar() } }),
      path: 'spec.applications[0].code',
      message: 'code has more than one of sql, builtIn and s3; write exactly one',
      by: 'rule',
    },
    {
      reason: 'code without any',
      spec: application({ code: {} }),
      path: 'spec.applications[0].code',
      message: 'code has none of sql, builtIn and s3; write exactly one',
      by: 'rule',
    },
    {
      reason: 'a connector for a jar',
      spec: application({ code: { ...jar(), connector: CONNECTOR } }),
      path: 'spec.applications[0].code.connector',
      message: 'code.s3 brings its connectors along; remove connector',
      by: 'rule',
    },
    {
      reason: 'a connector over http',
      spec: sql({ code: { sql: 'x', connector: { ...CONNECTOR, url: 'http://maven.example.com/c.jar' } } }),
      path: 'spec.applications[0].code.connector.url',
      message:
        'url "http://maven.example.com/c.jar" is not an https address without a query; write one like https://maven.example.com/connector.jar',
      by: 'rule',
    },
    {
      reason: 'a connector that nothing vouches for',
      spec: sql({ code: { sql: 'x', connector: { ...CONNECTOR, sha256: 'abc' } } }),
      path: 'spec.applications[0].code.connector.sha256',
      message: 'sha256 "abc" is not 64 hexadecimal digits; write what sha256sum prints',
      by: 'rule',
    },
    {
      reason: 'SQL without a stream to write',
      spec: sql({ to: undefined }),
      path: 'spec.applications[0].to',
      message: 'application "sessionize" has SQL but no stream to write to; write to: the name of a stream',
      by: 'rule',
    },
    {
      reason: 'SQL without what it reads',
      spec: sql({ input: undefined }),
      path: 'spec.applications[0].code',
      message:
        'application "sessionize" has SQL but not both of input and output; write input and output, each with a table or columns',
      by: 'rule',
    },
    {
      reason: 'columns for a jar',
      spec: application({ input: { columns: [{ name: 'id', type: 'string' }] } }),
      path: 'spec.applications[0].code',
      message: 'application "sessionize" has input or output without SQL; remove them',
      by: 'rule',
    },
    {
      reason: 'an input of no shape',
      spec: sql({ input: { startAt: 'LATEST' } }),
      path: 'spec.applications[0].input',
      message: 'input has neither of table and columns; write one of them',
      by: 'rule',
    },
    {
      reason: 'a table that is not there',
      spec: sql({ input: { table: 'events' } }),
      path: 'spec.applications[0].input.table',
      message:
        'application "sessionize" names table "events", which does not exist; write one of: none, for spec.tables is empty',
      by: 'check',
    },
    {
      reason: 'a type that Glue does not know',
      spec: sql({ output: { columns: [{ name: 'id', type: 'text' }] } }),
      path: 'spec.applications[0].output.columns[0].type',
      message: 'type "text" of column "id" names the unknown type text; write one like string or array<int>',
      by: 'check',
    },
    {
      reason: 'a column twice',
      spec: sql({ input: { columns: ['string', 'int'].map((type) => ({ name: 'id', type })) } }),
      path: 'spec.applications[0].input.columns[1].name',
      message: 'column "id" occurs twice; remove one',
      by: 'check',
    },
    {
      reason: 'an event time that is a text',
      spec: sql({ input: { columns: [{ name: 'id', type: 'string' }], eventTime: 'id' } }),
      path: 'spec.applications[0].input.eventTime',
      message: 'eventTime "id" of application "sessionize" is of type string; give a column the type timestamp',
      by: 'check',
    },
    {
      reason: 'lateness without an event time',
      spec: sql({ input: { columns: [{ name: 'id', type: 'string' }], maxDelaySeconds: 5 } }),
      path: 'spec.applications[0].input.maxDelaySeconds',
      message:
        'application "sessionize" has maxDelaySeconds without eventTime, behind which events could be late; write eventTime, or remove maxDelaySeconds',
      by: 'check',
    },
    {
      reason: 'a partition key that is no column',
      spec: sql({ output: { columns: [{ name: 'id', type: 'string' }], partitionBy: ['user'] } }),
      path: 'spec.applications[0].output.partitionBy',
      message:
        'output of application "sessionize" has no column "user" to make the partition key from; write some of: id',
      by: 'check',
    },
    {
      reason: 'SQL on a runtime that it was never tried on',
      spec: sql({ runtime: 'FLINK-1_19' }),
      path: 'spec.applications[0].runtime',
      message:
        'application "sessionize" has SQL, which does not run on FLINK-1_19; write one of: FLINK-1_20, FLINK-2_2',
      by: 'check',
    },
    {
      reason: 'the group of properties that holds the SQL',
      spec: sql({ properties: [{ name: 'FlinkSql', values: { a: 'b' } }] }),
      path: 'spec.applications[0].properties[0].name',
      message:
        'property group "FlinkSql" of application "sessionize" tells what SQL runs; remove it, or call it otherwise',
      by: 'check',
    },
    {
      reason: 'SQL that forges a token',
      spec: sql({ code: { sql: 'SELECT \uE000x#y\uE001' } }),
      path: 'spec.applications[0].code.sql',
      message: 'has characters or a form that is not allowed; write text without control characters',
      by: 'structure',
    },
  ],
};
