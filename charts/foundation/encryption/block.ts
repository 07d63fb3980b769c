/** The pipeline's KMS key and its alias. The alias is how IAM policies name the key before AWS gave it an id. */
import { Alias, Key } from '../../../imports/kms.ts';
import { type Statement, serialisePolicy } from '../../access/document.ts';
import { admissionsTo } from '../../access/use.ts';
import { accountRootArn, type Place } from '../../arns.ts';
import type { PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import type { Part } from '../../part.ts';
import { keyCost } from './cost.ts';
import { ENCRYPTION } from './uses.ts';

/** Source: KMS Developer Guide, "Resource quotas". */
const POLICY_MAX_BYTES = 32_768;

export function encryptionParts({ place, key }: PipelineModel, before: readonly Part[]): readonly Part[] {
  const { own } = key;
  const statements = [
    accountDecides(place),
    ...admissionsTo(
      ENCRYPTION,
      before.flatMap((part) => part.uses),
    ),
  ];
  const policy = serialisePolicy({ statements });
  const bytes = Buffer.byteLength(policy);
  if (own !== undefined && bytes > POLICY_MAX_BYTES) {
    const reason = `has a key policy of ${bytes} bytes, and KMS takes ${POLICY_MAX_BYTES}; let fewer principals into zones, or whole accounts`;
    throw new ModelError(ENCRYPTION, reason);
  }
  return [
    {
      component: ENCRYPTION,
      stage: 'Foundation',
      uses: [],
      facts: { keyArn: key.arn },
      cost: keyCost(key),
      build(block) {
        // A key that is somebody else's is used and shown, not made.
        if (own === undefined) return;
        block.managed(Key, {
          name: own.object,
          forProvider: {
            region: place.region,
            description: own.description,
            enableKeyRotation: true,
            rotationPeriodInDays: own.rotationDays,
            deletionWindowInDays: own.deletionWindowDays,
            policy,
          },
        });
        block.managed(Alias, {
          name: own.object,
          awsName: own.alias,
          forProvider: { region: place.region, targetKeyId: own.keyId },
        });
      },
    },
  ];
}

/**
 * The account decides through IAM. That keeps whoever provisions the key able to manage it (a policy naming roles could lock
 * everybody out and breaks when a role is made again), and every user of the key has its statement in its own role's policy.
 */
function accountDecides(place: Place): Statement {
  return {
    sid: 'AccountDecidesThroughIam',
    principal: { aws: accountRootArn(place) },
    actions: ['kms:*'],
    resources: ['*'],
  };
}
