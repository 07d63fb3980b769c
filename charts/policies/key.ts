/** What is allowed with the pipeline's KMS key: its own policy, and the statements that roles need to use it. */
import { accountRootArn, anyKeyArn, type Place, serviceHosts } from '../arns.ts';
import type { PolicyDocument, Statement } from './document.ts';

/**
 * The key's policy: the account decides through IAM. That keeps whoever provisions the key able to manage it (a policy
 * naming roles could lock everybody out and breaks when a role is made again), and every user of the key, AWS services
 * that act on behalf of a caller included (S3, Kinesis, SQS), needs a statement in its own role's policy.
 * A service that calls KMS in its own name needs a statement here.
 */
export function keyPolicy(place: Place): PolicyDocument {
  return {
    statements: [
      {
        sid: 'AccountDecidesThroughIam',
        principal: { aws: accountRootArn(place) },
        actions: ['kms:*'],
        resources: ['*'],
      },
    ],
  };
}

/** How a policy can name the key before AWS gave it an id. */
export type KeyIdentity = { readonly alias: string } | { readonly arn: string };

/** Use of the key through one service only. Named by its alias while its ARN is AWS's to choose. */
export function useOfKey(
  place: Place,
  key: KeyIdentity,
  use: { readonly sid: string; readonly service: string; readonly actions: readonly string[] },
): Statement {
  const viaService = { StringEquals: { 'kms:ViaService': serviceHosts(place, use.service) } };
  if ('arn' in key) return { sid: use.sid, actions: use.actions, resources: [key.arn], conditions: viaService };
  return {
    sid: use.sid,
    actions: use.actions,
    resources: [anyKeyArn(place)],
    conditions: { ...viaService, 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${key.alias}` } },
  };
}
