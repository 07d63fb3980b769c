/** EMR Serverless. */
import { service } from './kind.ts';

export const EMR_SERVERLESS = service('emrserverless', {
  Application: {
    plural: 'applications',
    identity: 'Assigned',
    namedBy: 'name',
    nameLimit: 64,
    tagged: true,
    observed: ['arn'],
    immutable: ['name', 'type', 'networkConfiguration'],
    // Workflows name it by its id.
    succeeded: 'InPipeline',
  },
});
