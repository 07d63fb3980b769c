/** KMS. A deleted key is pending deletion for days; everything treats it as absent, and the provider makes a new one. */
import { KMS } from '../../../charts/kinds/kms.ts';
import type { SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { arn, type Input, isObject, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { listOf, type PolicyRules, refusesPolicy, statementsIn } from '../rules/policies.ts';

const malformed = (message: string) => serviceError(400, 'MalformedPolicyDocumentException', message);

const KEY_POLICY: PolicyRules = {
  field: 'policy',
  most: 32_768,
  fault: malformed,
  tooLong: (most) => serviceError(400, 'LimitExceededException', `The key policy is longer than ${most} bytes.`),
  invalidPrincipal: 'Policy contains a statement with one or more invalid principals',
};

/** Without a way back in for the account a key could never be managed again: the lockout check. */
function refusesKeyPolicy(input: Input, aws: SimulatedAws): AwsFault | undefined {
  const refused = refusesPolicy(KEY_POLICY, input, aws);
  if (refused !== undefined || input.desired.bypassPolicyLockoutSafetyCheck === true) return refused;
  const { account } = input.scope;
  const statements = statementsIn(text(input.desired, 'policy')) ?? [];
  const keeps = statements.some(
    ({ Effect: effect, Action: action = '', Principal: principal }) =>
      effect === 'Allow' &&
      isObject(principal) &&
      listOf(principal.AWS).some((each) => each.includes(account)) &&
      listOf(action).some((each) => ['kms:*', 'kms:Put*', 'kms:PutKeyPolicy', '*'].includes(each)),
  );
  return keeps || text(input.desired, 'policy') === ''
    ? undefined
    : malformed('The new key policy will not allow you to update the key policy in the future.');
}

const key = fromRecording(KMS.Key, {
  calls: { Update: 'UpdateKeyDescription', Delete: 'ScheduleKeyDeletion' },
  deletion: 'Pending',
  unset: { deletionWindowInDays: 30, description: '', enableKeyRotation: false, policy: '' },
  refuses: {
    create: refusesKeyPolicy,
    update: (_, input, aws) => refusesKeyPolicy(input, aws),
  },
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
    const gone = `${arn({ scope }, 'kms', `key/${address}`)} is pending deletion.`;
    const pending = serviceError(400, 'KMSInvalidStateException', gone);
    return [{ type: 'kms.Key', address, fault: serviceError(400, 'NotFoundException', missing), pending }];
  },
  outputs: { targetKeyArn: (object) => arn(object, 'kms', `key/${target({ desired: object.attributes })}`) },
});

export const KMS_BEHAVIOURS: readonly KindBehaviour[] = [key, alias];
