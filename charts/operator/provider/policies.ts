/** IAM policies for the provider, out of the rows of kinds and what each asks of AWS. Pure. */
import type { ManagedKind } from '../../kinds/kind.ts';
import { type KindActions, PROVIDER_ACTIONS } from './actions.ts';

/** Most characters of a managed policy, white space not counted (IAM and AWS STS quotas, IAM User Guide). */
export const POLICY_MAX_LENGTH = 6_144;

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly object[];
}

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** One for each package, for those who give each package a role of its own. */
export function policiesByFamily(kinds: readonly ManagedKind[]): readonly NamedPolicy[] {
  return familiesOf(kinds).map((family) => ({ name: family, document: policyFor(ofFamilies(kinds, [family])) }));
}

/** As few as hold everything, for those who give all packages one role: a role takes ten policies. */
export function policiesTogether(kinds: readonly ManagedKind[]): readonly NamedPolicy[] {
  const groups: string[][] = [];
  for (const family of familiesOf(kinds)) {
    const last = groups.at(-1);
    if (last !== undefined && lengthOf(policyFor(ofFamilies(kinds, [...last, family]))) <= POLICY_MAX_LENGTH)
      last.push(family);
    else groups.push([family]);
  }
  return groups.map((families, index) => ({
    name: `all-${index + 1}-of-${groups.length}`,
    document: policyFor(ofFamilies(kinds, families)),
  }));
}

/** Of packages, by name: "provider-aws-athena". */
export function familiesOf(kinds: readonly ManagedKind[]): readonly string[] {
  return [...new Set(kinds.map(({ family }) => family))].sort();
}

export function lengthOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

function ofFamilies(kinds: readonly ManagedKind[], families: readonly string[]): readonly ManagedKind[] {
  return kinds.filter(({ family }) => families.includes(family));
}

/** @throws Error for a kind that nobody wrote down what it asks for. */
function actionsOf({ key }: ManagedKind): KindActions {
  const found = PROVIDER_ACTIONS[key];
  if (found === undefined) throw new Error(`charts/operator/provider/actions.ts does not say what ${key} asks of AWS`);
  return found;
}

function policyFor(kinds: readonly ManagedKind[]): PolicyDocument {
  const rows = kinds.map(actionsOf);
  const elsewhere = sorted(rows.flatMap((row) => row.elsewhere ?? []));
  const passes = sorted(rows.flatMap(({ passes: service }) => (service === undefined ? [] : [service])));
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OwnAccount',
        Effect: 'Allow',
        Action: sorted(rows.flatMap(({ actions }) => actions)),
        // Users choose names. A request that names no object, such as a list, has no account to compare.
        Resource: '*',
        Condition: { StringEqualsIfExists: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
      },
      ...(elsewhere.length === 0
        ? []
        : [{ Sid: 'CodeAndKeysOfOthers', Effect: 'Allow', Action: elsewhere, Resource: '*' }]),
      ...(passes.length === 0
        ? []
        : [
            {
              Sid: 'HandRolesToServices',
              Effect: 'Allow',
              Action: 'iam:PassRole',
              Resource: '*',
              Condition: { StringEquals: { 'iam:PassedToService': passes } },
            },
          ]),
    ],
  };
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
