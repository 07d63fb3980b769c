/** Bucket policies. A bucket has exactly one, so everything that concerns it is one document. */
import { bucketArn, objectsArn, type Place } from '../arns.ts';
import type { PolicyDocument, Statement } from './document.ts';

/** No request without TLS, whoever asks. */
function tlsOnly(place: Place, bucket: string): Statement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principal: '*',
    actions: ['s3:*'],
    resources: [bucketArn(place, bucket), objectsArn(place, bucket)],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

export function zoneBucketPolicy(place: Place, bucket: string): PolicyDocument {
  return { statements: [tlsOnly(place, bucket)] };
}

/** Server access logs of `sources`, each under `<zone>/`, written by S3 for this account and these buckets only. */
export function logBucketPolicy(place: Place, bucket: string, sources: readonly string[]): PolicyDocument {
  return {
    statements: [
      tlsOnly(place, bucket),
      {
        sid: 'ServerAccessLogs',
        principal: { service: 'logging.s3.amazonaws.com' },
        actions: ['s3:PutObject'],
        resources: [objectsArn(place, bucket)],
        conditions: {
          StringEquals: { 'aws:SourceAccount': place.accountId },
          ArnLike: { 'aws:SourceArn': sources.map((source) => bucketArn(place, source)) },
        },
      },
    ],
  };
}
