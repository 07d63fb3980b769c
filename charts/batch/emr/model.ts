/**
 * What clusters of EMR share: the role by which EMR makes their instances, the security configuration that encrypts what they
 * store, and their security groups. Clusters themselves are made by workflows (docs/adr/0038).
 */
import { isJobIn, platformOf } from '../../../crds/jobs.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import { type KeyModel, keyWord } from '../../foundation/encryption/model.ts';
import type { NetworkModel, SecurityGroupModel } from '../../foundation/network/model.ts';
import { EMR } from '../../kinds/emr.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, objectName } from '../../names.ts';

export const EMR_COMPONENT = 'emr';

export interface EmrModel {
  /** By which EMR makes instances. */
  readonly service: RoleModel;
  readonly security: { readonly object: string; readonly name: string };
  readonly groups: EmrGroups;
  /** metadata.name of the VPC that they are in. */
  readonly vpc: string;
}

export interface EmrGroups {
  readonly primary: SecurityGroupModel;
  /** Of core and task instances. */
  readonly core: SecurityGroupModel;
  /** Of the interface by which EMR reaches the primary instance. */
  readonly access: SecurityGroupModel;
}

/** Undefined: no job of the environment runs on a cluster. */
export function emrModel(given: Given, key: KeyModel, network: NetworkModel | undefined): EmrModel | undefined {
  const { scope, spec } = given;
  const isUsed = (spec.jobs ?? []).some(
    (job) => platformOf(job).kind === 'EmrCluster' && isJobIn(job, spec.environment),
  );
  if (!isUsed) return undefined;
  const own = network?.own;
  if (own === undefined) throw new ModelError(EMR_COMPONENT, 'needs a network of its own; write network.managed');
  // It cannot change.
  const content = keyWord(key);
  const group = (word: string): SecurityGroupModel => ({
    object: objectName(scope, 'emr', own.cidr.replaceAll(/[./]/g, '-'), word),
    name: `emr-${word}`,
  });
  return {
    service: roleModel(scope, EMR_COMPONENT, 'emr'),
    security: {
      object: objectName(scope, 'emr', content),
      name: awsName(EMR.SecurityConfiguration, scope, 'emr', content),
    },
    groups: { primary: group('primary'), core: group('core'), access: group('access') },
    vpc: own.object,
  };
}
