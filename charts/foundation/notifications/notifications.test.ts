import { describe, expect, test } from '@jest/globals';
import { admissionsTo } from '../../access/use.ts';
import { decide } from '../../decide.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';
import { ENCRYPTION } from '../encryption/uses.ts';
import { notificationsParts } from './block.ts';
import { letPublish, NOTIFICATIONS, publishTo } from './uses.ts';

const ARN = 'arn:aws:sns:eu-central-1:123456789012:team-a-shop-notifications';
const told = aPipeline({ notifications: { emails: ['oncall@example.com', 'Oncall@example.com'] } });
const RULES = { sid: 'Rules', service: 'events.amazonaws.com', sources: ['arn:aws:events:x:y:rule/a'] };
const objects = (pipeline = told) =>
  renderPipeline(pipeline).objects.filter(({ component }) => component === NOTIFICATIONS);

test('the topic is encrypted with the key of the pipeline, lets alarms in, and nobody may publish without TLS', () => {
  const topic = forProvider(told, 'Topic', 'shop-notifications');
  expect(topic).toMatchObject({ kmsMasterKeyId: 'alias/team-a-shop' });
  expect(policyIn(topic, 'policy').Statement).toEqual([
    expect.objectContaining({ Sid: 'TlsOnly', Effect: 'Deny', Action: 'sns:Publish', Resource: ARN }),
    expect.objectContaining({ Sid: 'Alarms', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
  ]);
});

test('each address is subscribed on its own, under a name that does not tell it', () => {
  const subscriptions = objects().filter(({ kind }) => kind.kind === 'TopicSubscription');
  expect(new Set(subscriptions.map(({ id }) => id)).size).toBe(2);
  for (const { id } of subscriptions) expect(id).toMatch(/\/shop-notifications\.email-[0-9a-f]{8}$/);
  const made = subscriptions.map(({ manifest }) => (manifest.spec as { forProvider: object }).forProvider);
  for (const endpoint of ['oncall@example.com', 'Oncall@example.com']) {
    expect(made).toContainEqual({ region: 'eu-central-1', topicArn: ARN, protocol: 'email', endpoint });
  }
});

test('without notifications there is no topic', () => {
  expect(objects(aPipeline())).toEqual([]);
  expect(() => publishTo('workflows/batch', decide(aPipeline()))).toThrow('has nobody to notify');
});

describe('a role', () => {
  test('may publish, to this topic and with this key only', () => {
    const { allow, after, admit } = publishTo('workflows/batch', decide(told));
    expect(allow).toEqual([
      { sid: 'Notify', actions: ['sns:Publish'], resources: [ARN] },
      expect.objectContaining({
        sid: 'EncryptNotifications',
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        conditions: {
          StringEquals: { 'kms:ViaService': 'sns.eu-central-1.amazonaws.com' },
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/team-a-shop' },
        },
      }),
    ]);
    expect(admit).toBeUndefined();
    expect(after).toEqual(['sns.aws.m.upbound.io/Topic/shop-notifications', 'kms.aws.m.upbound.io/Alias/shop']);
  });
});

describe('a service', () => {
  test('is let in by the topic and by the key, for its sources only', () => {
    const model = decide(told);
    const uses = letPublish('rules', model, RULES);
    const conditions = {
      StringEquals: { 'aws:SourceAccount': '123456789012' },
      ArnLike: { 'aws:SourceArn': RULES.sources },
    };
    const principal = { service: 'events.amazonaws.com' };
    expect(admissionsTo(NOTIFICATIONS, uses)).toEqual([
      { sid: 'Rules', principal, actions: ['sns:Publish'], resources: [ARN], conditions },
    ]);
    expect(admissionsTo(ENCRYPTION, uses)).toEqual([
      { sid: 'Rules', principal, actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: ['*'], conditions },
    ]);
  });

  test('stands in the policy of the topic once something uses it', () => {
    const model = decide(told);
    const uses = letPublish('rules', model, RULES);
    const user = { component: 'rules', stage: 'Monitoring', uses, build: () => undefined } as const;
    const made: unknown[] = [];
    const [part] = notificationsParts(model, [user]);
    part?.build({ managed: (_: unknown, props: unknown) => made.push(props) } as never);
    expect(JSON.stringify(made[0])).toContain('events.amazonaws.com');
  });
});

describe('a topic that is there', () => {
  const arn = 'arn:aws:sns:eu-central-1:999999999999:oncall';
  const pipeline = aPipeline({ notifications: { topicArn: arn } });

  test('is told and shown, and nothing of it is made', () => {
    expect(objects(pipeline)).toEqual([]);
    expect(renderPipeline(pipeline).parts.find(({ component }) => component === NOTIFICATIONS)?.facts).toEqual({
      topicArn: arn,
    });
  });

  test('has a key that is not the pipeline’s', () => {
    const model = decide(pipeline);
    expect(publishTo('workflows/batch', model)).toMatchObject({
      after: [],
      allow: [{ sid: 'Notify', resources: [arn] }],
    });
    expect(letPublish('rules', model, RULES)).toHaveLength(1);
  });
});
