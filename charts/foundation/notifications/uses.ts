/**
 * What it means to tell the topic: by a role of the pipeline, which its own policy lets publish, or by a service that comes in
 * its own name and has to be let in, by the topic and by the key that encrypts it.
 */
import type { Conditions } from '../../access/document.ts';
import { useOfKey } from '../../access/key.ts';
import type { Use } from '../../access/use.ts';
import { alarmArn } from '../../arns.ts';
import { idOf } from '../../kinds/kind.ts';
import { SNS } from '../../kinds/sns.ts';
import type { PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { keyNamed, letIntoKey } from '../encryption/uses.ts';
import type { NotificationsModel } from './model.ts';

export const NOTIFICATIONS = 'notifications';

/** SNS asks for both of whoever publishes to an encrypted topic. */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

/** The topic, or a fault of `by`, which cannot tell anybody. */
export function notificationsOf(by: string, { notifications }: PipelineModel): NotificationsModel {
  if (notifications === undefined) throw new ModelError(by, 'has nobody to notify; write spec.notifications');
  return notifications;
}

/** A role publishes. The key of a topic that is somebody else's lets it in by its own policy. */
export function publishTo(by: string, model: PipelineModel): Use {
  const { arn, own } = notificationsOf(by, model);
  const { place, key } = model;
  return {
    by,
    of: NOTIFICATIONS,
    after: topicReady(model),
    allow: [
      { sid: 'Notify', actions: ['sns:Publish'], resources: [arn] },
      ...(own === undefined
        ? []
        : [useOfKey(place, key.identity, { sid: 'EncryptNotifications', service: 'sns', actions: KEY_ACTIONS })]),
    ],
    calls: ['sns'],
  };
}

export interface PublishingService {
  /** Letters and digits: who publishes. */
  readonly sid: string;
  /** Principal: "cloudwatch.amazonaws.com". */
  readonly service: string;
  /** ARNs on whose behalf it comes. */
  readonly sources: readonly string[];
}

/** A service publishes in its own name: CloudWatch for an alarm. */
export function letPublish(by: string, model: PipelineModel, { sid, service, sources }: PublishingService): Use[] {
  const { arn, own } = notificationsOf(by, model);
  const conditions = {
    StringEquals: { 'aws:SourceAccount': model.place.accountId },
    ArnLike: { 'aws:SourceArn': sources },
  } satisfies Conditions;
  const statement = { sid, principal: { service }, actions: ['sns:Publish'], resources: [arn], conditions };
  const use: Use = { by, of: NOTIFICATIONS, after: topicReady(model), allow: [], admit: [statement], calls: [] };
  if (own === undefined) return [use];
  return [use, letIntoKey(by, model, { sid, service, actions: KEY_ACTIONS, conditions })];
}

/** CloudWatch publishes for the pipeline's alarms, by its own leave: what tells the topic comes after it. */
export function tellAlarms(by: string, model: PipelineModel): Use {
  return { by, of: NOTIFICATIONS, after: topicReady(model), allow: [], calls: [] };
}

/**
 * CloudWatch is let in with the topic, for alarms whose names begin as those of this pipeline do, whether there are any: a
 * rollout to the stage of the alarms leaves topic and key as they are.
 */
export function letAlarmsIn(model: PipelineModel): readonly Use[] {
  return letPublish(NOTIFICATIONS, model, {
    sid: 'Alarms',
    service: 'cloudwatch.amazonaws.com',
    sources: [alarmArn(model.place, `${model.monitoring.alarmPrefix}*`)],
  });
}

function topicReady({ notifications, key }: PipelineModel): readonly string[] {
  const { own } = notifications ?? {};
  return own === undefined ? [] : [idOf(SNS.Topic, own.object), ...keyNamed(key)];
}
