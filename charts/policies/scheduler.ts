/** What the role of a schedule's target may do: start exactly that target, and hand over what could not be started. */
import { glueArn, type Place, queueArn } from '../arns.ts';
import type { PolicyDocument } from './document.ts';
import { type KeyIdentity, useOfKey } from './key.ts';

export interface CrawlerStart {
  readonly crawler: string;
  readonly deadLetterQueue: string;
  readonly key: KeyIdentity;
}

export function startCrawlerPolicy(place: Place, start: CrawlerStart): PolicyDocument {
  return {
    statements: [
      { sid: 'StartCrawler', actions: ['glue:StartCrawler'], resources: [glueArn(place, 'crawler', start.crawler)] },
      { sid: 'DeadLetter', actions: ['sqs:SendMessage'], resources: [queueArn(place, start.deadLetterQueue)] },
      // Sending to a queue under a customer key makes a data key; SQS asks for Decrypt as well, to check it.
      useOfKey(place, start.key, {
        sid: 'EncryptDeadLetter',
        service: 'sqs',
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      }),
    ],
  };
}
