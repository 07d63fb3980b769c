import { describe, expect, test } from '@jest/globals';
import type { ManagedKind } from '../../../charts/kinds/kind.ts';
import { SNS } from '../../../charts/kinds/sns.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { ACCOUNT, apply, play, settle, verdict, verdictOn } from '../testing/a-play.ts';

const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:oncall`;
const policy = (action: string, principal: JsonObject | string = '*') =>
  JSON.stringify({ Statement: [{ Effect: 'Deny', Action: action, Principal: principal, Resource: TOPIC }] });

function world(): SimulatedAws {
  const aws = new SimulatedAws(() => 0);
  foreignObject(aws, SNS.Topic, 'oncall');
  foreignObject(aws, SNS.Topic, 'oncall.fifo');
  return aws;
}

const said = (kind: ManagedKind, forProvider: JsonObject, name?: string): string =>
  verdictOn(world(), kind, forProvider, name);

describe('a topic', () => {
  test.each([
    ['Topic Name', {}, 'a.b'],
    ['Policy Error', { policy: '[]' }, 'a'],
    ['Policy Error', { policy: policy('sns:Publish', { Service: 'cloudwatch' }) }, 'a'],
    ['Policy statement action out of service scope!', { policy: policy('sns:*') }, 'a'],
    ['Policy statement action out of service scope!', { policy: policy('sns:CreateTopic') }, 'a'],
    ['Policy exceeds the maximum size', { policy: policy('sns:Publish', 'x'.repeat(30_720)) }, 'a'],
    ['Success', { policy: policy('sns:Publish', { Service: 'cloudwatch.amazonaws.com' }) }, 'a'],
  ])('%s', (message, forProvider, name) => {
    expect(said(SNS.Topic, forProvider, name)).toContain(message);
  });

  test('is refused a policy that it cannot have, later too', () => {
    const { play: actor } = play(SNS.Topic, 'a', { annotations: { [CROSSPLANE.externalName]: 'a' } });
    settle(actor);
    apply(actor, { policy: policy('sns:*') });
    expect(verdict(actor)).toContain('out of service scope');
  });
});

describe('a subscription', () => {
  const email = { protocol: 'email', topicArn: TOPIC, endpoint: 'a@example.com' };

  test.each([
    ['Topic does not exist', { ...email, topicArn: `${TOPIC}2` }],
    ['Email address', { ...email, endpoint: 'oncall' }],
    ['Invalid protocol type', { ...email, topicArn: `${TOPIC}.fifo` }],
    ['Success', email],
  ])('%s', (message, forProvider) => {
    expect(said(SNS.TopicSubscription, forProvider)).toContain(message);
  });

  test('is there before anybody confirmed it, and twice the same is one', () => {
    const aws = world();
    const [first, second] = ['first', 'second'].map((name) => {
      const { play: actor } = play(SNS.TopicSubscription, name, { aws, forProvider: email });
      settle(actor);
      return actor.object;
    });
    expect(first?.status).toMatchObject({ atProvider: { pendingConfirmation: true } });
    expect(second?.metadata.annotations?.[CROSSPLANE.externalName]).toBe(
      first?.metadata.annotations?.[CROSSPLANE.externalName],
    );
  });
});
