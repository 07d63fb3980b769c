/** KMS. */
import { service } from './kind.ts';

export const KMS = service('kms', {
  Key: {
    plural: 'keys',
    identity: 'Assigned',
    tagged: true,
    retained: true,
    observed: ['arn', 'keyId'],
    immutable: ['keyUsage', 'customerMasterKeySpec', 'multiRegion', 'customKeyStoreId', 'xksKeyId'],
    dataRoot: true,
  },
  Alias: {
    plural: 'aliases',
    identity: 'Named',
    // Without the prefix "alias/", which takes 6 of 256.
    nameLimit: 250,
    retained: true,
    observed: ['arn', 'targetKeyArn'],
    pointer: { by: 'targetKeyId', shows: 'targetKeyArn' },
    // An alias points to the bare id of a key, which is its external name.
    references: { targetKeyId: { to: 'kms.Key', gives: 'externalName' } },
    dataRoot: true,
  },
});
