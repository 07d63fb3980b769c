/**
 * Who gets at a zone and who does not, as IAM decides it: what a role may by itself and what the bucket's policy says stand
 * together, as for any role of the bucket's own account.
 */
import { describe, expect, test } from '@jest/globals';
import { ModelError } from '../../charts/model-error.ts';
import { renderPipeline } from '../../charts/render.ts';
import type { Rendered } from '../../charts/rendered.ts';
import { aPipeline, fullSpec } from '../../charts/testing/a-pipeline.ts';
import type { DataPipelineSpec } from '../../crds/datapipeline.ts';
import { API_VERSION, KIND } from '../../crds/identifiers.ts';
import { applyDefaults } from '../../crds/validate/defaults.ts';
import { validateDataPipeline } from '../../crds/validate/validate.ts';
import { allows, matches, type PolicyStatement, type Request } from './evaluate.ts';

const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const columns = [{ name: 'id', type: 'string' }];

function rendered(spec: object): Rendered {
  const metadata = { name: 'shop', namespace: 'team-a', uid: '0d5b1c7e-uid' };
  const object = {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata,
    spec: { accountId: '123456789012', region: 'us-east-1', ...spec },
  };
  expect(validateDataPipeline(object)).toEqual([]);
  return renderPipeline({ ...applyDefaults(object), metadata });
}

interface Fields {
  readonly policy: string;
  readonly policyArn: string;
  readonly role: string;
}

function fieldsOf({ objects }: Rendered, kind: string, component: string): readonly Fields[] {
  return objects
    .filter((object) => object.kind.kind === kind && object.component === component)
    .map(({ manifest }) => (manifest.spec as { readonly forProvider: Fields }).forProvider);
}

function statements(all: Rendered, kind: string, component: string): readonly PolicyStatement[] {
  const [fields] = fieldsOf(all, kind, component);
  return (JSON.parse(fields?.policy ?? '{"Statement":[]}') as { readonly Statement: PolicyStatement[] }).Statement;
}

const bucket = 'arn:aws:s3:::team-a-shop-raw-123456789012-us-east-1-an';
const by = (arn: string, more: Request['context'] = {}): Request['context'] => ({
  'aws:PrincipalArn': arn,
  'aws:PrincipalIsAWSService': 'false',
  'aws:SecureTransport': 'true',
  ...more,
});
const reading = (context: Request['context'], key = 'orders/part-0.parquet'): Request => ({
  action: 's3:GetObject',
  resource: `${bucket}/${key}`,
  ...(context === undefined ? {} : { context }),
});
const denied = (policy: readonly PolicyStatement[], request: Request): boolean =>
  policy.some((statement) => statement.Effect === 'Deny' && matches(statement, request));

describe('a grant', () => {
  const orders = { name: 'orders', zone: 'raw', columns };
  const spec = {
    tables: [orders, { ...orders, name: 'clicks' }],
    access: {
      readers: [{ name: 'analysts', roleArn: role('people/analysts'), tables: ['orders'] }],
      writers: [{ name: 'loader', roleArn: role('loader'), zones: ['raw'] }],
    },
  };
  const all = rendered(spec);
  const reader = statements(all, 'Policy', 'readers/analysts');
  const writer = statements(all, 'Policy', 'writers/loader');
  const glue = (action: string, table: string): Request => ({
    action: `glue:${action}`,
    resource: `arn:aws:glue:us-east-1:123456789012:table/team_a_shop_raw/${table}`,
  });

  test('is attached to the role, by its name without the path', () => {
    expect(fieldsOf(all, 'RolePolicyAttachment', 'readers/analysts')).toEqual([
      { policyArn: 'arn:aws:iam::123456789012:policy/team-a-shop-reader-analysts', role: 'analysts' },
    ]);
  });

  test('opens objects, catalog and key of its table, and nothing beside it', () => {
    expect(allows(reader, reading(by(role('analysts'))))).toBe(true);
    expect(allows(reader, reading(by(role('analysts')), 'clicks/part-0.parquet'))).toBe(false);
    expect(allows(reader, glue('GetTable', 'orders'))).toBe(true);
    expect(allows(reader, glue('GetTable', 'clicks'))).toBe(false);
    const key = {
      action: 'kms:Decrypt',
      resource: 'arn:aws:kms:us-east-1:123456789012:key/1',
      context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com', 'kms:ResourceAliases': ['alias/team-a-shop'] },
    };
    expect(allows(reader, key)).toBe(true);
    expect(
      allows(reader, { ...key, context: { ...key.context, 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } }),
    ).toBe(false);
  });

  test('of a reader writes nothing', () => {
    for (const action of ['s3:PutObject', 's3:DeleteObject']) {
      expect(allows(reader, { ...reading(by(role('analysts'))), action })).toBe(false);
    }
    expect(allows(reader, glue('UpdatePartition', 'orders'))).toBe(false);
  });

  test('of a writer reads, writes and deletes objects and registers partitions, but changes no table', () => {
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']) {
      expect(allows(writer, { ...reading(by(role('loader'))), action })).toBe(true);
    }
    expect(allows(writer, glue('BatchCreatePartition', 'orders'))).toBe(true);
    expect(allows(writer, glue('UpdateTable', 'orders'))).toBe(false);
    expect(allows(writer, glue('DeleteTable', 'orders'))).toBe(false);
  });

  test('whose policy IAM would not take is refused with what to do', () => {
    const tables = Array.from({ length: 40 }, (_, index) => ({ ...orders, name: `orders_of_branch_${index}` }));
    const readers = [{ name: 'analysts', roleArn: role('analysts'), tables: tables.map(({ name }) => name) }];
    const wide = () => rendered({ tables, access: { readers } });
    expect(wide).toThrow(ModelError);
    expect(wide).toThrow(
      /needs a policy of \d+ bytes, and IAM takes 6144; name zones instead of tables, or make two grants/,
    );
  });

  test('waits for the owner of an existing bucket to open it', () => {
    const all = rendered({
      zones: [{ name: 'raw', existingBucket: { name: 'somebody-elses' } }],
      access: { readers: [{ name: 'analysts', roleArn: role('analysts'), zones: ['raw'] }] },
    });
    const whole = all.objects.find(({ kind, component }) => kind.key === 's3.Bucket' && component === 'zones/raw')?.id;
    const policy = all.objects.find(({ kind }) => kind.key === 'iam.Policy');
    expect(policy?.after).toContain(whole);
  });

  test('of an Iceberg table lets the writer commit to it', () => {
    const iceberg = { name: 'orders', zone: 'raw', format: 'Iceberg', columns };
    const writers = [{ name: 'loader', roleArn: role('loader'), tables: ['orders'] }];
    const policy = statements(rendered({ tables: [iceberg], access: { writers } }), 'Policy', 'writers/loader');
    expect(allows(policy, glue('UpdateTable', 'orders'))).toBe(true);
  });
});

