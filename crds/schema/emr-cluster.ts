/** A cluster of EMR on EC2, which the workflow makes for one run and ends behind it. */
import { bookmarks, release } from './emr.ts';
import { choice, integer, object, optional, type Stored, sequence, text } from './fields.ts';

/** Zone, and folder of it, with the logs of clusters. */
export const EMR_LOGS = { zone: 'results', prefix: 'emr-logs/' } as const;

const instanceTypes = (description: string) =>
  sequence(
    text({
      description: 'An instance type of EC2.',
      example: 'm7g.xlarge',
      maxLength: 32,
      pattern: '^[a-z][a-z0-9-]*[.][a-z0-9-]+$',
      remedy: 'write an instance type like m7g.xlarge',
    }),
    { description, example: ['m7g.xlarge'], minItems: 1, maxItems: 10 },
  );

const MIN_MAX = {
  cel: 'self.min <= self.max',
  message: 'min is greater than max; write a min that is at most max',
  fieldPath: '.min',
};

export const emrCluster = object(
  {
    release,
    applications: optional(
      sequence(choice(['Spark', 'Hadoop', 'Hive', 'Tez'], { description: 'A program.' }), {
        description: 'What is installed. When left out: Spark.',
        example: ['Spark', 'Hive'],
        minItems: 1,
        maxItems: 4,
        rules: [
          {
            cel: "self.exists(one, one == 'Spark')",
            message: 'applications has no Spark, which runs the job; add Spark',
          },
        ],
      }),
    ),
    primary: object(
      { instanceTypes: instanceTypes('EMR takes one of them, on demand.') },
      { description: 'The one instance that leads the others.' },
    ),
    core: object(
      {
        instanceTypes: instanceTypes('EMR takes of them what there is, on demand.'),
        min: integer({
          description: 'Instances at the beginning, and the fewest.',
          minimum: 1,
          maximum: 1000,
          default: 1,
        }),
        max: integer({ description: 'The most instances.', example: 10, minimum: 1, maximum: 1000 }),
        volumeGiB: integer({
          description: 'GiB of disk of each.',
          minimum: 32,
          maximum: 16384,
          default: 64,
        }),
      },
      { description: 'Instances that keep data while the job runs.', rules: [MIN_MAX] },
    ),
    task: optional(
      object(
        {
          instanceTypes: instanceTypes('EMR takes of them what is cheap and not likely to be taken back.'),
          min: integer({ description: 'The fewest instances.', minimum: 0, maximum: 1000, default: 0 }),
          max: integer({ description: 'The most instances.', example: 20, minimum: 1, maximum: 1000 }),
          market: choice(['SPOT', 'ON_DEMAND'], {
            description:
              'SPOT: spare capacity, which AWS may take back; where there is none within ten minutes, on demand instead.',
            default: 'SPOT',
          }),
        },
        { description: 'Instances that only compute. When left out: none.', rules: [MIN_MAX] },
      ),
    ),
    idleTimeoutMinutes: integer({
      description:
        'Minutes without work after which a cluster ends by itself: when nobody ended it, because the execution was stopped.',
      minimum: 1,
      maximum: 10080,
      default: 15,
    }),
    bookmarks,
  },
  {
    description: `Run it on a cluster that the step of a workflow makes for it and ends behind it, whatever comes of it. Needs network.managed with NAT. Its logs lie below ${EMR_LOGS.prefix} of the zone ${EMR_LOGS.zone}.`,
  },
);

export type EmrCluster = Stored<typeof emrCluster>;
