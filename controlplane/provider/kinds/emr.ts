/** EMR Serverless. */
import { EMR_SERVERLESS } from '../../../charts/kinds/emrserverless.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, isObject, type KindBehaviour, text } from '../behaviour.ts';
import { notRecorded } from '../from-recording.ts';
import { refusesServerless } from '../rules/emr.ts';

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

export const EMR_BEHAVIOURS: readonly KindBehaviour[] = [application];
