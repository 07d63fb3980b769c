/** A queue for what could not be done: kept for 14 days, encrypted with the key of the pipeline, for people to look at. */
import { Queue } from '../../imports/sqs.ts';
import { type Statement, serialisePolicy } from '../access/document.ts';
import { useOfKey } from '../access/key.ts';
import type { Use } from '../access/use.ts';
import { type Place, queueArn } from '../arns.ts';
import type { Block } from '../block.ts';
import { keyNamed } from '../foundation/encryption/uses.ts';
import { idOf } from '../kinds/kind.ts';
import { SQS } from '../kinds/sqs.ts';
import type { PipelineModel } from '../model.ts';
import { type Alarm, FIVE_MINUTES, ONCE } from '../monitoring/alarms/alarm.ts';
import { type Metric, metricsOf } from '../monitoring/metric.ts';
import type { Widget } from '../monitoring/widget.ts';
import { awsName, type NameScope, objectName } from '../names.ts';

/** As long as SQS keeps anything. */
export const KEPT_SECONDS = 14 * 24 * 3600;

export interface QueueModel {
  readonly component: string;
  readonly object: string;
  /** In SQS. */
  readonly queue: string;
}

/** `word` is one word, for SQS takes no dot: "schedules-dead-letters". */
export function queueModel(scope: NameScope, component: string, word: string): QueueModel {
  return { component, object: objectName(scope, word), queue: awsName(SQS.Queue, scope, word) };
}

/** Somebody has to look at what lies there: the alarm lasts until nothing does. */
export function deadLetterAlarm(queue: QueueModel, told: Pick<Alarm, 'alarm' | 'says'>): Alarm {
  return {
    ...told,
    metric: depthOf(queue),
    periodSeconds: FIVE_MINUTES,
    periods: ONCE,
    when: 'Above',
    threshold: 0,
    missing: {
      counts: 'AsGood',
      because: 'SQS publishes nothing of a queue that nobody used for hours, and it is empty then',
    },
  };
}

export function deadLettersWidget(queue: QueueModel): Widget {
  return {
    title: 'Dead letters',
    unit: 'messages',
    periodSeconds: FIVE_MINUTES,
    lines: [{ metric: depthOf(queue) }],
  };
}

/** Seconds for which the oldest message lies in it. */
export function waitOf({ queue }: QueueModel): Metric {
  return metricsOf('AWS/SQS', { QueueName: queue })('ApproximateAgeOfOldestMessage', 'Maximum');
}

/** How many lie in it. */
export function depthOf({ queue }: QueueModel): Metric {
  return metricsOf('AWS/SQS', { QueueName: queue })('ApproximateNumberOfMessagesVisible', 'Maximum');
}

export function sendDeadLetters(
  by: string,
  { place, key }: PipelineModel,
  { component, object, queue }: QueueModel,
): Use {
  return {
    by,
    of: component,
    after: [idOf(SQS.Queue, object), ...keyNamed(key)],
    allow: [
      { sid: 'DeadLetter', actions: ['sqs:SendMessage'], resources: [queueArn(place, queue)] },
      // Sending to a queue under a customer key makes a data key; SQS asks for Decrypt as well, to check it.
      useOfKey(place, key.identity, {
        sid: 'EncryptDeadLetter',
        service: 'sqs',
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      }),
    ],
    calls: ['sqs'],
  };
}

export function addQueue(block: Block, { place, key }: PipelineModel, { object, queue }: QueueModel): void {
  block.managed(Queue, {
    name: object,
    after: keyNamed(key),
    forProvider: {
      region: place.region,
      name: queue,
      messageRetentionSeconds: KEPT_SECONDS,
      // SQS takes and gives back the alias, so the name of the queue's key is known before AWS made the key.
      kmsMasterKeyId: 'alias' in key.identity ? `alias/${key.identity.alias}` : key.identity.arn,
      kmsDataKeyReusePeriodSeconds: 300,
      policy: serialisePolicy({ statements: [tlsOnly(place, queue)] }),
    },
  });
}

/** No request without TLS. Who may send is up to the senders' roles. */
export function tlsOnly(place: Place, queue: string): Statement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principal: '*',
    actions: ['sqs:*'],
    resources: [queueArn(place, queue)],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
