/** Managed Service for Apache Flink. */
import { FLINK } from '../../../charts/kinds/kinesisanalyticsv2.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import type { AwsObject, SimulatedAws } from '../aws.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type Input, isObject, type KindBehaviour, lastSegment, type Requirement, text } from '../behaviour.ts';
import { notRecorded } from '../from-recording.ts';
import { codeOf, configurationOf, refusesApplication, refusesApplicationPlan } from '../rules/flink.ts';

const invalid = (message: string) => serviceError(400, 'InvalidArgumentException', message);

/** AWS looks for the code as the role, so it says one thing of a role that it cannot assume and of code that is not there. */
function requires({ desired }: Input): readonly Requirement[] {
  const role = text(desired, 'serviceExecutionRole');
  const required: Requirement[] = [
    {
      type: 'iam.Role',
      address: lastSegment(role),
      fault: invalid(`Kinesis Analytics service doesn't have sufficient privileges to assume the role ${role}.`),
    },
  ];
  const { vpcConfiguration: vpc } = configurationOf(desired);
  const subnets = isObject(vpc) && Array.isArray(vpc.subnetIds) ? vpc.subnetIds : [];
  for (const id of subnets) {
    const fault = invalid(`The subnet ID '${String(id)}' does not exist`);
    required.push({ type: 'ec2.Subnet', address: String(id), fault });
  }
  return required;
}

/** Of a bucket that is not of this world nobody knows what is in it. */
function refusesCode({ desired }: Input, aws: SimulatedAws) {
  const { bucket, key } = codeOf(desired);
  if (!aws.exists({ type: 's3.Bucket', address: bucket })) return undefined;
  if (aws.exists({ type: 's3.Object', address: `${bucket}/${key}` }) || isPacked(aws, bucket, key)) return undefined;
  return invalid(
    `Please check the role provided or validity of S3 location you provided. We are unable to get the specified fileKey: ${key} in the specified bucket: ${bucket}`,
  );
}

/** The simulation runs no code: a schedule that has a function pack this very object is taken for having done so. */
function isPacked(aws: SimulatedAws, bucket: string, key: string): boolean {
  return aws.list({ type: 'scheduler.Schedule', state: 'Active' }).some(({ attributes: { target } }) => {
    if (!isObject(target)) return false;
    const asked: unknown = JSON.parse(text(target, 'input') || 'null');
    return (
      isObject(asked) &&
      asked.bucket === bucket &&
      asked.target === key &&
      aws.exists({ type: 's3.Object', address: `${bucket}/${text(asked, 'program')}` }) &&
      aws.exists({ type: 'lambda.Function', address: lastSegment(text(target, 'arn')) })
    );
  });
}

/** The provider starts it when it makes it, and stops or starts it when the argument changes; nothing else does. */
function internals(before: AwsObject | undefined, after: JsonObject): JsonObject {
  const wanted = after.startApplication === true;
  if (before === undefined) return { status: wanted ? 'RUNNING' : 'READY' };
  const isChanged = (before.attributes.startApplication === true) !== wanted;
  return { status: isChanged ? (wanted ? 'RUNNING' : 'READY') : (before.internals.status ?? 'READY') };
}

const application = notRecorded(FLINK.Application, {
  why: 'the emulator answers DescribeApplication with something else than JSON',
  service: 'Kinesis Analytics V2',
  title: ({ name }) => `Kinesis Analytics v2 Application (${name})`,
  taken: ({ name }) => serviceError(400, 'ResourceInUseException', `Application ${name} already exists.`),
  requires,
  internals,
  refuses: {
    plan: refusesApplicationPlan,
    create: (input, aws) => refusesApplication(input.desired) ?? refusesCode(input, aws),
    update: (_, input, aws) => refusesApplication(input.desired) ?? refusesCode(input, aws),
  },
  outputs: {
    arn: (object) => arn(object, 'kinesisanalytics', `application/${object.address}`),
    id: (object) => arn(object, 'kinesisanalytics', `application/${object.address}`),
    createTimestamp: ({ createdAt }) => createdAt,
    status: ({ internals: { status } }) => status ?? 'READY',
  },
});

export const FLINK_BEHAVIOURS: readonly KindBehaviour[] = [application];
