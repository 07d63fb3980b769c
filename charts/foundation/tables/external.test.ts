import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../../crds/cases/cases.ts';
import { applyDefaults } from '../../../crds/validate/defaults.ts';
import { renderPipeline } from '../../render.ts';
import { find, policyIn, specOf } from '../../testing/render.ts';

const KEY = 'arn:aws:kms:eu-west-1:210987654321:key/0d5b1c7e-0000-4000-8000-000000000000';
const DATABASE = 'default_clickstream__external';

type Fields = Readonly<Record<string, unknown>>;

const partner = (more: Fields = {}): Fields => ({
  name: 'partner',
  location: 's3://partner-bucket/exports/daily/',
  columns: [{ name: 'id', type: 'string' }],
  ...more,
});

const own = { name: 'events', zone: 'raw', columns: [{ name: 'id', type: 'string' }] };
const copy = { name: 'copy', script: { inline: 'print(1)' }, from: { table: 'partner' }, to: { table: 'events' } };

function rendered(table: Fields, more: Fields = {}) {
  return renderPipeline(applyDefaults(pipelineWith({ tables: [table, own], ...more })));
}

/** Statements of a role that speak of the partner: its bucket, or its key. */
function ofThePartner(table: Fields, more: Fields = { jobs: [copy] }, role = 'clickstream-job-copy') {
  const { Statement } = policyIn(specOf(find(rendered(table, more), 'RolePolicy', role)).forProvider, 'policy');
  return Statement.filter((statement) => /partner-bucket|210987654321/.test(JSON.stringify(statement.Resource)));
}

describe('a table of somebody else', () => {
  test('stands in a database of its own, where no crawler of a zone may change it', () => {
    const all = rendered(partner());
    expect(specOf(find(all, 'CatalogTable', 'clickstream--external.partner')).forProvider).toMatchObject({
      databaseName: DATABASE,
      storageDescriptor: { location: 's3://partner-bucket/exports/daily/' },
    });
    const database = find(all, 'CatalogDatabase', 'clickstream--external');
    expect(database.manifest.metadata.annotations).toMatchObject({ 'crossplane.io/external-name': DATABASE });
    expect(all.parts.map(({ facts }) => facts.externalDatabase)).toContain(DATABASE);
    const zones = all.objects.filter(({ kind }) => kind.kind === 'CatalogDatabase');
    expect(zones).toHaveLength(5);
  });

  test('without any there is no such database', () => {
    const { objects } = renderPipeline(applyDefaults(pipelineWith({ tables: [own] })));
    expect(objects.filter(({ kind }) => kind.kind === 'CatalogDatabase')).toHaveLength(4);
  });

  test('makes nothing in S3: neither bucket nor policy is ours', () => {
    const buckets = rendered(partner()).objects.filter(({ kind }) => kind.key.startsWith('s3.'));
    expect(JSON.stringify(buckets.map(({ manifest }) => manifest))).not.toContain('partner-bucket');
  });

  test('may be read below its place, and nothing beside it', () => {
    expect(ofThePartner(partner())).toEqual([
      {
        Sid: 'FindExternal',
        Effect: 'Allow',
        Action: 's3:GetBucketLocation',
        Resource: 'arn:aws:s3:::partner-bucket',
      },
      {
        Sid: 'ListExternal',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::partner-bucket',
        Condition: { StringLike: { 's3:prefix': ['exports/daily', 'exports/daily/*'] } },
      },
      {
        Sid: 'ReadExternal',
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::partner-bucket/exports/daily/*',
      },
    ]);
  });

  test('is decrypted with its own key, through S3 of the region of that key', () => {
    expect(ofThePartner(partner({ kmsKeyArn: KEY }))).toContainEqual({
      Sid: 'DecryptExternal',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY,
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    });
  });

  test('that is all of a bucket may be listed as a whole', () => {
    const [, list] = ofThePartner(partner({ location: 's3://partner-bucket/' }));
    expect(list).toEqual({
      Sid: 'ListExternal',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::partner-bucket',
    });
  });

  test('leaves what a built-in keeps for itself to the zone that it writes', () => {
    const clean = {
      ...copy,
      script: { builtIn: 'CleanEvents' },
      to: { table: 'clean' },
    };
    const target = { ...own, name: 'clean', zone: 'processed', partitionKeys: [{ name: 'event_date', type: 'date' }] };
    const all = rendered(partner(), { tables: [partner(), target], jobs: [clean] });
    const { nonOverridableArguments } = specOf(find(all, 'Job', 'clickstream-job-copy')).forProvider;
    expect(nonOverridableArguments).toMatchObject({
      '--source-path': 's3://partner-bucket/exports/daily/',
      '--quarantine-path': expect.stringMatching(/^s3:\/\/default-clickstream-processed-[^/]+\/errors\/jobs\/copy\//),
    });
  });

  test('in the bucket of a zone is none', () => {
    const zone = 's3://default-clickstream-raw-123456789012-us-east-1-an/events/';
    expect(() => rendered(partner({ location: zone }))).toThrow(
      "lies in the bucket of zone raw, which is not somebody else's; write zone and prefix instead of location",
    );
  });

  test.each([
    ['a job', { jobs: [{ ...copy, to: { table: 'partner' } }] }],
    ['a delivery', { deliveries: [{ name: 'lake', from: { directPut: {} }, to: { table: 'partner' } }] }],
  ])('is written by %s never', (_, more) => {
    expect(() => rendered(partner(), more)).toThrow(/cannot write to s3:\/\/partner-bucket\/exports\/daily\//);
  });
});
