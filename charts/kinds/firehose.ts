/** Amazon Data Firehose. */
import { service } from './kind.ts';

export const FIREHOSE = service('firehose', {
  DeliveryStream: {
    plural: 'deliverystreams',
    identity: 'Assigned',
    namedBy: 'name',
    nameLimit: 64,
    tagged: true,
    observed: ['arn'],
    immutable: [
      'name',
      'destination',
      'kinesisSourceConfiguration',
      'extendedS3Configuration.dynamicPartitioningConfiguration',
    ],
    // Its successor reads before it stops, or what comes in between would reach neither.
    succeeded: 'InComponent',
    applied: ['extendedS3Configuration.bufferingInterval'],
    gathersFor: 'extendedS3Configuration.bufferingInterval',
    whenReplaced:
      'records that arrive while both run are delivered twice, and producers that put to it need its new name',
  },
});
