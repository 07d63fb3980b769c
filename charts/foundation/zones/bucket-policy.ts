/**
 * Who else gets at a zone, as statements of the policy of its bucket and of the policy of the key. None of them can take
 * anything from what secure-bucket.ts says: that is a Deny, which no Allow outweighs.
 */
import type { BucketStatement } from '../../../crds/datapipeline.ts';
import { BUCKET_ACTIONS, OBJECT_ACTIONS } from '../../../crds/schema/bucket-policy.ts';
import { type Conditions, type Statement, serialisePolicy } from '../../access/document.ts';
import type { Use } from '../../access/use.ts';
import { accountRootArn, bucketArn, literal, objectsArn, type Place, serviceHosts } from '../../arns.ts';
import type { PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { shortHash } from '../../names.ts';
import { admitToKey } from '../encryption/uses.ts';
import type { ZoneModel } from './model.ts';

/** Of a bucket policy; source: S3 User Guide, "Bucket policies". */
const POLICY_MAX_BYTES = 20_480;
/** Room for the statement that refuses requests without TLS, whatever the bucket is called. */
const OURS = 512;

type Principal = NonNullable<Statement['principal']>;

/** Objects and bucket have statements of their own: an action is allowed where its resource is, and listing by prefix only. */
export function furtherStatements(place: Place, zone: ZoneModel): readonly Statement[] {
  return zone.bucketPolicy.flatMap((given) => {
    const { sid, effect, actions, prefix = '' } = given;
    const principal = principalOf(place, given);
    const who = conditionsOf(place, given);
    const bucket = bucketArn(place, zone.bucket);
    const below = prefix === '' ? {} : { StringLike: { 's3:prefix': `${literal(prefix)}*` } };
    const parts: readonly [string, readonly string[], string, Conditions][] = [
      ['Objects', within(actions, OBJECT_ACTIONS), objectsArn(place, zone.bucket, prefix), who],
      ['List', within(actions, LISTING), bucket, { ...who, ...below }],
      ['Bucket', within(actions, OF_BUCKET), bucket, who],
    ];
    return parts.flatMap(([suffix, wanted, resource, conditions]): readonly Statement[] => {
      if (wanted.length === 0) return [];
      const on = Object.keys(conditions).length === 0 ? {} : { conditions };
      return [{ sid: `${sid}${suffix}`, effect, principal, actions: wanted, resources: [resource], ...on }];
    });
  });
}

/** What was asked for, as long as S3 takes it. */
export function withinLimit(
  { component }: Pick<ZoneModel, 'component'>,
  statements: readonly Statement[],
): readonly Statement[] {
  const bytes = Buffer.byteLength(serialisePolicy({ statements })) + OURS;
  if (bytes <= POLICY_MAX_BYTES) return statements;
  const reason = `has a bucket policy of ${bytes} bytes, and S3 takes ${POLICY_MAX_BYTES}; name whole accounts, or fewer principals`;
  throw new ModelError(component, reason);
}

const LISTING = ['s3:ListBucket'];
const OF_BUCKET = BUCKET_ACTIONS.filter((action) => !LISTING.includes(action));

function within(actions: readonly string[], known: readonly string[]): readonly string[] {
  return known.filter((action) => actions.includes(action));
}

function principalOf(place: Place, { principals: { aws, services } }: BucketStatement): Principal {
  if (aws !== undefined) return { aws: aws.map((principal) => arnOf(place, principal)) };
  // Whoever is meant stands in the condition.
  return services === undefined ? '*' : { service: services };
}

function arnOf(place: Place, principal: string): string {
  return isAccount(principal) ? accountRootArn({ ...place, accountId: principal }) : principal;
}

function isAccount(principal: string): boolean {
  return /^[0-9]{12}$/.test(principal);
}

function conditionsOf(place: Place, { principals, sourceAccounts, sourceArns }: BucketStatement): Conditions {
  const { services, organizationId } = principals;
  if (organizationId !== undefined) return { StringEquals: { 'aws:PrincipalOrgID': organizationId } };
  if (services === undefined) return {};
  // Without it any customer of the service could have it come to this bucket.
  return {
    StringEquals: { 'aws:SourceAccount': sourceAccounts ?? [place.accountId] },
    ...(sourceArns === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArns } }),
  };
}

