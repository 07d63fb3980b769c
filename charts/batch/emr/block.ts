/** The service role of clusters, their security configuration and their security groups. */
import { SecurityConfiguration } from '../../../imports/emr.ts';
import { emrTrust } from '../../access/trust.ts';
import type { Use } from '../../access/use.ts';
import type { Block } from '../../block.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { addGroups } from './groups.ts';
import { EMR_COMPONENT, type EmrModel } from './model.ts';
import { makeInstances } from './uses.ts';

export function emrParts(model: PipelineModel): readonly Part[] {
  const { emr } = model;
  if (emr === undefined) return [];
  const uses = [makeInstances(model, emr)];
  return [{ component: EMR_COMPONENT, stage: 'Batch', uses, build: (block) => build(block, model, emr, uses) }];
}

function build(block: Block, model: PipelineModel, emr: EmrModel, uses: readonly Use[]): void {
  const { region } = model.place;
  addGroups(block, region, emr);
  block.role(emr.service, {
    description: `EMR, for clusters of ${titleOf(model)}`,
    trust: emrTrust(model.place),
    uses,
  });
  block.managed(SecurityConfiguration, {
    name: emr.security.object,
    awsName: emr.security.name,
    forProvider: { region, configuration: JSON.stringify(securityOf(model.key.arn)) },
  });
}

/**
 * Source: EMR management guide, "Create a security configuration". Disks are encrypted as EBS volumes and the logical ones on
 * them; instances give credentials by sessions only.
 */
function securityOf(keyArn: string) {
  return {
    EncryptionConfiguration: {
      EnableInTransitEncryption: false,
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: 'SSE-KMS', AwsKmsKey: keyArn },
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: 'AwsKms',
          AwsKmsKey: keyArn,
          EnableEbsEncryption: true,
        },
      },
    },
    InstanceMetadataServiceConfiguration: {
      MinimumInstanceMetadataServiceVersion: 2,
      HttpPutResponseHopLimit: 1,
    },
  };
}
