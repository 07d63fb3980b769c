/** What it means to hand over to a queue what could not be started. */
import { useOfKey } from '../../access/key.ts';
import type { Use } from '../../access/use.ts';
import { queueArn } from '../../arns.ts';
import { keyNamed } from '../../foundation/encryption/uses.ts';
import { idOf } from '../../kinds/kind.ts';
import { SQS } from '../../kinds/sqs.ts';
import type { PipelineModel } from '../../model.ts';
import type { QueueModel } from './model.ts';

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
