/** The policy of a queue: no request without TLS. Who may send is up to the senders' roles. */
import { type Place, queueArn } from '../arns.ts';
import type { PolicyDocument } from './document.ts';

export function queuePolicy(place: Place, queue: string): PolicyDocument {
  return {
    statements: [
      {
        sid: 'TlsOnly',
        effect: 'Deny',
        principal: '*',
        actions: ['sqs:*'],
        resources: [queueArn(place, queue)],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
