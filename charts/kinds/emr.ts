/** EMR on EC2. The provider has no kind for clusters; workflows make them. */
import { service } from './kind.ts';

export const EMR = service('emr', {
  SecurityConfiguration: {
    plural: 'securityconfigurations',
    identity: 'Named',
    // AWS takes 10,280; longer ones are in nobody's way, but in no console either.
    nameLimit: 128,
    immutable: ['configuration'],
    succeeded: 'InPipeline',
  },
});
