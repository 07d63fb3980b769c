/**
 * A zone of Restricted data is closed: objects are read and written by the pipeline's own roles and by whom the spec names, and
 * by nobody else of the account, whatever else they may. IAM alone would let in everybody with s3:GetObject on everything.
 */
import type { Statement } from '../../access/document.ts';
import { rolesOf } from '../../access/roles.ts';
import { objectsArn, roleArn } from '../../arns.ts';
import type { PipelineModel } from '../../model.ts';
import { accountOf, isWholeAccount } from './bucket-policy.ts';
import type { ZoneModel } from './model.ts';

/** Not deleting: the provider empties a bucket that was consented to go. */
const CLOSED = ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'];

export function closedToOthers(model: PipelineModel, zone: ZoneModel): readonly Statement[] {
  if (zone.classification !== 'Restricted') return [];
  const { place, grants } = model;
  const { accounts, principals, organizations } = invited(zone);
  const roles = [
    ...rolesOf(model).map((role) => roleArn(place, role)),
    ...grants
      .filter(({ zones, tables }) => zones.includes(zone) || tables.some((table) => table.zone === zone))
      .map((grant) => grant.roleArn),
    ...principals,
    ...accounts.map((account) => `arn:${place.partition}:iam::${account}:*`),
  ];
  return [
    {
      sid: 'NamedOnly',
      effect: 'Deny',
      principal: '*',
      actions: CLOSED,
      resources: [objectsArn(place, zone.bucket)],
      conditions: {
        // Of services that come in their own name the statements that let them in say enough.
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
        // By the ARN of the role, which no session can choose; its tags could be.
        ArnNotLike: { 'aws:PrincipalArn': [...new Set(roles)].sort() },
        ...(organizations.length === 0 ? {} : { StringNotEquals: { 'aws:PrincipalOrgID': organizations } }),
      },
    },
  ];
}

interface Invited {
  readonly accounts: readonly string[];
  readonly principals: readonly string[];
  readonly organizations: readonly string[];
}

/** Whom the zone's own bucketPolicy lets in. */
function invited({ bucketPolicy }: ZoneModel): Invited {
  const invitations = bucketPolicy.filter(({ effect }) => effect === 'Allow').map(({ principals }) => principals);
  const all = invitations.flatMap(({ aws = [] }) => aws);
  return {
    accounts: all.filter(isWholeAccount).map(accountOf),
    principals: all.filter((one) => !isWholeAccount(one)),
    organizations: invitations.flatMap(({ organizationId }) => (organizationId === undefined ? [] : [organizationId])),
  };
}
