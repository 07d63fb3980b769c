import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GLUE } from './kinds/glue.ts';
import { IAM } from './kinds/iam.ts';
import { KINESIS } from './kinds/kinesis.ts';
import { KMS } from './kinds/kms.ts';
import { S3 } from './kinds/s3.ts';
import { SCHEDULER } from './kinds/scheduler.ts';
import { SQS } from './kinds/sqs.ts';
import {
  ACCESS_LOGS,
  awsName,
  bucketName,
  databaseName,
  labelValue,
  type NameScope,
  OBJECT_NAME_LIMIT,
  objectName,
} from './names.ts';

const scope: NameScope = {
  namespace: 'analytics',
  pipeline: 'clickstream',
  accountId: '123456789012',
  region: 'us-east-1',
  bucketNamespace: 'AccountRegional',
};

describe('names that fit', () => {
  test.each([
    ['bucket', bucketName(scope, 'raw'), 'analytics-clickstream-raw-123456789012-us-east-1-an'],
    [
      'bucket in the global namespace',
      bucketName({ ...scope, bucketNamespace: 'Global' }, 'raw'),
      'analytics-clickstream-raw-123456789012-us-east-1',
    ],
    ['database', databaseName(scope, 'raw'), 'analytics_clickstream_raw'],
    ['database of a dashed zone', databaseName(scope, 'raw-eu'), 'analytics_clickstream_raw_eu'],
    ['role', awsName(IAM.Role, scope, 'crawler-raw'), 'analytics-clickstream-crawler-raw'],
    [
      'role of two words',
      awsName(IAM.Role, scope, 'crawler-raw', 'nightly'),
      'analytics-clickstream-crawler-raw.nightly',
    ],
    ['crawler', awsName(GLUE.Crawler, scope, 'raw'), 'analytics-clickstream-raw'],
    ['stream', awsName(KINESIS.Stream, scope, 'main'), 'analytics-clickstream-main'],
    ['queue', awsName(SQS.Queue, scope, 'schedules-dead-letters'), 'analytics-clickstream-schedules-dead-letters'],
    ['alias', awsName(KMS.Alias, scope), 'analytics-clickstream'],
    ['schedule group', awsName(SCHEDULER.ScheduleGroup, scope), 'analytics-clickstream'],
    ['managed resource', objectName(scope, 'raw'), 'clickstream-raw'],
    ['managed resource of a table', objectName(scope, 'raw', 'raw_events'), 'clickstream-raw.raw-events'],
    [
      'bucket for access logs',
      bucketName(scope, ACCESS_LOGS),
      'analytics-clickstream--access-logs-123456789012-us-east-1-an',
    ],
  ])('%s: %s', (_, name, expected) => {
    expect(name).toBe(expected);
  });
});

describe('names that do not fit', () => {
  const long = { ...scope, pipeline: 'the-clicks-of-all-shops-in-the-world' };

  test('are cut and end in a digest, account and region staying whole', () => {
    expect(bucketName(long, 'processed')).toMatch(
      /^analytics-the-clicks-of-all-[0-9a-f]{8}-123456789012-us-east-1-an$/,
    );
  });

  test('stay apart where only the part that is cut off differs', () => {
    expect(bucketName(long, 'processed')).not.toBe(bucketName(long, 'curated'));
  });

  test('stay apart where their plain joins would be equal', () => {
    const pipeline = 'p'.repeat(60);
    const one = awsName(IAM.Role, { ...scope, namespace: 'a', pipeline: `b-${pipeline}` }, 'x');
    const other = awsName(IAM.Role, { ...scope, namespace: 'a-b', pipeline }, 'x');
    expect(one).not.toBe(other);
  });

  test('are changed when S3 keeps their beginning for itself', () => {
    expect(bucketName({ ...scope, namespace: 'xn--shop' }, 'raw')).toMatch(/^dpl-xn--shop-clickstream-raw-123/);
  });

  test('keep apart table names that differ in underscores only', () => {
    const names = ['a_b', 'a__b', 'a_b_'].map((table) => objectName(scope, 'raw', table));
    expect(new Set(names).size).toBe(3);
  });
});

const named = (kind: { readonly nameLimit: number }) => (one: NameScope, word: string) => awsName(kind, one, word);
const dnsLabel = (max: number) => fc.stringMatching(new RegExp(`^[a-z0-9]([a-z0-9-]{0,${max - 2}}[a-z0-9])?$`));
const scopes: fc.Arbitrary<NameScope> = fc.record({
  namespace: dnsLabel(63),
  pipeline: fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/),
  accountId: fc.stringMatching(/^[0-9]{12}$/),
  region: fc.constantFrom('us-east-1', 'us-gov-west-1', 'cn-northwest-1', 'ap-southeast-4'),
  bucketNamespace: fc.constantFrom('AccountRegional', 'Global'),
});
const component = dnsLabel(24);

describe('inside a pipeline', () => {
  test.each([
    ['a stream and its consumer', ['a', 'b-c'], ['a-b', 'c']],
    ['a zone and a table', ['raw', 'eu_x'], ['raw-eu', 'x']],
    ['one word and two', ['a-b'], ['a', 'b']],
    ['a zone and the bucket for access logs', ['access-logs'], [ACCESS_LOGS]],
  ])('%s never share a name: %j and %j', (_, one, other) => {
    expect(objectName(scope, ...one)).not.toBe(objectName(scope, ...other));
  });
});

describe('every name of any pipeline', () => {
  test.each([
    ['bucket', bucketName, S3.Bucket.nameLimit, /^(?!xn--|sthree-)[a-z0-9][a-z0-9-]*[a-z0-9]$/],
    ['database', databaseName, GLUE.CatalogDatabase.nameLimit, /^[a-z0-9_]+$/],
    ['role', named(IAM.Role), IAM.Role.nameLimit, /^[a-z0-9.-]+$/],
    ['crawler', named(GLUE.Crawler), GLUE.Crawler.nameLimit, /^[a-z0-9.-]+$/],
    ['stream', named(KINESIS.Stream), KINESIS.Stream.nameLimit, /^[a-z0-9-]+$/],
    ['queue', named(SQS.Queue), SQS.Queue.nameLimit, /^[a-z0-9-]+$/],
    ['alias', (one: NameScope) => awsName(KMS.Alias, one), KMS.Alias.nameLimit, /^(?!aws\/)[a-z0-9-]+$/],
    [
      'schedule group',
      (one: NameScope) => awsName(SCHEDULER.ScheduleGroup, one),
      SCHEDULER.ScheduleGroup.nameLimit,
      /^[a-z0-9-]+$/,
    ],
    ['managed resource', objectName, OBJECT_NAME_LIMIT, /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/],
  ] as const)('of a %s has its alphabet and length, and is the same every time', (_, make, limit, alphabet) => {
    fc.assert(
      fc.property(scopes, component, (one, part) => {
        const name = make(one, part);
        expect(name.length).toBeLessThanOrEqual(limit);
        expect(name).toMatch(alphabet);
        expect(make({ ...one }, part)).toBe(name);
      }),
      { numRuns: 300 },
    );
  });

  test('that is a label value is one, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), component, fc.stringMatching(/^[a-z]+\/[a-z_-]{1,90}$/)), (text) => {
        expect(labelValue(text)).toMatch(/^(?=.{1,63}$)[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/);
      }),
    );
  });
});

test('a label value keeps what it can: the slash of a component is a dot', () => {
  expect(labelValue('tables/raw_events')).toBe('tables.raw_events');
});
