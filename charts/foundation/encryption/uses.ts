/**
 * What using the key means for an AWS service that calls KMS in its own name: CloudWatch Logs for a log group, CloudTrail for
 * a trail. Everybody else (a role, or S3, Kinesis and SQS on its behalf) needs a statement in the role's policy, and has it
 * inside the use of the zone, stream or queue.
 */
import type { Conditions, Statement } from '../../access/document.ts';
import type { Use } from '../../access/use.ts';
import { idOf } from '../../kinds/kind.ts';
import { KMS } from '../../kinds/kms.ts';
import type { PipelineModel } from '../../model.ts';
import type { KeyModel } from './model.ts';

export const ENCRYPTION = 'encryption';

/** What must be ready before whoever names the key by its alias: the alias, unless the key is somebody else's. */
export function keyNamed({ own }: KeyModel): readonly string[] {
  return own === undefined ? [] : [idOf(KMS.Alias, own.object)];
}

export interface ServiceAtKey {
  /** Letters and digits: what the service does with the key. */
  readonly sid: string;
  /** Principal: "logs.eu-central-1.amazonaws.com". */
  readonly service: string;
  /** Least of kms: actions that it needs. */
  readonly actions: readonly string[];
  /** That it comes for this account, and on whose behalf. */
  readonly conditions: Conditions;
}

/** A key that is somebody else's has a policy that is somebody else's: there the owner lets the service in. */
export function letIntoKey(by: string, model: PipelineModel, { sid, service, actions, conditions }: ServiceAtKey): Use {
  // In the policy of a key "*" is that key and nothing else.
  return admitToKey(by, model, [{ sid, principal: { service }, actions, resources: ['*'], conditions }]);
}

/** Statements for the policy of the key. */
export function admitToKey(by: string, { key }: PipelineModel, admit: readonly Statement[]): Use {
  const after = key.own === undefined ? [] : [idOf(KMS.Key, key.own.object)];
  return { by, of: ENCRYPTION, after, allow: [], admit, calls: [] };
}
