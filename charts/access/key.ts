/** How policies speak of the pipeline's KMS key. */
import { anyKeyArn, type Place, serviceHosts } from '../arns.ts';
import type { Statement } from './document.ts';

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
