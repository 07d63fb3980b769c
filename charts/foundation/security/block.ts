/** The security configuration, where Glue runs something. */
import { SecurityConfiguration } from '../../../imports/glue.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { keyNamed } from '../encryption/uses.ts';
import { SECURITY } from './model.ts';

export function securityParts({ place, key, security }: PipelineModel, before: readonly Part[]): readonly Part[] {
  if (!before.some(({ uses }) => uses.some(({ of }) => of === SECURITY))) return [];
  const kmsKeyArn = key.arn;
  return [
    {
      component: SECURITY,
      stage: 'Batch',
      uses: [],
      build(block) {
        block.managed(SecurityConfiguration, {
          name: security.object,
          awsName: security.name,
          after: keyNamed(key),
          forProvider: {
            region: place.region,
            encryptionConfiguration: {
              s3Encryption: { s3EncryptionMode: 'SSE-KMS', kmsKeyArn },
              cloudwatchEncryption: { cloudwatchEncryptionMode: 'SSE-KMS', kmsKeyArn },
              jobBookmarksEncryption: { jobBookmarksEncryptionMode: 'CSE-KMS', kmsKeyArn },
            },
          },
        });
      },
    },
  ];
}
