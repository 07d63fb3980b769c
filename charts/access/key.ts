/** How policies speak of the pipeline's KMS key. */
import { anyKeyArn, type Place, serviceHosts } from '../arns.ts';
import type { Statement } from './document.ts';

/** How a policy can name the key before AWS gave it an id. */
export type KeyIdentity = { readonly alias: string } | { readonly arn: string };

interface KeyUse {
  readonly sid: string;
  readonly actions: readonly string[];
}

/** Use of the key through one service only. Named by its alias while its ARN is AWS's to choose. */
export function useOfKey(place: Place, key: KeyIdentity, use: KeyUse & { readonly service: string }): Statement {
  return narrowed(place, key, use, { 'kms:ViaService': serviceHosts(place, use.service) });
}

/** What earlier keys encrypted stays readable: decrypting with them through one service, no statement when there are none. */
export function useOfFormerKeys(
  place: Place,
  arns: readonly string[],
  { sid, service }: { readonly sid: string; readonly service: string },
): readonly Statement[] {
  if (arns.length === 0) return [];
  const conditions = { StringEquals: { 'kms:ViaService': serviceHosts(place, service) } };
  return [{ sid, actions: ['kms:Decrypt'], resources: arns, conditions }];
}

/** Use of the key on what bears this encryption context and nothing else. */
export function useOfKeyFor(
  place: Place,
  key: KeyIdentity,
  use: KeyUse & { readonly context: Readonly<Record<string, string>> },
): Statement {
  const context = Object.entries(use.context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  return narrowed(place, key, use, Object.fromEntries(context) as Record<string, string>);
}

/** Use of the key without any service in between. */
export function useOfKeyItself(place: Place, key: KeyIdentity, use: KeyUse): Statement {
  return narrowed(place, key, use, undefined);
}

function narrowed(
  place: Place,
  key: KeyIdentity,
  { sid, actions }: KeyUse,
  equals: Readonly<Record<string, string | readonly string[]>> | undefined,
): Statement {
  const conditions = {
    ...(equals === undefined ? {} : { StringEquals: equals }),
    ...('arn' in key ? {} : { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${key.alias}` } }),
  };
  const resources = ['arn' in key ? key.arn : anyKeyArn(place)];
  return { sid, actions, resources, ...(Object.keys(conditions).length === 0 ? {} : { conditions }) };
}
