/** KMS. A deleted key is pending deletion for days; everything treats it as absent, and the provider makes a new one. */
import { KMS } from '../../../charts/kinds/kms.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { malformedPolicy } from './iam.ts';

const key: KindBehaviour = {
  kind: KMS.Key,
  service: 'KMS',
  calls: { Create: 'CreateKey', Update: 'UpdateKeyDescription', Delete: 'ScheduleKeyDeletion' },
  title: () => 'KMS Key',
  address: () => undefined,
  deletion: 'Pending',
  unset: {
    bypassPolicyLockoutSafetyCheck: false,
    customKeyStoreId: '',
    customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    deletionWindowInDays: 30,
    description: '',
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: 'ENCRYPT_DECRYPT',
    multiRegion: false,
    policy: '',
    rotationPeriodInDays: 0,
    xksKeyId: '',
  },
  lateInitialized: ['customerMasterKeySpec', 'keyUsage'],
  refusesCreate: ({ desired }) => malformedPolicy(desired, 'policy', 'MalformedPolicyDocumentException'),
  outputs: (object) => ({
    arn: arn(object, 'kms', `key/${object.address}`),
    id: object.address,
    keyId: object.address,
  }),
};

const alias: KindBehaviour = {
  kind: KMS.Alias,
  service: 'KMS',
  calls: { Create: 'CreateAlias', Update: 'UpdateAlias', Delete: 'DeleteAlias' },
  title: ({ name }) => `KMS Alias (alias/${name})`,
  address: ({ name }) => name,
  canonicalName: (name) => name.replace(/^alias\//, ''),
  taken: ({ name, scope }) =>
    serviceError(
      400,
      'AlreadyExistsException',
      `An alias with the name ${arn({ scope }, 'kms', `alias/${name}`)} already exists`,
    ),
  unset: { targetKeyId: '' },
  normalize: (desired) => ({ ...desired, targetKeyId: lastSegment(text(desired, 'targetKeyId')) }),
  requires: ({ desired, scope }) => [
    {
      type: 'kms.Key',
      address: lastSegment(text(desired, 'targetKeyId')),
      fault: serviceError(
        400,
        'NotFoundException',
        `Key '${arn({ scope }, 'kms', `key/${lastSegment(text(desired, 'targetKeyId'))}`)}' does not exist`,
      ),
    },
  ],
  outputs: (object) => ({
    arn: arn(object, 'kms', `alias/${object.address}`),
    id: `alias/${object.address}`,
    targetKeyArn: arn(object, 'kms', `key/${text(object.attributes, 'targetKeyId')}`),
  }),
};

export const KMS_BEHAVIOURS: readonly KindBehaviour[] = [key, alias];
