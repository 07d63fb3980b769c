/** Lambda. */
import { LAMBDA } from '../../../charts/kinds/lambda.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import type { SimulatedAws } from '../aws.ts';
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
    ...networkOf(desired),
  ];
}

/** Subnets and security groups are looked up, and stay in use until the function is gone. */
function networkOf({ vpcConfig }: JsonObject): readonly Requirement[] {
  const listed = (field: string, type: Requirement['type'], what: string): readonly Requirement[] =>
    (isObject(vpcConfig) && Array.isArray(vpcConfig[field]) ? vpcConfig[field] : []).map((id) => ({
      type,
      address: String(id),
      fault: invalid(`Error occurred while DescribeNetwork. The ${what} ID '${id}' does not exist`),
    }));
  return [
    ...listed('subnetIds', 'ec2.Subnet', 'subnet'),
    ...listed('securityGroupIds', 'ec2.SecurityGroup', 'securityGroup'),
  ];
}

/** Lambda makes network interfaces with the role of the function, and looks beforehand whether it may. */
function refusesNetwork({ desired, scope: { account } }: Input, aws: SimulatedAws) {
  if (networkOf(desired).length === 0) return undefined;
  const role = lastSegment(text(desired, 'role'));
  const allowed = aws
    .list({ type: 'iam.RolePolicy', account, state: 'Active' })
    .some(
      ({ address, attributes }) =>
        address.startsWith(`${role}:`) && text(attributes, 'policy').includes('ec2:CreateNetworkInterface'),
    );
  return allowed
    ? undefined
    : invalid('The provided execution role does not have permissions to call CreateNetworkInterface on EC2');
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
  refuses: {
    create: (input, aws) => refuses(input) ?? refusesNetwork(input, aws),
    update: (_, input, aws) => refuses(input) ?? refusesNetwork(input, aws),
  },
  outputs: {
    // One version more with each change of what is published; the simulation counts one.
    version: ({ attributes }) => (attributes.publish === true ? '1' : '$LATEST'),
  },
});

/** A statement in the policy of a function, which goes with it. */
const permission = fromRecording(LAMBDA.Permission, {
  calls: { Create: 'AddPermission', Delete: 'RemovePermission' },
  address: ({ desired }) => text(desired, 'statementId'),
  taken: ({ desired }) =>
    serviceError(
      409,
      'ResourceConflictException',
      `The statement id (${text(desired, 'statementId')}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    ),
  requires: ({ desired }) => {
    const address = text(desired, 'functionName');
    const fault = serviceError(404, 'ResourceNotFoundException', `Function not found: ${address}`);
    return [{ type: 'lambda.Function', address, partOf: true, fault }];
  },
});

export const LAMBDA_BEHAVIOURS: readonly KindBehaviour[] = [lambdaFunction, permission];
