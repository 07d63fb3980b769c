/** Who is told when something fails: a topic of the pipeline, or one that is there. */
import { topicArn } from '../../arns.ts';
import { SNS } from '../../kinds/sns.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName, shortHash } from '../../names.ts';

export interface NotificationsModel {
  /** Of the topic. */
  readonly arn: string;
  /** Absent when the topic is somebody else's. */
  readonly own?: OwnTopicModel;
}

export interface OwnTopicModel {
  readonly object: string;
  /** In SNS. */
  readonly topic: string;
  readonly subscriptions: readonly SubscriptionModel[];
}

export interface SubscriptionModel {
  /** Named after the address by a digest: another address is another subscription, and none is readable in a name. */
  readonly object: string;
  readonly email: string;
}

export function notificationsModel({ spec, scope }: Given): NotificationsModel | undefined {
  const { notifications } = spec;
  if (notifications === undefined) return undefined;
  if (notifications.topicArn !== undefined) return { arn: notifications.topicArn };
  const topic = awsName(SNS.Topic, scope, 'notifications');
  return {
    arn: topicArn(spec, topic),
    own: {
      object: objectName(scope, 'notifications'),
      topic,
      subscriptions: (notifications.emails ?? []).map((email) => ({
        object: objectName(scope, 'notifications', `email-${shortHash([email])}`),
        email,
      })),
    },
  };
}
