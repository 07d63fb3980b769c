/** KMS. A deleted key is pending deletion for days; everything treats it as absent, and the provider makes a new one. */
import { KMS } from '../../../charts/kinds/kms.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type Input, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { malformedPolicy } from './iam.ts';

const key = fromRecording(KMS.Key, {
  calls: { Update: 'UpdateKeyDescription', Delete: 'ScheduleKeyDeletion' },
  deletion: 'Pending',
  unset: { deletionWindowInDays: 30, description: '', enableKeyRotation: false, policy: '' },
  refuses: { create: ({ desired }) => malformedPolicy(desired, 'policy', 'MalformedPolicyDocumentException') },
});

const target = ({ desired }: Pick<Input, 'desired'>) => lastSegment(text(desired, 'targetKeyId'));

const alias = fromRecording(KMS.Alias, {
  title: ({ name }) => `KMS Alias (alias/${name})`,
  canonicalName: (name) => name.replace(/^alias\//, ''),
  taken: ({ name, scope }) => {
    const taken = arn({ scope }, 'kms', `alias/${name}`);
    return serviceError(400, 'AlreadyExistsException', `An alias with the name ${taken} already exists`);
  },
  normalize: (desired) => ({ ...desired, targetKeyId: target({ desired }) }),
  requires: ({ desired, scope }) => {
    const address = target({ desired });
    const missing = `Key '${arn({ scope }, 'kms', `key/${address}`)}' does not exist`;
    return [{ type: 'kms.Key', address, fault: serviceError(400, 'NotFoundException', missing) }];
  },
  outputs: { targetKeyArn: (object) => arn(object, 'kms', `key/${target({ desired: object.attributes })}`) },
});

export const KMS_BEHAVIOURS: readonly KindBehaviour[] = [key, alias];