/**
 * Objects are of no use to whom the key is closed. A principal that does not exist makes KMS refuse the policy as a whole,
 * and with it the key of everything; so who is meant stands in conditions here, which nobody looks up.
 */
export function letIntoKeyBeside(by: string, model: PipelineModel, zone: ZoneModel): readonly Use[] {
  const { place } = model;
  const admit = zone.bucketPolicy.flatMap((given) => {
    const actions = keyActions(given);
    return actions.length === 0
      ? []
      : whoAtKey(place, given).map((who) => keyStatement(place, zone, given, who, actions));
  });
  return admit.length === 0 ? [] : [admitToKey(by, model, admit)];
}

interface Who {
  /** Letters: tells those of one statement apart. */
  readonly as: string;
  readonly principal: Principal;
  readonly conditions: Conditions;
}

function keyStatement(
  place: Place,
  zone: ZoneModel,
  { sid }: BucketStatement,
  { as, principal, conditions }: Who,
  actions: readonly string[],
): Statement {
  const objects = [bucketArn(place, zone.bucket), objectsArn(place, zone.bucket)];
  return {
    sid: `${sid}${as}${shortHash([zone.name, sid])}`,
    principal,
    actions,
    // In the policy of a key "*" is that key and nothing else.
    resources: ['*'],
    conditions: { ...conditions, StringLike: { 'kms:EncryptionContext:aws:s3:arn': objects } },
  };
}

/** Parts of an upload are decrypted to be put together, so who writes also decrypts. */
function keyActions({ effect, actions }: BucketStatement): readonly string[] {
  if (effect === 'Deny') return [];
  const writes = actions.includes('s3:PutObject');
  const reads = actions.includes('s3:GetObject') || actions.includes('s3:GetObjectVersion');
  return [...(writes ? ['kms:GenerateDataKey'] : []), ...(writes || reads ? ['kms:Decrypt'] : [])];
}

/** The own account decides through IAM already. */
function whoAtKey(place: Place, given: BucketStatement): readonly Who[] {
  const { aws = [], services, organizationId } = given.principals;
  if (services !== undefined)
    return [{ as: 'Services', principal: { service: services }, conditions: conditionsOf(place, given) }];
  const throughS3 = (as: string, equals: Conditions[string], more: Conditions = {}): Who => ({
    as,
    principal: '*',
    conditions: { StringEquals: { 'kms:ViaService': serviceHosts(place, 's3'), ...equals }, ...more },
  });
  if (organizationId !== undefined) return [throughS3('Organization', { 'aws:PrincipalOrgID': organizationId })];
  const others = aws.filter((principal) => accountOf(principal) !== place.accountId);
  const accounts = accountsOf(others.filter(isWholeAccount));
  const named = others.filter((principal) => !isWholeAccount(principal));
  return [
    ...(accounts.length === 0 ? [] : [throughS3('Accounts', { 'kms:CallerAccount': accounts })]),
    ...(named.length === 0
      ? []
      : [throughS3('Roles', { 'kms:CallerAccount': accountsOf(named) }, { ArnEquals: { 'aws:PrincipalArn': named } })]),
  ];
}

function accountsOf(principals: readonly string[]): readonly string[] {
  return [...new Set(principals.map(accountOf))];
}

/** Given as its digits or as its root. */
export function isWholeAccount(principal: string): boolean {
  return isAccount(principal) || principal.endsWith(':root');
}

export function accountOf(principal: string): string {
  return isAccount(principal) ? principal : (principal.split(':')[4] ?? '');
}
