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
});
