/** Managed Service for Apache Flink, whose API is the second of Kinesis Analytics. */
import { service } from './kind.ts';

export const FLINK = service('kinesisanalyticsv2', {
  Application: {
    plural: 'applications',
    identity: 'Named',
    nameLimit: 128,
    tagged: true,
    guarded: true,
    // The provider starts and stops only when startApplication changes; status tells what came of it.
    observed: ['arn', 'status', 'startApplication'],
    immutable: ['applicationMode', 'description'],
    references: {
      serviceExecutionRole: { to: 'iam.Role', gives: 'arn' },
      'applicationConfiguration.vpcConfiguration.subnetIds': { to: 'ec2.Subnet', gives: 'id', refs: 'subnetIdsRefs' },
      'applicationConfiguration.vpcConfiguration.securityGroupIds': {
        to: 'ec2.SecurityGroup',
        gives: 'id',
        refs: 'securityGroupIdsRefs',
      },
    },
  },
});
