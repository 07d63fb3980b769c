/** Functions. */
import type { Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const builtIn = { builtIn: 'EnrichEvents' };
const files = { 'enrich.py': 'def handler(event, context):\n    return event\n' };
const inline = (fields: Fields = {}): Fields => ({ inline: { handler: 'enrich.handler', files, ...fields } });
const own = (fields: Fields): Fields => ({
  functions: [{ name: 'enrich', runtime: 'python3.13', code: inline(), ...fields }],
});
const zipped = (fields: Fields): Fields => ({
  functions: [
    {
      name: 'enrich',
      runtime: 'python3.13',
      handler: 'enrich.handler',
      code: { s3: { bucket: 'my-code', key: 'enrich.zip', ...fields } },
    },
  ],
});

export const functionsCases: Cases = {
  good: [
    { reason: 'a built-in needs nothing else', spec: { functions: [{ name: 'enrich', code: builtIn }] } },
    {
      reason: 'a built-in with all that can be said',
      spec: {
        functions: [
          {
            name: 'enrich',
            runtime: 'python3.13',
            code: builtIn,
            memoryMiB: 10240,
            timeoutSeconds: 900,
            environment: { LOG_LEVEL: 'DEBUG' },
            reservedConcurrency: 1,
          },
        ],
      },
    },
    { reason: 'files in the spec', spec: own({}) },
    {
      reason: 'a package of files',
      spec: own({
        code: { inline: { handler: 'src/main.handler', files: { 'src/main.mjs': '\t\n', 'src/lib/a_b-c.js': '' } } },
      }),
    },
    { reason: 'a zip in S3, in one version', spec: zipped({ version: 'abc' }) },
    { reason: 'an empty environment', spec: own({ environment: {} }) },
  ],
  bad: [
    {
      reason: 'function without code',
      spec: { functions: [{ name: 'enrich' }] },
      path: 'spec.functions[0].code',
      message: 'code is required; add code',
      by: 'structure',
    },
    {
      reason: 'code is empty',
      spec: { functions: [{ name: 'enrich', runtime: 'python3.13', code: {} }] },
      path: 'spec.functions[0].code',
      message: 'code has none of builtIn, inline and s3; write exactly one',
      by: 'rule',
    },
    {
      reason: 'code is given twice',
      spec: { functions: [{ name: 'enrich', runtime: 'python3.13', code: { ...builtIn, ...inline() } }] },
      path: 'spec.functions[0].code',
      message: 'code has more than one of builtIn, inline and s3; write exactly one',
      by: 'rule',
    },
    {
      reason: 'unknown built-in',
      spec: { functions: [{ name: 'enrich', code: { builtIn: 'Enrich' } }] },
      path: 'spec.functions[0].code.builtIn',
      message: '"Enrich" is not a value of builtIn; write one of: EnrichEvents',
      by: 'structure',
    },
    {
      reason: 'built-in under another runtime',
      spec: { functions: [{ name: 'enrich', runtime: 'python3.14', code: builtIn }] },
      path: 'spec.functions[0].runtime',
      message: 'built-in EnrichEvents of function "enrich" is made for python3.13; remove runtime, or write python3.13',
      by: 'check',
    },
    {
      reason: 'a runtime that AWS no longer supports',
      spec: own({ runtime: 'python3.9' }),
      path: 'spec.functions[0].runtime',
      message: '"python3.9" is not a value of runtime; write python3.14',
      by: 'structure',
    },
    {
      reason: 'own code without runtime',
      spec: { functions: [{ name: 'enrich', code: inline() }] },
      path: 'spec.functions[0].runtime',
      message: 'function "enrich" has code of its own but no runtime; write runtime, like python3.13',
      by: 'rule',
    },
    {
      reason: 'a zip without handler',
      spec: {
        functions: [{ name: 'enrich', runtime: 'python3.13', code: { s3: { bucket: 'my-code', key: 'a.zip' } } }],
      },
      path: 'spec.functions[0].handler',
      message: 'function "enrich" has code.s3 but no handler; write handler, like enrich.handler',
      by: 'rule',
    },
    {
      reason: 'a built-in with a handler',
      spec: { functions: [{ name: 'enrich', handler: 'a.b', code: builtIn }] },
      path: 'spec.functions[0].handler',
      message: 'function "enrich" has a handler that its code brings along; remove handler',
      by: 'rule',
    },
    {
      reason: 'inline handler without a function',
      spec: own({ code: inline({ handler: 'enrich' }) }),
      path: 'spec.functions[0].code.inline.handler',
      message: 'handler "enrich" is not a file without its ending, a dot and a function; write it like enrich.handler',
      by: 'rule',
    },
    {
      reason: 'inline handler in no file',
      spec: own({ code: inline({ handler: 'main.handler' }) }),
      path: 'spec.functions[0].code.inline.handler',
      message:
        'handler "main.handler" of function "enrich" is in none of its files; write one of: enrich.py, without its ending and with a function',
      by: 'check',
    },
    {
      reason: 'no files',
      spec: own({ code: inline({ files: {} }) }),
      path: 'spec.functions[0].code.inline.files',
      message: 'files holds no file; write at least the one that handler names',
      by: 'rule',
    },
    {
      reason: 'a file outside the zip',
      spec: own({ code: inline({ files: { ...files, '../etc/passwd': '' } }) }),
      path: 'spec.functions[0].code.inline.files',
      message:
        'file path "../etc/passwd" is not a relative path of letters, digits and _ . -; write one like lib/times.py',
      by: 'rule',
    },
    {
      reason: 'a file at the root',
      spec: own({ code: inline({ files: { ...files, '/enrich.py': '' } }) }),
      path: 'spec.functions[0].code.inline.files',
      message:
        'file path "/enrich.py" is not a relative path of letters, digits and _ . -; write one like lib/times.py',
      by: 'rule',
    },
    {
      reason: 'files too large for an object',
      spec: own({ code: inline({ files: { ...files, 'data.txt': 'x'.repeat(262_144) } }) }),
      path: 'spec.functions[0].code.inline.files',
      message:
        'files of function "enrich" have 262190 bytes together, and at most 262144 fit into one Kubernetes object; upload a zip and write code.s3',
      by: 'check',
    },
    {
      reason: 'bytes in a source file',
      spec: own({ code: inline({ files: { 'enrich.py': '\u0000' } }) }),
      path: 'spec.functions[0].code.inline.files[enrich.py]',
      message:
        'has characters or a form that is not allowed; write text without control characters; bring anything else by code.s3',
      by: 'structure',
    },
    {
      reason: 'bucket with capitals',
      spec: zipped({ bucket: 'My-Code' }),
      path: 'spec.functions[0].code.s3.bucket',
      message: 'bucket "My-Code" is not a bucket name; write lower-case letters, digits, dashes and dots',
      by: 'rule',
    },
    {
      reason: 'zip without key',
      spec: zipped({ key: undefined }),
      path: 'spec.functions[0].code.s3.key',
      message: 'key is required; add it, like key: "functions/enrich-1.4.0.zip"',
      by: 'structure',
    },
    {
      reason: 'too little memory',
      spec: own({ memoryMiB: 64 }),
      path: 'spec.functions[0].memoryMiB',
      message: 'must be at least 128; write 128 or more',
      by: 'structure',
    },
    {
      reason: 'too much memory',
      spec: own({ memoryMiB: 10241 }),
      path: 'spec.functions[0].memoryMiB',
      message: 'must be at most 10240; write 10240 or less',
      by: 'structure',
    },
    {
      reason: 'longer than a quarter of an hour',
      spec: own({ timeoutSeconds: 901 }),
      path: 'spec.functions[0].timeoutSeconds',
      message: 'must be at most 900; write 900 or less',
      by: 'structure',
    },
    {
      reason: 'a variable that Lambda sets',
      spec: own({ environment: { AWS_REGION: 'us-east-1' } }),
      path: 'spec.functions[0].environment[AWS_REGION]',
      message:
        'environment variable "AWS_REGION" of function "enrich" is set by Lambda itself; remove it, or call it otherwise',
      by: 'check',
    },
    {
      reason: 'a variable with a dash',
      spec: own({ environment: { 'LOG-LEVEL': 'INFO' } }),
      path: 'spec.functions[0].environment',
      message: 'environment variable "LOG-LEVEL" is not a letter followed by letters, digits and _; rename it',
      by: 'rule',
    },
    {
      reason: 'a setting that the built-in does not have',
      spec: { functions: [{ name: 'enrich', code: builtIn, environment: { LOGLEVEL: 'INFO' } }] },
      path: 'spec.functions[0].environment.LOGLEVEL',
      message:
        'built-in EnrichEvents of function "enrich" has no setting "LOGLEVEL"; write one of: LOG_LEVEL, PARTITION_KEYS, DROP_EVENT_TYPES, EPOCH_SECONDS, EPOCH_MILLISECONDS',
      by: 'check',
    },
    {
      reason: 'an environment larger than Lambda takes',
      spec: own({ environment: { BIG: 'x'.repeat(4094) } }),
      path: 'spec.functions[0].environment',
      message:
        'environment of function "enrich" has 4097 bytes, and Lambda takes 4096; write less, or put it into a file of the code',
      by: 'check',
    },
    {
      reason: 'no concurrency at all',
      spec: own({ reservedConcurrency: 0 }),
      path: 'spec.functions[0].reservedConcurrency',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'function twice',
      spec: {
        functions: [
          { name: 'enrich', code: builtIn },
          { name: 'enrich', code: builtIn },
        ],
      },
      path: 'spec.functions[1].name',
      message: 'name "enrich" occurs twice in its list; give each its own',
      by: 'structure',
    },
  ],
};