describe('a zone of Restricted data', () => {
  const named = [{ name: 'auditors', roleArn: role('auditors'), zones: ['raw'], maxClassification: 'Restricted' }];
  const statement = (principals: object) => [{ sid: 'In', actions: ['s3:GetObject'], principals }];
  const closed = (more: object = {}, access: object = { readers: named }) =>
    statements(
      rendered({ zones: [{ name: 'raw', classification: 'Restricted', ...more }], access }),
      'BucketPolicy',
      'zones/raw',
    );

  test('lets in whom the spec names, and nobody else of the account, whatever else they may', () => {
    expect(denied(closed(), reading(by(role('auditors'))))).toBe(false);
    for (const stranger of [role('admin'), role('auditors-2'), 'arn:aws:iam::123456789012:user/auditors']) {
      expect([stranger, denied(closed(), reading(by(stranger)))]).toEqual([stranger, true]);
    }
  });

  test('takes no tag of a session for a name', () => {
    const tagged = { 'aws:PrincipalTag/datapipelines.dev/uid': '0d5b1c7e-uid' };
    expect(denied(closed(), reading(by(role('admin'), tagged)))).toBe(true);
  });

  test('keeps out who reads another zone only', () => {
    const zones = [
      { name: 'raw', classification: 'Restricted' },
      { name: 'curated', classification: 'Restricted' },
    ];
    const all = rendered({ zones, access: { readers: [{ ...named[0], zones: ['curated'] }] } });
    expect(denied(statements(all, 'BucketPolicy', 'zones/raw'), reading(by(role('auditors'))))).toBe(true);
  });

  test('lets services come in their own name, and the provider empty the bucket', () => {
    const service = { 'aws:PrincipalIsAWSService': 'true', 'aws:SecureTransport': 'true' };
    expect(denied(closed(), reading(service))).toBe(false);
    expect(denied(closed(), { ...reading(by(role('provider'))), action: 's3:DeleteObjectVersion' })).toBe(false);
  });

  test('knows whom its bucketPolicy lets in: accounts, roles, organizations', () => {
    const partner = 'arn:aws:iam::210987654321:role/partner';
    const inAccount = closed({ bucketPolicy: statement({ aws: ['210987654321'] }) });
    expect([partner, role('admin')].map((arn) => denied(inAccount, reading(by(arn))))).toEqual([false, true]);
    const byRole = closed({ bucketPolicy: statement({ aws: [partner] }) });
    const other = 'arn:aws:iam::210987654321:role/other';
    expect([partner, other].map((arn) => denied(byRole, reading(by(arn))))).toEqual([false, true]);
    const ofOrganization = closed({ bucketPolicy: statement({ organizationId: 'o-a1b2c3d4e5' }) });
    const member = by(other, { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' });
    const stranger = by(other, { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' });
    expect([member, stranger].map((who) => denied(ofOrganization, reading(who)))).toEqual([false, true]);
  });

  test('lets in every role that the pipeline makes', () => {
    const spec = fullSpec();
    const zones = (spec.zones ?? []).map((zone): NonNullable<DataPipelineSpec['zones']>[number] => ({
      ...zone,
      classification: 'Restricted',
    }));
    const all = renderPipeline(aPipeline({ ...spec, zones }));
    const policies = all.objects.filter(
      ({ kind, component }) => kind.kind === 'BucketPolicy' && component.startsWith('zones/'),
    );
    expect(policies).toHaveLength(zones.length);
    const roles = all.objects
      .filter(({ kind }) => kind.key === 'iam.Role')
      .map(({ manifest }) => role(manifest.metadata.annotations?.['crossplane.io/external-name'] ?? ''));
    expect(roles.length).toBeGreaterThan(5);
    for (const { component } of policies) {
      const policy = statements(all, 'BucketPolicy', component);
      const out = roles.filter((arn) => denied(policy, { ...reading(by(arn)), resource: resourceOf(policy) }));
      expect([component, out]).toEqual([component, []]);
    }
  });

  test('is what no other zone is', () => {
    expect(
      statements(rendered({ zones: [{ name: 'raw' }] }), 'BucketPolicy', 'zones/raw').map(({ Sid }) => Sid),
    ).toEqual(['TlsOnly']);
  });
});

/** Some object of the bucket that a policy is of. */
function resourceOf(policy: readonly PolicyStatement[]): string {
  const { Resource } = policy.find(({ Sid }) => Sid === 'NamedOnly') ?? {};
  return String(Resource).replace('*', 'orders/part-0.parquet');
}
