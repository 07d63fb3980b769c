/** Step Functions. */
import { service } from './kind.ts';

export const SFN = service('sfn', {
  StateMachine: {
    plural: 'statemachines',
    identity: 'Named',
    nameLimit: 80,
    tagged: true,
    guarded: true,
    observed: ['arn', 'status'],
    immutable: ['type'],
    references: {
      roleArn: { to: 'iam.Role', gives: 'arn' },
      'encryptionConfiguration.kmsKeyId': { to: 'kms.Key', gives: 'arn' },
    },
  },
});
