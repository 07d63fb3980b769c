/** No rendered policy allows every action or every resource, but for the exceptions written down here with their reason. */
import { describe, expect, test } from '@jest/globals';
import { renderPipeline } from '../render.ts';
import { aPipeline, fullSpec } from '../testing/a-pipeline.ts';
import { specOf } from '../testing/render.ts';
import { readSamples } from '../testing/samples.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const POLICY_FIELDS = ['policy', 'assumeRolePolicy'];

/** Kind and Sid → why an Allow may hold a star. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'Key AccountDecidesThroughIam':
    'the account must stay able to manage the key, and in the policy of a key "*" is that key and nothing else',
  'Key EncryptLogs': 'in the policy of a key "*" is that key and nothing else',
  'Key EncryptRecords': 'in the policy of a key "*" is that key and nothing else',
  'Key Alarms': 'in the policy of a key "*" is that key and nothing else',
  'RolePolicy FindInterfaces': 'EC2 has no resources for what it describes',
  'RolePolicy ReadSecurityConfiguration': 'Glue has no resources for security configurations',
  'RolePolicy PutMetrics': 'CloudWatch has no resources for metrics; the namespace is a condition',
  'RolePolicy DeliverLogs': 'the API of log deliveries has no resources',
  'RolePolicy Trace': 'X-Ray has no resources',
  'Key PartnerReadsAccounts730306bf': 'in the policy of a key "*" is that key and nothing else',
  'Key Budget': 'in the policy of a key "*" is that key and nothing else',
  'RolePolicy FindInstances': 'EC2 has no resources for what it describes',
  'RolePolicy StartCluster': 'a cluster has no ARN before it is made; its tags are a condition',
};

/** Services that say on whose behalf they come in other words than aws:SourceAccount and aws:SourceArn, and in which. */
const OTHER_SOURCES: Readonly<Record<string, readonly string[]>> = {
  // The ARN of the trail, with account and Region in it.
  'cloudtrail.amazonaws.com': ['aws:SourceArn'],
  // Lambda says nothing at all (trust.ts); passing the role takes iam:PassRole in its own account.
  'lambda.amazonaws.com': [],
  // Nor does EC2 of the instance.
  'ec2.amazonaws.com': [],
  // The account, as external id; its role is for one delivery.
  'firehose.amazonaws.com': ['sts:ExternalId'],
  // The ARN of the log group, with account and region in it.
  'logs.us-east-1.amazonaws.com': ['kms:EncryptionContext:aws:logs:arn'],
  'logs.eu-central-1.amazonaws.com': ['kms:EncryptionContext:aws:logs:arn'],
};

/** Keys of StringEquals that leave few of all callers. */
const KNOWN_CALLERS = ['kms:CallerAccount', 'aws:PrincipalOrgID'];

const pipelines = [aPipeline(fullSpec()), ...readSamples().map(({ pipeline }) => pipeline)];
const statements = pipelines.flatMap((pipeline) =>
  renderPipeline(pipeline).objects.flatMap((object) => {
    const fields = specOf(object).forProvider;
    return POLICY_FIELDS.filter((field) => fields[field] !== undefined).flatMap((field) => {
      const { Statement: found } = JSON.parse(String(fields[field])) as { Statement: Statement[] };
      return found.map((statement) => ({ kind: object.kind.kind, object, statement }));
    });
  }),
);

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Stars that reach further than one named thing: alone, as a whole ARN part, or behind a service's colon. */
const wideAction = (action: string): boolean => action.includes('*');
const wideResource = ({ Condition }: Statement, resource: string): boolean => {
  if (resource === '*') return true;
  const narrowed = Condition?.['ForAnyValue:StringEquals']?.['kms:ResourceAliases'] !== undefined;
  return /:key\/\*$/.test(resource) && !narrowed;
};

describe('least privilege', () => {
  const allows = statements.filter(({ statement }) => statement.Effect === 'Allow');

  test('is judged on the policies of all kinds that carry one', () => {
    const kinds = new Set(allows.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['BucketPolicy', 'Key', 'Policy', 'Queue', 'Role', 'RolePolicy', 'Topic']);
  });

  test('holds but for the exceptions, and every exception is used', () => {
    const wide = allows.filter(
      ({ statement }) =>
        list(statement.Action).some(wideAction) ||
        list(statement.Resource).some((resource) => wideResource(statement, resource)),
    );
    const found = new Set(wide.map(({ kind, statement }) => `${kind} ${statement.Sid}`));
    expect([...found]).toEqual(Object.keys(EXCEPTIONS));
  });

  test('lets nobody in by a star: denials are for everybody, and what says in its conditions whom it means', () => {
    const everybody = statements.filter(({ statement }) => statement.Principal === '*');
    expect(everybody.length).toBeGreaterThan(0);
    const open = everybody.filter(
      ({ statement: { Effect, Condition } }) =>
        Effect !== 'Deny' && !KNOWN_CALLERS.some((key) => Condition?.StringEquals?.[key] !== undefined),
    );
    expect(open.map(({ object, statement }) => `${object.id} ${statement.Sid}`)).toEqual([]);
  });

  test('holds every service that is let in to this account and a source', () => {
    const services = allows.filter(
      ({ statement }) => typeof statement.Principal === 'object' && statement.Principal.Service,
    );
    expect(services.length).toBeGreaterThan(0);
    for (const { object, statement } of services) {
      const keys = Object.values(statement.Condition ?? {})
        .flatMap((condition) => Object.keys(condition))
        .filter((key) => key !== 's3:x-amz-acl');
      const { Service: service = '' } = statement.Principal as Readonly<Record<string, string>>;
      const expected = OTHER_SOURCES[service] ?? ['aws:SourceAccount', 'aws:SourceArn'];
      expect([object.id, keys.sort()]).toEqual([object.id, expected]);
    }
  });

  test('has distinct statement ids of letters and digits in every document, as IAM demands', () => {
    for (const { statement } of statements) expect(statement.Sid).toMatch(/^[A-Za-z0-9]+$/);
    const seen = statements.map(
      ({ object, statement }) => `${object.manifest.metadata.namespace}/${object.id} ${statement.Sid}`,
    );
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('stays within IAM’s 10,240 characters of inline policy per role', () => {
    for (const { object } of allows.filter(({ kind }) => kind === 'RolePolicy')) {
      expect(String(specOf(object).forProvider.policy).length).toBeLessThan(10_240);
    }
  });
});
