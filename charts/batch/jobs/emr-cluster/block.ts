/** A job on clusters of EMR: the role of its instances, and the profile by which instances have it. */
import { InstanceProfile } from '../../../../imports/iam.ts';
import { useOfKeyItself } from '../../../access/key.ts';
import { instanceTrust } from '../../../access/trust.ts';
import { afterAll, type Use } from '../../../access/use.ts';
import type { Block } from '../../../block.ts';
import { keyNamed } from '../../../foundation/encryption/uses.ts';
import { inNetwork } from '../../../foundation/network/uses.ts';
import { IAM } from '../../../kinds/iam.ts';
import { idOf } from '../../../kinds/kind.ts';
import { type PipelineModel, titleOf } from '../../../model.ts';
import { ec2Host } from '../../emr/uses.ts';
import type { JobKind, Made } from '../kind.ts';
import { writePlace } from '../places.ts';
import { emrClusterAlarms } from './alarms.ts';
import { emrClusterCost } from './cost.ts';
import type { EmrClusterJobModel } from './model.ts';

export const emrClusterKind: JobKind<EmrClusterJobModel> = {
  uses: (model, { component, logs }, common) => {
    const uses = [...writePlace(component, model, logs), encryptDisks(component, model), reportLoad(component)];
    return [...uses, ...inNetwork(component, model, [...common, ...uses], [])];
  },
  facts: ({ name, logs }) => ({ name, logsPath: logs.path }),
  alarms: emrClusterAlarms,
  cost: (_, job, runs) => emrClusterCost(job, runs),
  build,
};

/** Instances ask KMS themselves for the keys of their disks. Source: EMR management guide, "Configure Amazon EMR for KMS". */
function encryptDisks(by: string, { place, key }: PipelineModel): Use {
  const actions = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];
  return {
    by,
    of: by,
    after: keyNamed(key),
    allow: [useOfKeyItself(place, key.identity, { sid: 'EncryptOwnDisks', actions })],
    calls: ['kms'],
  };
}

/** What scales the cluster tells EMR how busy it is, at an endpoint of EMR's own, without rights of the role. */
function reportLoad(by: string): Use {
  return { by, of: by, after: [], allow: [], calls: ['execute-api'] };
}

function build(block: Block, model: PipelineModel, job: EmrClusterJobModel, { uses, script }: Made): void {
  const access = block.role(job.role, {
    description: `Job ${job.name} of ${titleOf(model)}`,
    trust: instanceTrust(ec2Host(model.place)),
    uses,
  });
  block.managed(InstanceProfile, {
    name: job.profile.object,
    awsName: job.profile.name,
    after: [...script, access, idOf(IAM.Role, job.role.object), ...afterAll(uses)],
    forProvider: { role: job.role.role },
  });
}
