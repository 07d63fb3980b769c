/** The key. */
import type { Cases } from './cases.ts';

export const encryptionCases: Cases = {
  good: [
    {
      reason: 'keys of earlier days',
      spec: {
        encryption: { formerKeyArns: ['arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'] },
      },
    },
    {
      reason: 'a multi-Region key of another account',
      spec: {
        encryption: { existingKeyArn: 'arn:aws:kms:us-east-1:999999999999:key/mrk-0123456789abcdef0123456789abcdef' },
      },
    },
  ],
  bad: [
    {
      reason: 'a former key by its alias',
      spec: { encryption: { formerKeyArns: ['arn:aws:kms:us-east-1:123456789012:alias/lake'] } },
      path: 'spec.encryption.formerKeyArns[0]',
      message:
        'formerKeyArns "arn:aws:kms:us-east-1:123456789012:alias/lake" is not the ARN of a KMS key; write arn:<partition>:kms:<region>:<account>:key/<key id>, not an alias',
      by: 'rule',
    },
    {
      reason: 'rotation too often',
      spec: { encryption: { rotationDays: 30 } },
      path: 'spec.encryption.rotationDays',
      message: 'must be at least 90; write 90 or more',
      by: 'structure',
    },
    {
      reason: 'rotation too rare',
      spec: { encryption: { rotationDays: 3000 } },
      path: 'spec.encryption.rotationDays',
      message: 'must be at most 2560; write 2560 or less',
      by: 'structure',
    },
    {
      reason: 'deletion window',
      spec: { encryption: { deletionWindowDays: 5 } },
      path: 'spec.encryption.deletionWindowDays',
      message: 'must be at least 7; write 7 or more',
      by: 'structure',
    },
    {
      reason: 'own key settings for an existing key',
      spec: {
        encryption: {
          rotationDays: 365,
          existingKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        },
      },
      path: 'spec.encryption',
      message:
        'rotationDays and deletionWindowDays do not apply to existingKeyArn, a key that the pipeline does not own; remove them or existingKeyArn',
      by: 'rule',
    },
    {
      reason: 'key alias for key',
      spec: { encryption: { existingKeyArn: 'arn:aws:kms:us-east-1:123456789012:alias/lake' } },
      path: 'spec.encryption.existingKeyArn',
      message:
        'existingKeyArn "arn:aws:kms:us-east-1:123456789012:alias/lake" is not the ARN of a KMS key; write arn:<partition>:kms:<region>:<account>:key/<key id>, not an alias',
      by: 'rule',
    },
    {
      reason: 'key in another region',
      spec: {
        encryption: { existingKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
      },
      path: 'spec.encryption.existingKeyArn',
      message:
        'existingKeyArn "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" is not a key in region us-east-1; write one that starts with arn:aws:kms:us-east-1:',
      by: 'rule',
    },
  ],
};
