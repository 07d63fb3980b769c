import { describe, expect, test } from '@jest/globals';
import type { Place } from '../arns.ts';
import { crawlerPolicy } from './crawler.ts';
import { type PolicyDocument, serialisePolicy } from './document.ts';
import { keyPolicy, useOfKey } from './key.ts';
import { startCrawlerPolicy } from './scheduler.ts';
import { glueTrust, schedulerTrust } from './trust.ts';

const place: Place = { partition: 'aws', accountId: '123456789012', region: 'eu-central-1' };
const access = {
  crawler: 'team-a-shop-raw',
  bucket: 'raw-bucket',
  prefix: '',
  database: 'team_a_shop_raw',
  key: { alias: 'team-a-shop' },
  deletes: false,
};

const actionsOf = (document: PolicyDocument): string[] => document.statements.flatMap((one) => [...one.actions]);

function statement(document: PolicyDocument, sid: string) {
  return document.statements.find((one) => one.sid === sid);
}

describe('serialised policies', () => {
  test('have the fields in the order people read them, and single values as AWS writes them', () => {
    const text = serialisePolicy({
      statements: [{ sid: 'One', principal: { service: 'glue.amazonaws.com' }, actions: ['sts:AssumeRole'] }],
    });
    expect(text).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"One","Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
    );
  });

  test('carry any text as a value, never as structure', () => {
    const hostile = 'a","Effect":"Deny';
    const text = serialisePolicy({ statements: [{ sid: 'One', actions: ['s3:GetObject'], resources: [hostile] }] });
    expect(JSON.parse(text)).toMatchObject({ Statement: [{ Effect: 'Allow', Resource: hostile }] });
  });
});

describe('trusts are held to the account and to the source', () => {
  test.each([
    ['Glue', glueTrust(place), 'arn:aws:glue:eu-central-1:123456789012:*'],
    [
      'Scheduler',
      schedulerTrust(place, 'team-a-shop'),
      'arn:aws:scheduler:eu-central-1:123456789012:schedule-group/team-a-shop',
    ],
  ])('%s', (_, document, source) => {
    expect(document.statements.map((one) => one.conditions)).toEqual([
      { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': source } },
    ]);
  });
});

describe('the key', () => {
  test('is the account to decide about, in every partition', () => {
    const [only, ...more] = keyPolicy({ ...place, partition: 'aws-cn' }).statements;
    expect(more).toEqual([]);
    expect(only?.principal).toEqual({ aws: 'arn:aws-cn:iam::123456789012:root' });
  });

  test('is named by its alias while AWS chooses its ARN', () => {
    expect(useOfKey(place, { alias: 'a-b' }, { sid: 'X', service: 's3', actions: ['kms:Decrypt'] })).toEqual({
      sid: 'X',
      actions: ['kms:Decrypt'],
      resources: ['arn:aws:kms:eu-central-1:123456789012:key/*'],
      conditions: {
        StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/a-b' },
      },
    });
  });

  test('is named by its ARN when it is somebody else’s', () => {
    const arn = 'arn:aws:kms:eu-central-1:999999999999:key/mrk-1';
    const { resources, conditions } = useOfKey(place, { arn }, { sid: 'X', service: 's3', actions: ['kms:Decrypt'] });
    expect(resources).toEqual([arn]);
    expect(conditions).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } });
  });

  test('is reached through either suffix in China', () => {
    const china = { ...place, partition: 'aws-cn', region: 'cn-north-1' };
    const { conditions } = useOfKey(china, { alias: 'a' }, { sid: 'X', service: 'sqs', actions: ['kms:Decrypt'] });
    expect(conditions?.StringEquals).toEqual({
      'kms:ViaService': ['sqs.cn-north-1.amazonaws.com', 'sqs.cn-north-1.amazonaws.com.cn'],
    });
  });
});

describe('the role of a crawler', () => {
  test('may delete from the catalog only if the crawler is told to', () => {
    const deleting = (deletes: boolean) =>
      actionsOf(crawlerPolicy(place, { ...access, deletes })).filter((action) => action.includes('Delete'));
    expect(deleting(false)).toEqual([]);
    expect(deleting(true)).toContain('glue:DeleteTable');
  });

  test('writes no object', () => {
    expect(actionsOf(crawlerPolicy(place, access)).filter((action) => action.startsWith('s3:'))).toEqual([
      's3:GetBucketLocation',
      's3:ListBucket',
      's3:GetObject',
    ]);
  });

  test('sees nothing outside the prefix it crawls', () => {
    const document = crawlerPolicy(place, { ...access, prefix: 'inbox/' });
    expect(statement(document, 'ListZone')?.conditions).toEqual({ StringLike: { 's3:prefix': ['inbox', 'inbox/*'] } });
    expect(statement(document, 'ReadZone')?.resources).toEqual(['arn:aws:s3:::raw-bucket/inbox/*']);
  });

  test('takes wildcards and variables in a prefix for what they are', () => {
    const prefix = ['a*b?', '{aws:username}/'].join('$');
    const document = crawlerPolicy(place, { ...access, prefix });
    const escaped = ['a', '{*}b', '{?}', '{', '}{aws:username}/*'].join('$');
    expect(statement(document, 'ReadZone')?.resources).toEqual([`arn:aws:s3:::raw-bucket/${escaped}`]);
  });

  test('writes its own log stream only', () => {
    expect(statement(crawlerPolicy(place, access), 'WriteOwnLogStream')?.resources).toEqual([
      'arn:aws:logs:eu-central-1:123456789012:log-group:/aws-glue/crawlers:log-stream:team-a-shop-raw',
    ]);
  });
});

test('the role of a target starts that target, and hands over what it could not start', () => {
  const document = startCrawlerPolicy(place, {
    crawler: 'team-a-shop-raw',
    deadLetterQueue: 'dlq',
    key: { alias: 'team-a-shop' },
  });
  expect(document.statements.map((one) => [one.actions, one.resources])).toEqual([
    [['glue:StartCrawler'], ['arn:aws:glue:eu-central-1:123456789012:crawler/team-a-shop-raw']],
    [['sqs:SendMessage'], ['arn:aws:sqs:eu-central-1:123456789012:dlq']],
    [['kms:GenerateDataKey', 'kms:Decrypt'], ['arn:aws:kms:eu-central-1:123456789012:key/*']],
  ]);
});
