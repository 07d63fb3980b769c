/** A log group of a pipeline: kept for as long as the environment says, encrypted with the pipeline's key. */
import { Group } from '../../../imports/cloudwatchlogs.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { logGroupArn, logsPrincipal } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { LOGS } from '../../kinds/cloudwatchlogs.ts';
import { idOf } from '../../kinds/kind.ts';
import type { Given, PipelineModel } from '../../model.ts';
import { logGroupName, logGroupPrefix, objectName, shortHash } from '../../names.ts';
import { letIntoKey } from '../encryption/uses.ts';
import { securedGroups } from '../security/model.ts';
import { writeLogs } from './uses.ts';

/** Services that deliver logs themselves, as their names below /aws/vendedlogs say. */
const VENDING = ['states'] as const;
type Vending = (typeof VENDING)[number];

export interface LogGroupModel {
  readonly component: string;
  readonly object: string;
  /** In CloudWatch Logs. */
  readonly group: string;
  readonly retentionDays: number;
}

/**
 * `kind` and `name` of what logs: "functions", "enrich". `vendedBy`: the service that delivers the logs itself ("states"), and
 * needs a name below which AWS lets it write without a line in the account's resource policy for each group.
 */
export function logGroupModel(given: Given, kind: string, name: string, vendedBy?: Vending): LogGroupModel {
  const { scope } = given;
  return {
    component: `${kind}/${name}`,
    object: objectName(scope, `${kind}-${name}`),
    group: logGroupName(scope, vendedBy, kind, name),
    retentionDays: logRetentionDays(given),
  };
}

/** A group that a service calls as it likes: under another name it is another group, and so another object of these words. */
export function groupNamedByService(
  given: Given,
  component: string,
  group: string,
  ...words: readonly string[]
): LogGroupModel {
  return {
    component,
    object: objectName(given.scope, ...words, shortHash([group])),
    group,
    retentionDays: logRetentionDays(given),
  };
}

/** For which the pipeline's logs are kept. */
export function logRetentionDays({ spec, profile }: Given): number {
  return spec.monitoring?.logRetentionDays ?? profile.logs.retentionDays;
}

/** Writes into any stream of the group, and has CloudWatch Logs encrypt it. Whoever uses it adds the group to its block. */
export function logTo(model: PipelineModel, log: LogGroupModel): readonly Use[] {
  const { component, group, object } = log;
  return [
    writeLogs(component, model, { of: component, group, stream: '*' }, [idOf(LOGS.Group, object)]),
    encryptLogs(component, model),
  ];
}

/**
 * CloudWatch Logs calls KMS in its own name. One statement for all groups that the pipeline may have, by how they begin: the
 * policy of a key is short, and does not change with every group. Describing a key bears no encryption context, so it could
 * never be let in here.
 */
export function encryptLogs(by: string, model: PipelineModel): Use {
  const scope = { namespace: model.namespace, pipeline: model.name };
  const groups = [undefined, ...VENDING].map((vendedBy) => `${logGroupPrefix(scope, vendedBy)}/*`);
  const patterns = [...groups, ...securedGroups(model.security)].map((group) => logGroupArn(model.place, group));
  return letIntoKey(by, model, {
    sid: 'EncryptLogs',
    service: logsPrincipal(model.place),
    actions: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
    ],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': patterns } },
  });
}

export function addLogGroup(block: Block, model: PipelineModel, log: LogGroupModel): string {
  const { object, group, retentionDays } = log;
  return block.managed(Group, {
    name: object,
    awsName: group,
    after: afterAll([encryptLogs(object, model)]),
    forProvider: { region: model.place.region, retentionInDays: retentionDays, kmsKeyId: model.key.arn },
  });
}
