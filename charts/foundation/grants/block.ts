/**
 * A grant: a managed policy with what the role may do, attached to it. One document has objects, catalog and key, as the
 * pipeline's own roles have; the policies of buckets and of the key need not name the role, and a role that somebody deletes
 * takes nothing of the pipeline along (docs/adr/0060).
 */
import { Policy, RolePolicyAttachment } from '../../../imports/iam.ts';
import { serialisePolicy } from '../../access/document.ts';
import { afterAll, rolePolicy, type Use } from '../../access/use.ts';
import { policyArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import type { PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import type { Part } from '../../part.ts';
import { commitToTable, readObjects, readTable, writePartitions } from '../tables/uses.ts';
import { readCatalog, readZone, writeZone } from '../zones/uses.ts';
import type { GrantModel } from './model.ts';

/** Of a managed policy, white space not counted. Source: IAM user guide, "IAM and AWS STS quotas". */
const POLICY_MAX_BYTES = 6_144;

export function grantParts(model: PipelineModel): readonly Part[] {
  return model.grants.map((grant) => {
    const uses = usesOf(model, grant);
    return {
      component: grant.component,
      stage: 'Foundation',
      uses,
      build: (block) => build(block, model, grant, uses),
    };
  });
}

function usesOf(model: PipelineModel, { component, writes, zones, tables }: GrantModel): readonly Use[] {
  const ofZones = zones.flatMap((zone) => {
    const declared = model.tables.filter((table) => table.zone === zone);
    return [
      readZone(component, model, zone),
      readCatalog(component, model, zone),
      ...(writes ? [writeZone(component, model, zone, '', { deletes: true }), ...declared.map(registering)] : []),
    ];
  });
  const ofTables = tables.flatMap((table) => [
    readObjects(component, model, table),
    readTable(component, model, table),
    ...(writes && table.zone !== undefined
      ? [writeZone(component, model, table.zone, table.prefix, { deletes: true }), registering(table)]
      : []),
  ]);
  return [...ofZones, ...ofTables];

  function registering(table: GrantModel['tables'][number]): Use {
    return table.format === 'Iceberg'
      ? commitToTable(component, model, table)
      : writePartitions(component, model, table);
  }
}

function build(block: Block, { place }: PipelineModel, grant: GrantModel, uses: readonly Use[]): void {
  const policy = serialisePolicy(rolePolicy(uses));
  const bytes = Buffer.byteLength(policy);
  if (bytes > POLICY_MAX_BYTES) {
    const reason = `needs a policy of ${bytes} bytes, and IAM takes ${POLICY_MAX_BYTES}; name zones instead of tables, or make two grants of it`;
    throw new ModelError(grant.component, reason);
  }
  const made = block.managed(Policy, {
    name: grant.object,
    awsName: grant.policy,
    after: afterAll(uses),
    forProvider: { policy },
  });
  block.managed(RolePolicyAttachment, {
    name: grant.attachment,
    after: [made],
    forProvider: {
      policyArn: policyArn(place, grant.policy),
      role: grant.roleArn.slice(grant.roleArn.lastIndexOf('/') + 1),
    },
  });
}
