/** EMR Serverless, and what clusters of EMR need. */
import { EMR } from '../../../charts/kinds/emr.ts';
import { EMR_SERVERLESS } from '../../../charts/kinds/emrserverless.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, isObject, type KindBehaviour, text } from '../behaviour.ts';
import { fromRecording, notRecorded } from '../from-recording.ts';
import { refusesSecurity, refusesServerless } from '../rules/emr.ts';

const application = notRecorded(EMR_SERVERLESS.Application, {
  why: 'the emulator starts an application as it makes it, gives back other values than it was given, and deletes none that is started',
  service: 'EMR Serverless',
  title: ({ desired }) => `EMR Serverless Application (${text(desired, 'name')})`,
  unset: { imageConfiguration: {}, initialCapacity: [], runtimeConfiguration: [], interactiveConfiguration: {} },
  requires: ({ desired }) => {
    const { networkConfiguration: network } = desired;
    const subnets = isObject(network) && Array.isArray(network.subnetIds) ? network.subnetIds : [];
    return subnets.map((id) => ({
      type: 'ec2.Subnet' as const,
      address: String(id),
      fault: serviceError(400, 'ValidationException', `The subnet ID '${String(id)}' does not exist`),
    }));
  },
  refuses: {
    create: ({ desired }) => refusesServerless(desired),
    update: (_, { desired }) => refusesServerless(desired),
  },
  outputs: {
    arn: (object) => arn(object, 'emr-serverless', `/applications/${object.address}`),
  },
});

const securityConfiguration = fromRecording(EMR.SecurityConfiguration, {
  service: 'EMR',
  title: ({ name }) => `EMR Security Configuration (${name})`,
  taken: ({ name }) =>
    serviceError(400, 'InvalidRequestException', `Security configuration with name '${name}' already exists.`),
  refuses: { create: ({ desired }) => refusesSecurity(desired) },
  outputs: { creationDate: ({ createdAt }) => createdAt },
});

export const EMR_BEHAVIOURS: readonly KindBehaviour[] = [application, securityConfiguration];
