/** The key that encrypts everything of a pipeline: its own, or one that is given. */
import type { KeyIdentity } from '../../access/key.ts';
import { KMS } from '../../kinds/kms.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName, shortHash } from '../../names.ts';
import { observed } from '../../observed.ts';

export interface KeyModel {
  /** The key's ARN: literal, or a token while it is the pipeline's own. */
  readonly arn: string;
  /** What a policy calls the key. */
  readonly identity: KeyIdentity;
  /** ARNs of keys under which data of earlier days lies: to decrypt with, and nothing else. Sorted. */
  readonly former: readonly string[];
  /** Absent when the key is somebody else's. */
  readonly own?: OwnKeyModel;
}

export interface OwnKeyModel {
  readonly object: string;
  /** Token of the key's id, the form an alias points to. */
  readonly keyId: string;
  /** Without "alias/". */
  readonly alias: string;
  readonly description: string;
  readonly rotationDays: number;
  readonly deletionWindowDays: number;
}

/** @param remembered ARNs of keys that the pipeline had before */
export function keyModel({ spec, scope, profile }: Given, remembered: readonly string[] = []): KeyModel {
  const { existingKeyArn, rotationDays, deletionWindowDays, formerKeyArns = [] } = spec.encryption ?? {};
  const former = [...new Set([...formerKeyArns, ...remembered])].filter((arn) => arn !== existingKeyArn).sort();
  if (existingKeyArn !== undefined) return { arn: existingKeyArn, identity: { arn: existingKeyArn }, former };
  const object = objectName(scope);
  const alias = awsName(KMS.Alias, scope);
  return {
    arn: observed(KMS.Key, object, 'arn'),
    identity: { alias },
    former,
    own: {
      object,
      keyId: observed(KMS.Key, object, 'keyId'),
      alias,
      description: `Data of the pipeline ${scope.namespace}/${scope.pipeline}`,
      rotationDays: rotationDays ?? profile.encryption.rotationDays,
      deletionWindowDays: deletionWindowDays ?? profile.encryption.deletionWindowDays,
    },
  };
}

/**
 * For the name of what never changes its key, so that another key makes another one beside it. The ARN of an own key is not
 * known yet; when another one has taken its place, the one before is a former key.
 */
export function keyWord({ arn, former, own }: KeyModel): string {
  return shortHash(own === undefined ? [arn] : former);
}
