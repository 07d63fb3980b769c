/**
 * The topic that is told when something fails, encrypted with the pipeline's key, and who reads it by e-mail. Its policy lets
 * nobody publish but the services that the uses name; roles of the pipeline publish by their own policies.
 */
import { Topic, TopicSubscription } from '../../../imports/sns.ts';
import { type Statement, serialisePolicy } from '../../access/document.ts';
import { admissionsTo } from '../../access/use.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { keyNamed } from '../encryption/uses.ts';
import { letAlarmsIn, NOTIFICATIONS } from './uses.ts';

export function notificationsParts(model: PipelineModel, before: readonly Part[]): readonly Part[] {
  const { place, key, notifications } = model;
  if (notifications === undefined) return [];
  const { arn, own } = notifications;
  const alarms = letAlarmsIn(model);
  const admitted = admissionsTo(NOTIFICATIONS, [...before.flatMap((part) => part.uses), ...alarms]);
  return [
    {
      component: NOTIFICATIONS,
      stage: 'Foundation',
      // At the key: nothing uses itself.
      uses: alarms.filter(({ of }) => of !== NOTIFICATIONS),
      facts: { topicArn: arn },
      build(block) {
        // A topic that is somebody else's is told and shown, not made.
        if (own === undefined) return;
        const topic = block.managed(Topic, {
          name: own.object,
          awsName: own.topic,
          after: keyNamed(key),
          forProvider: {
            region: place.region,
            // SNS takes and gives back the alias, so the name of the topic's key is known before AWS made the key.
            kmsMasterKeyId: 'alias' in key.identity ? `alias/${key.identity.alias}` : key.identity.arn,
            policy: serialisePolicy({ statements: [tlsOnly(arn), ...admitted] }),
          },
        });
        for (const { object, email } of own.subscriptions) {
          block.managed(TopicSubscription, {
            name: object,
            after: [topic],
            forProvider: { region: place.region, topicArn: arn, protocol: 'email', endpoint: email },
          });
        }
      },
    },
  ];
}

/** No message without TLS. A topic's policy speaks of single actions, not of all. */
function tlsOnly(topicArn: string): Statement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principal: '*',
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
