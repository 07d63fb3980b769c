/** Lambda. */
import { LAMBDA } from '../../../charts/kinds/lambda.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { serviceError } from '../aws-fault.ts';
import { type Input, isObject, type KindBehaviour, lastSegment, type Requirement, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';

const MOST_ENVIRONMENT_BYTES = 4096;

const invalid = (message: string) => serviceError(400, 'InvalidParameterValueException', message);

/** The zip must be there; its content is copied, so it may go afterwards. */
function requires({ desired }: Input): readonly Requirement[] {
  const bucket = text(desired, 's3Bucket');
  const role = lastSegment(text(desired, 'role'));
  return [
    {
      type: 's3.Object',
      address: `${bucket}/${text(desired, 's3Key')}`,
      fault: invalid(
        'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
      ),
    },
    {
      type: 'iam.Role',
      address: role,
      fault: invalid('The role defined for the function cannot be assumed by Lambda.'),
    },
  ];
}

function refuses({ desired }: Input) {
  const bytes = Buffer.byteLength(Object.entries(variablesOf(desired)).flat().join(''));
  return bytes > MOST_ENVIRONMENT_BYTES
    ? invalid(
        'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
      )
    : undefined;
}

function variablesOf({ environment }: JsonObject): JsonObject {
  return isObject(environment) && isObject(environment.variables) ? environment.variables : {};
}

const lambdaFunction = fromRecording(LAMBDA.Function, {
  calls: { Update: 'UpdateFunctionCode' },
  taken: ({ name }) => serviceError(409, 'ResourceConflictException', `Function already exist: ${name}`),
  unset: {
    description: '',
    environment: {},
    memorySize: 128,
    timeout: 3,
    publish: false,
    loggingConfig: {},
    kmsKeyArn: '',
  },
  requires,
  refuses: { create: refuses, update: (_, input) => refuses(input) },
  outputs: {
    // One version more with each change of what is published; the simulation counts one.
    version: ({ attributes }) => (attributes.publish === true ? '1' : '$LATEST'),
  },
});

export const LAMBDA_BEHAVIOURS: readonly KindBehaviour[] = [lambdaFunction];
