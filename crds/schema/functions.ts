import { type FunctionName, functionDescriptors } from '../../dataplane/descriptors.ts';
import { codeBucket, codeKey, codeVersion } from './code-fields.ts';
import { choice, integer, map, named, object, optional, PRINTABLE, SOURCE_TEXT, type Stored, text } from './fields.ts';
import { partName } from './name-fields.ts';
import { matches } from './rules.ts';
import { section } from './section.ts';
import { fromAws, ready } from './status-fields.ts';

export const MAX_FUNCTIONS = 20;

/** Lambda's names; the newest of each language first. What AWS has stopped supporting is not here. */
export const RUNTIMES = ['python3.14', 'python3.13', 'python3.12', 'python3.11', 'nodejs24.x', 'nodejs22.x'] as const;

const FILE_PATH = '^([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$';

const inline = object(
  {
    handler: text({
      description: 'What Lambda calls: the file without its ending, a dot, and the function in it.',
      example: 'enrich.handler',
      maxLength: 128,
      rules: [
        matches(
          '^[A-Za-z0-9_/-]+[.][A-Za-z0-9_]+$',
          'handler "{self}" is not a file without its ending, a dot and a function; write it like enrich.handler',
        ),
      ],
    }),
    files: map(
      text({
        description: 'Text of the file.',
        example: 'def handler(event, context): ...',
        maxLength: 262144,
        pattern: SOURCE_TEXT,
        remedy: 'write text without control characters; bring anything else by code.s3',
      }),
      {
        description:
          'Source files by path, at most 20 and 256 KiB together. Libraries do not fit: bring them by code.s3.',
        example: { 'enrich.py': 'def handler(event, context): ...' },
        maxProperties: 20,
        rules: [
          { cel: 'size(self) > 0', message: 'files holds no file; write at least the one that handler names' },
          {
            cel: `self.all(path, size(path) <= 128 && path.matches('${FILE_PATH}'))`,
            message: `file path "{self.filter(path, size(path) > 128 || !path.matches('${FILE_PATH}'))[0]}" is not a relative path of letters, digits and _ . -; write one like lib/times.py`,
          },
        ],
      },
    ),
  },
  { description: 'Source files that stand in the spec, packed into a zip.' },
);

const s3 = object(
  {
    bucket: codeBucket('Bucket with the zip, in the region of the pipeline. It must let the account read.'),
    key: codeKey(
      'Key of the zip. New code under the same key is not seen: give it a new key, or a version.',
      'functions/enrich-1.4.0.zip',
    ),
    version: optional(codeVersion),
  },
  { description: 'A zip of your own in S3.' },
);

const code = object(
  {
    builtIn: optional(
      choice(Object.keys(functionDescriptors) as FunctionName[], {
        description: `A function that the operator brings along. ${Object.values(functionDescriptors)
          .map(({ name, summary }) => `${name}: ${summary}`)
          .join(' ')}`,
        example: 'EnrichEvents',
      }),
    ),
    inline: optional(inline),
    s3: optional(s3),
  },
  {
    description: 'What runs. Exactly one of builtIn, inline and s3.',
    rules: [
      {
        cel: '[has(self.builtIn), has(self.inline), has(self.s3)].filter(given, given).size() == 1',
        message:
          "code has {has(self.builtIn) || has(self.inline) || has(self.s3) ? 'more than one' : 'none'} of builtIn, inline and s3; write exactly one",
      },
    ],
  },
);

const lambdaFunction = object(
  {
    name: partName('function', 'enrich'),
    runtime: optional(
      choice(RUNTIMES, {
        description: "Lambda runtime, in Lambda's words. When left out: that of the built-in; required for other code.",
        example: 'python3.13',
      }),
    ),
    handler: optional(
      text({
        description: 'What Lambda calls in code.s3. Inline code has its own, built-ins know theirs.',
        example: 'enrich.handler',
        maxLength: 128,
        minLength: 1,
        pattern: PRINTABLE,
        remedy: 'write the handler as Lambda takes it',
      }),
    ),
    code,
    memoryMiB: optional(
      integer({
        description:
          'Memory in MiB; CPU grows with it, a whole one from 1769 on. When left out: what the built-in wants, else 256.',
        example: 256,
        minimum: 128,
        maximum: 10240,
      }),
    ),
    timeoutSeconds: optional(
      integer({
        description: 'Seconds after which a call is ended. When left out: what the built-in wants, else 60.',
        example: 60,
        minimum: 1,
        maximum: 900,
      }),
    ),
    environment: optional(
      map(
        text({
          description: 'Value of the variable. Encrypted with the key of the pipeline; still no place for secrets.',
          example: 'INFO',
          maxLength: 4096,
          pattern: PRINTABLE,
          remedy: 'write text without control characters',
        }),
        {
          description: 'Environment variables, at most 40 and 4 KB together. A built-in takes only its own settings.',
          example: { LOG_LEVEL: 'INFO' },
          maxProperties: 40,
          rules: [
            {
              cel: "self.all(key, size(key) <= 128 && key.matches('^[A-Za-z][A-Za-z0-9_]+$'))",
              message:
                'environment variable "{self.filter(key, size(key) > 128 || !key.matches(\'^[A-Za-z][A-Za-z0-9_]+$\'))[0]}" is not a letter followed by letters, digits and _; rename it',
            },
          ],
        },
      ),
    ),
    reservedConcurrency: optional(
      integer({
        description:
          'Calls that may run at the same time, taken from those of the account. When left out: as many as the account has to spare.',
        example: 20,
        minimum: 1,
        maximum: 10000,
      }),
    ),
  },
  {
    description: 'One Lambda function with its own role, log group and encrypted environment.',
    rules: [
      {
        cel: 'has(self.code.builtIn) || has(self.runtime)',
        message: 'function "{self.name}" has code of its own but no runtime; write runtime, like python3.13',
        fieldPath: '.runtime',
      },
      {
        cel: 'has(self.code.s3) == has(self.handler)',
        message:
          "function \"{self.name}\" has {has(self.handler) ? 'a handler that its code brings along' : 'code.s3 but no handler'}; {has(self.handler) ? 'remove handler' : 'write handler, like enrich.handler'}",
        fieldPath: '.handler',
      },
    ],
  },
);

const functions = named(lambdaFunction, {
  description:
    'Lambda functions: what transforms records on their way, and what steps call. A removed function is deleted; its log group stays and empties itself.',
  maxItems: MAX_FUNCTIONS,
});

const functionStatus = object(
  {
    name: text({ description: 'Name of the function in spec.', maxLength: 63 }),
    functionName: fromAws('Name of the Lambda function.', 'analytics-clickstream-enrich'),
    version: optional(fromAws('The newest published version; each change of code or settings publishes one.', '7')),
    logGroup: fromAws('Where it logs.', '/datapipelines/analytics/clickstream/functions/enrich'),
    ready,
  },
  { description: 'One function.' },
);

export const functionsSection = section({
  spec: { functions: optional(functions) },
  status: {
    functions: optional(
      named(functionStatus, { description: 'Lambda functions of the pipeline.', maxItems: MAX_FUNCTIONS }),
    ),
  },
});

export type LambdaFunction = Stored<typeof lambdaFunction>;
export type FunctionStatus = Stored<typeof functionStatus>;
