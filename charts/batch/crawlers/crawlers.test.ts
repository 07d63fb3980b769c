import { describe, expect, test } from '@jest/globals';
import { decide } from '../../decide.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, type PolicyStatement, policyIn } from '../../testing/render.ts';

describe('a crawler', () => {
  const [crawler] = fullSpec().crawlers ?? [];
  const [table] = fullSpec().tables ?? [];
  if (crawler === undefined || table === undefined) throw new Error('fullSpec has a crawler and a table');
  const only = (given: object, spec = {}) =>
    decide(aPipeline({ ...fullSpec(), schedules: [], ...spec, crawlers: [{ ...crawler, ...given }] })).crawlers[0];

  test('named after its zone says the name once, another says both', () => {
    expect(only({})?.crawler).toBe('team-a-shop-raw');
    expect(only({ name: 'nightly' })?.crawler).toBe('team-a-shop-raw.nightly');
  });

  test('that moves to another zone is another crawler, for Glue cannot move it', () => {
    expect(only({ name: 'nightly', zone: 'curated' })?.crawler).toBe('team-a-shop-curated.nightly');
  });

  test('of new folders only logs changes, whatever it was told, for Glue takes nothing else', () => {
    const schemaChange = { update: 'UPDATE_IN_DATABASE', delete: 'DELETE_FROM_DATABASE' };
    expect(only({ recrawl: 'CRAWL_NEW_FOLDERS_ONLY', schemaChange })).toMatchObject({
      updateBehavior: 'LOG',
      deleteBehavior: 'LOG',
    });
    expect(only({ schemaChange })).toMatchObject({
      updateBehavior: 'UPDATE_IN_DATABASE',
      deleteBehavior: 'DELETE_FROM_DATABASE',
    });
  });

  test.each([
    ['whose partitions are computed', {}, {}, ['raw_events/**', 'errors/**']],
    ['without partitions', { partitionProjection: false, partitionKeys: [] }, {}, ['raw_events/**', 'errors/**']],
    ['whose partitions only a crawler finds', { partitionProjection: false }, {}, ['errors/**']],
    ['outside what it crawls', {}, { prefix: 'inbox/' }, []],
    ['inside what it crawls', { prefix: 'inbox/events/' }, { prefix: 'inbox/' }, ['events/**']],
    ['that is just what it crawls', { prefix: 'inbox/' }, { prefix: 'inbox/' }, []],
    ['of another zone', { zone: 'curated' }, {}, ['errors/**']],
    ['with glob characters in its prefix', { prefix: 'a[1]{b}*/' }, {}, ['a\\[1\\]\\{b\\}\\*/**', 'errors/**']],
  ])(
    'passes over failed records of deliveries, and a table %s: %j crawled with %j gives %j',
    (_, given, crawl, exclusions) => {
      expect(only(crawl, { tables: [{ ...table, ...given }] })?.exclusions).toEqual(exclusions);
    },
  );
});

describe('the role of a crawler', () => {
  const [crawler] = fullSpec().crawlers ?? [];
  if (crawler === undefined) throw new Error('fullSpec has a crawler');
  const statements = (given: object = {}): readonly PolicyStatement[] => {
    const pipeline = aPipeline({ ...fullSpec(), crawlers: [{ ...crawler, ...given }] });
    return policyIn(forProvider(pipeline, 'RolePolicy', 'shop-crawler-raw'), 'policy').Statement;
  };
  const actions = (given: object = {}): readonly string[] => statements(given).flatMap(({ Action }) => Action);
  const statement = (sid: string, given: object = {}) => statements(given).find(({ Sid }) => Sid === sid);

  test('may delete from the catalog only if the crawler is told to', () => {
    const deleting = (deletion: string) =>
      actions({ schemaChange: { update: 'LOG', delete: deletion } }).filter((action) => action.includes('Delete'));
    expect(deleting('DEPRECATE_IN_DATABASE')).toEqual([]);
    expect(deleting('DELETE_FROM_DATABASE')).toContain('glue:DeleteTable');
  });

  test('writes no object', () => {
    expect(actions().filter((action) => action.startsWith('s3:'))).toEqual([
      's3:GetBucketLocation',
      's3:ListBucket',
      's3:GetObject',
    ]);
  });

  test('sees nothing outside the prefix it crawls', () => {
    expect(statement('ListZone', { prefix: 'inbox/' })?.Condition).toEqual({
      StringLike: { 's3:prefix': ['inbox', 'inbox/*'] },
    });
    expect(statement('ReadZone', { prefix: 'inbox/' })?.Resource).toBe(
      'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an/inbox/*',
    );
  });

  test('takes wildcards and variables in a prefix for what they are', () => {
    const prefix = ['a*b?', '{aws:username}/'].join('$');
    const escaped = ['a', '{*}b', '{?}', '{', '}{aws:username}/*'].join('$');
    expect(statement('ReadZone', { prefix })?.Resource).toBe(
      `arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an/${escaped}`,
    );
  });

  test('writes its own log stream only', () => {
    expect(statement('WriteOwnLogStream')?.Resource).toBe(
      'arn:aws:logs:eu-central-1:123456789012:log-group:/aws-glue/crawlers:log-stream:team-a-shop-raw',
    );
  });
});
