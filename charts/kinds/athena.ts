/** Athena. */
import { service } from './kind.ts';

export const ATHENA = service('athena', {
  Workgroup: {
    plural: 'workgroups',
    identity: 'Named',
    nameLimit: 128,
    tagged: true,
    guarded: true,
    references: {
      'configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn': { to: 'kms.Key', gives: 'arn' },
    },
  },
  NamedQuery: {
    plural: 'namedqueries',
    identity: 'Assigned',
    namedBy: 'name',
    nameLimit: 128,
    partOf: { kind: 'athena.Workgroup', by: 'workgroup' },
    immutable: ['name', 'description', 'database', 'query', 'workgroup'],
  },
});
