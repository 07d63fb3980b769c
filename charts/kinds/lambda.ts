/** Lambda. */
import { service } from './kind.ts';

export const LAMBDA = service('lambda', {
  Function: {
    plural: 'functions',
    identity: 'Named',
    nameLimit: 64,
    tagged: true,
    guarded: true,
    observed: ['arn', 'version'],
    immutable: ['packageType'],
    references: {
      'vpcConfig.subnetIds': { to: 'ec2.Subnet', gives: 'id', refs: 'subnetIdRefs' },
      'vpcConfig.securityGroupIds': { to: 'ec2.SecurityGroup', gives: 'id', refs: 'securityGroupIdRefs' },
    },
  },
  /** A statement in the policy of a function. */
  Permission: {
    plural: 'permissions',
    identity: 'Assigned',
    namedBy: 'statementId',
    nameLimit: 100,
    partOf: { kind: 'lambda.Function', by: 'functionName' },
    immutable: ['action', 'functionName', 'principal', 'qualifier', 'sourceAccount', 'sourceArn', 'statementId'],
    references: { functionName: { to: 'lambda.Function', gives: 'externalName' } },
  },
});
