/** What an application runs, and for SQL what its streams look like. */
import { applicationDescriptors } from '../../dataplane/descriptors.ts';
import { codeBucket, codeKey, codeVersion, foreignKeyArn } from './code-fields.ts';
import { choice, integer, object, optional, PRINTABLE, sequence, text } from './fields.ts';
import { reference } from './name-fields.ts';
import { matches, type Rule } from './rules.ts';

/** Neither control characters but tabs and ends of lines, nor private-use ones, which are our own token marks. */
const SQL_TEXT = '^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\p{Co}]*$';
const MAX_COLUMNS = 50;

const s3 = object(
  {
    bucket: codeBucket('Bucket with the code, in the region of the pipeline.'),
    key: codeKey(
      'Key of the jar or zip. New code under the same key is not seen: give it a new key, or a version.',
      'applications/sessionize-1.4.0.jar',
    ),
    version: optional(codeVersion),
    kmsKeyArn: optional(
      foreignKeyArn('ARN of the KMS key that encrypts the object, where that is not a key of S3 itself.'),
    ),
  },
  { description: 'A jar, or a zip with a Python program, in S3.' },
);

const connector = object(
  {
    url: text({
      description: 'Address of the jar: a mirror of your own.',
      example: 'https://maven.example.com/flink-sql-connector-aws-kinesis-streams-5.0.0-1.20.jar',
      maxLength: 1024,
      rules: [
        matches(
          '^https://[A-Za-z0-9.-]+(:[0-9]+)?/[A-Za-z0-9._~/%+-]+$',
          'url "{self}" is not an https address without a query; write one like https://maven.example.com/connector.jar',
        ),
      ],
    }),
    sha256: text({
      description: 'SHA-256 of the jar, hexadecimal. Another jar is not taken.',
      example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      maxLength: 64,
      rules: [matches('^[0-9a-f]{64}$', 'sha256 "{self}" is not 64 hexadecimal digits; write what sha256sum prints')],
    }),
  },
  {
    description: `The Kinesis connector of Flink. When left out: ${applicationDescriptors.FlinkSql.runtimes.map(({ runtime, connector: { coordinates } }) => `${coordinates} for ${runtime}`).join(', ')}, from Maven Central, held to the checksum that is published there.`,
  },
);

export const code = object(
  {
    sql: optional(
      text({
        description:
          'SQL statements, separated by semicolons: CREATE, SET and INSERT INTO. Tables are named after the streams from and to; a name with a hyphen stands in backticks. A mistake stands in the log, and nothing starts.',
        example: 'INSERT INTO processed SELECT user_id, event_type FROM main;',
        minLength: 1,
        maxLength: 65536,
        pattern: SQL_TEXT,
        remedy: 'write text without control characters',
      }),
    ),
    builtIn: optional(
      choice(['EventCounts'], {
        description:
          'An application that the operator brings along. EventCounts: events per type and minute, by event_time of the events.',
        example: 'EventCounts',
      }),
    ),
    s3: optional(s3),
    connector: optional(connector),
  },
  {
    description: 'What runs. Exactly one of sql, builtIn and s3. New code restarts the application from its state.',
    rules: [
      {
        cel: '[has(self.sql), has(self.builtIn), has(self.s3)].filter(given, given).size() == 1',
        message:
          "code has {has(self.sql) || has(self.builtIn) || has(self.s3) ? 'more than one' : 'none'} of sql, builtIn and s3; write exactly one",
      },
      {
        cel: '!has(self.s3) || !has(self.connector)',
        message: 'code.s3 brings its connectors along; remove connector',
        fieldPath: '.connector',
      },
    ],
  },
);

const columns = sequence(
  object(
    {
      name: text({
        description: 'Name in the JSON of the records and in the SQL.',
        example: 'user_id',
        maxLength: 128,
        minLength: 1,
        pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
        remedy: 'write letters, digits and underscores, first a letter, like user_id',
      }),
      type: text({
        description: "Type, in Glue's words. A timestamp is read from ISO 8601 texts.",
        example: 'struct<page:string,duration:int>',
        maxLength: 1024,
        minLength: 1,
        pattern: '^[a-z][A-Za-z0-9_<>:,()]*$',
        remedy: 'write a type like string, timestamp or struct<page:string,duration:int>',
      }),
    },
    { description: 'One column.' },
  ),
  { description: 'Fields of the records, where no table has them.', minItems: 1, maxItems: MAX_COLUMNS },
);

const shape = {
  table: optional(reference('tables', { to: 'table whose columns the records have', example: 'raw_events' })),
  columns: optional(columns),
};

function eitherShape(which: 'input' | 'output'): Rule {
  return {
    cel: 'has(self.table) != has(self.columns)',
    message: `${which} has {has(self.table) ? 'both' : 'neither'} of table and columns; write one of them`,
  };
}

export const input = object(
  {
    ...shape,
    eventTime: optional(
      text({
        description: 'Column of type timestamp that says when an event happened; windows go by it.',
        example: 'event_time',
        maxLength: 128,
        minLength: 1,
        pattern: PRINTABLE,
        remedy: 'write the name of a column',
      }),
    ),
    maxDelaySeconds: optional(
      integer({
        description: 'Events that come later behind the newest are left out of windows. When left out: 60.',
        example: 60,
        minimum: 0,
        maximum: 86400,
      }),
    ),
    startAt: optional(
      choice(['LATEST', 'TRIM_HORIZON'], {
        description: 'Where the first start begins; later ones begin at the snapshot. When left out: LATEST.',
        example: 'TRIM_HORIZON',
      }),
    ),
  },
  { description: 'With code.sql: what the records of from look like.', rules: [eitherShape('input')] },
);

export const output = object(
  {
    ...shape,
    partitionBy: optional(
      sequence(
        text({
          description: 'Name of a column.',
          example: 'user_id',
          maxLength: 128,
          minLength: 1,
          pattern: PRINTABLE,
          remedy: 'write the name of a column',
        }),
        {
          description: 'Columns that make the partition key. When left out: records are spread evenly.',
          minItems: 1,
          maxItems: 10,
        },
      ),
    ),
  },
  { description: 'With code.sql: what the records of to look like.', rules: [eitherShape('output')] },
);

/** Of the application that has the code. */
export const codeRules: readonly Rule[] = [
  {
    cel: 'has(self.code.s3) || has(self.to)',
    message: 'application "{self.name}" has SQL but no stream to write to; write to: the name of a stream',
    fieldPath: '.to',
  },
  {
    cel: 'has(self.code.sql) == has(self.input) && has(self.code.sql) == has(self.output)',
    message:
      "application \"{self.name}\" {has(self.code.sql) ? 'has SQL but not both of input and output' : 'has input or output without SQL'}; {has(self.code.sql) ? 'write input and output, each with a table or columns' : 'remove them'}",
    fieldPath: '.code',
  },
];
