/** CloudTrail. */
import { CLOUDTRAIL } from '../../../charts/kinds/cloudtrail.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type KindBehaviour, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { refusesTrail } from '../rules/cloudtrail.ts';

const trail = fromRecording(CLOUDTRAIL.Trail, {
  service: 'CloudTrail',
  title: ({ name }) => `CloudTrail Trail (${name})`,
  taken: ({ name, scope }) =>
    serviceError(400, 'TrailAlreadyExistsException', `Trail ${name} already exists for customer: ${scope.account}`),
  requires: ({ desired }) => {
    const bucket = text(desired, 's3BucketName');
    const fault = serviceError(400, 'S3BucketDoesNotExistException', `S3 bucket ${bucket} does not exist!`);
    return [{ type: 's3.Bucket', address: bucket, fault }];
  },
  refuses: { create: refusesTrail, update: (_, input, aws) => refusesTrail(input, aws) },
  outputs: {
    arn: (object) => arn(object, 'cloudtrail', `trail/${object.address}`),
    id: (object) => arn(object, 'cloudtrail', `trail/${object.address}`),
    homeRegion: ({ scope }) => scope.region,
  },
});

export const CLOUDTRAIL_BEHAVIOURS: readonly KindBehaviour[] = [trail];
