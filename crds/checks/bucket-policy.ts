/** Who else gets at a zone: what the schema cannot see of one statement alone. */
import type { BucketStatement, DataPipelineSpec, Zone } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';

type Given = Pick<DataPipelineSpec, 'accountId' | 'partition' | 'classification' | 'encryption'>;

export function bucketPolicyFaults(given: Given, zone: Zone, path: Path): Fault[] {
  return statementsOf(zone, path).flatMap(({ statement, place }) => [
    ...partitionFaults(given, statement, place),
    ...selfDenialFaults(given, statement, place),
  ]);
}

export function bucketPolicyWarnings(given: Given, zone: Zone, path: Path): Warning[] {
  return statementsOf(zone, path).flatMap(({ statement, place }) => {
    if (statement.effect === 'Deny' || !letsOthersIn(given, statement)) return [];
    const { sid } = statement;
    return [
      ...(given.encryption?.existingKeyArn === undefined
        ? []
        : [
            warning(
              place,
              `whom statement "${sid}" lets in cannot read objects while the policy of the given key does not let them in; have its owner do that`,
            ),
          ]),
      ...((zone.classification ?? given.classification) === 'Restricted'
        ? [
            warning(
              place,
              `statement "${sid}" opens a Restricted zone to others than the own account; see that they may`,
            ),
          ]
        : []),
    ];
  });
}

function statementsOf({ bucketPolicy = [] }: Zone, path: Path) {
  return bucketPolicy.map((statement, index) => ({ statement, place: [...path, 'bucketPolicy', index] }));
}

function partitionFaults({ partition }: Given, { principals, sourceArns = [] }: BucketStatement, place: Path): Fault[] {
  const arns = [
    ...(principals.aws ?? []).map((arn, index) => ({ arn, at: [...place, 'principals', 'aws', index] })),
    ...sourceArns.map((arn, index) => ({ arn, at: [...place, 'sourceArns', index] })),
  ];
  return arns
    .filter(({ arn }) => arn.startsWith('arn:') && !arn.startsWith(`arn:${partition}:`))
    .map(({ arn, at }) =>
      fault(
        at,
        arn,
        `"${arn}" is not of partition ${partition}, outside of which nobody gets at a bucket`,
        `write one that starts with arn:${partition}:`,
      ),
    );
}

/** Nobody of the own account could read or write any more, the pipeline neither. */
function selfDenialFaults({ accountId }: Given, { sid, effect, principals }: BucketStatement, place: Path): Fault[] {
  if (effect !== 'Deny') return [];
  return (principals.aws ?? []).flatMap((principal, index) => {
    const whole = principal === accountId || principal.endsWith(`::${accountId}:root`);
    if (!whole) return [];
    const rule = `statement "${sid}" denies all of the own account, and the pipeline with it`;
    return [fault([...place, 'principals', 'aws', index], principal, rule, 'write the ARN of a role or user')];
  });
}

function letsOthersIn({ accountId }: Given, { principals }: BucketStatement): boolean {
  const { aws = [], organizationId } = principals;
  return organizationId !== undefined || aws.some((one) => one !== accountId && !one.includes(`::${accountId}:`));
}
