import { describe, expect, test } from '@jest/globals';
import { FIREHOSE } from './kinds/firehose.ts';
import { GLUE } from './kinds/glue.ts';
import { KMS } from './kinds/kms.ts';
import { observed, tokensIn } from './observed.ts';
import { renderPipeline } from './render.ts';
import type { Rendered } from './rendered.ts';
import { aPipeline, fullSpec } from './testing/a-pipeline.ts';
import { KNOWN_AFTER_APPLY, withoutTokens } from './unresolved.ts';

const rendered = renderPipeline(aPipeline(fullSpec()));
const APPLICATION = 'emrserverless.aws.m.upbound.io/Application/shop-job-report.5d075aa1';
const DELIVERY = rendered.objects.find(({ kind }) => kind === FIREHOSE.DeliveryStream)?.id;
const KEY = 'kms.aws.m.upbound.io/Key/shop';

function manifest(printable: ReturnType<typeof withoutTokens>, kind: string, name: string) {
  return printable.manifests.find((one) => one.kind === kind && one.metadata.name === name)?.spec as {
    forProvider: Record<string, unknown>;
  };
}

describe('without values', () => {
  const printable = withoutTokens(rendered);

  test('a field with a native reference refers to the object', () => {
    expect(manifest(printable, 'Stream', 'shop-main').forProvider).toMatchObject({ kmsKeyIdRef: { name: 'shop' } });
    expect(manifest(printable, 'Stream', 'shop-main').forProvider).not.toHaveProperty('kmsKeyId');
    expect(manifest(printable, 'Alias', 'shop').forProvider).toMatchObject({ targetKeyIdRef: { name: 'shop' } });
    expect(manifest(printable, 'BucketServerSideEncryptionConfiguration', 'shop-raw').forProvider.rule).toMatchObject([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyIdRef: { name: 'shop' } } },
    ]);
  });

  test('what no reference can give is left open and listed, and no token is left', () => {
    // A reference to a key gives Lambda and CloudTrail its bare id, where they take the ARN; Firehose's field has none, nor has the list of S3's
    // addresses, nor a policy.
    expect(printable.open.map(({ id, path }) => [id, path])).toEqual([
      ['ec2.aws.m.upbound.io/SecurityGroupEgressRule/shop-network-10-1-0-0-16.s3', 'status.atProvider.prefixListId'],
      [
        'ec2.aws.m.upbound.io/SecurityGroupEgressRule/shop-network-10-1-0-0-16.workers.s3',
        'status.atProvider.prefixListId',
      ],
      ['cloudtrail.aws.m.upbound.io/Trail/shop--audit', 'status.atProvider.arn'],
      ...['subnet', 'subnet', 'group'].map(() => [
        'iam.aws.m.upbound.io/RolePolicy/shop-application-count',
        'status.atProvider.id',
      ]),
      ...['subnet', 'subnet', 'group'].map(() => [
        'iam.aws.m.upbound.io/RolePolicy/shop-function-enrich',
        'status.atProvider.id',
      ]),
      ['lambda.aws.m.upbound.io/Function/shop-enrich', 'status.atProvider.arn'],
      [DELIVERY, 'status.atProvider.arn'],
      ...['subnet', 'subnet', 'group'].map(() => [
        'iam.aws.m.upbound.io/RolePolicy/shop-job-clean',
        'status.atProvider.id',
      ]),
      // Its lists of the network have no references either, nor has a definition.
      ...['subnet', 'subnet', 'group'].map(() => [APPLICATION, 'status.atProvider.id']),
      ['iam.aws.m.upbound.io/RolePolicy/shop-workflow-batch', 'status.atProvider.id'],
      ['sfn.aws.m.upbound.io/StateMachine/shop-batch', 'status.atProvider.id'],
      ['cloudwatchevents.aws.m.upbound.io/Rule/shop-alarm-job-failed.report', 'status.atProvider.id'],
    ]);
    expect(printable.manifests.flatMap((one) => tokensIn(one))).toEqual([]);
    expect(JSON.stringify(printable.manifests)).not.toMatch(/\p{Co}/u);
  });

  test('a list that is a set has an open value once', () => {
    const { networkConfiguration } = manifest(printable, 'Application', 'shop-job-report.5d075aa1').forProvider;
    expect(networkConfiguration).toEqual({ subnetIds: [KNOWN_AFTER_APPLY], securityGroupIds: [KNOWN_AFTER_APPLY] });
  });

  test('objects without tokens are what they were', () => {
    const plain = rendered.objects.filter((object) => object.tokens.length === 0);
    for (const object of plain) expect(printable.manifests).toContain(object.manifest);
  });
});

describe('with values', () => {
  const arn = 'arn:aws:kms:eu-central-1:123456789012:key/1';

  test('they stand as literals, references fill the rest', () => {
    const printable = withoutTokens(rendered, ({ path }) => (path === 'status.atProvider.arn' ? arn : undefined));
    expect(manifest(printable, 'Stream', 'shop-main').forProvider.kmsKeyId).toBe(arn);
    expect(manifest(printable, 'Alias', 'shop').forProvider).toMatchObject({ targetKeyIdRef: { name: 'shop' } });
  });

  test('the lookup is asked for the object and the path', () => {
    const asked = new Set<string>();
    withoutTokens(rendered, ({ from, path }) => {
      asked.add(`${from} ${path}`);
      return undefined;
    });
    const ofKey = [...asked].filter((each) => !each.startsWith('ec2.'));
    expect(ofKey.sort()).toEqual([
      `${APPLICATION} status.atProvider.id`,
      `${KEY} status.atProvider.arn`,
      `${KEY} status.atProvider.keyId`,
    ]);
  });
});

describe('a token that no reference can replace', () => {
  const [first] = rendered.objects;
  if (first === undefined) throw new Error('nothing is rendered');
  const withToken = (forProvider: Record<string, unknown>): Rendered => {
    const open = { ...first.manifest, spec: { forProvider } };
    return { objects: [{ ...first, manifest: open, tokens: tokensIn(open) }], parts: [] };
  };

  test.each([
    ['in a field without one', { description: observed(KMS.Key, 'shop', 'arn') }, KNOWN_AFTER_APPLY],
    ['inside longer text', { description: `key ${observed(KMS.Key, 'shop', 'arn')}` }, `key ${KNOWN_AFTER_APPLY}`],
  ])('%s is printed as such and listed', (_, forProvider, text) => {
    const { manifests, open } = withoutTokens(withToken(forProvider));
    expect(manifests[0]?.spec).toEqual({ forProvider: { description: text } });
    expect(open).toEqual([{ id: first.id, from: KEY, path: 'status.atProvider.arn' }]);
  });
});

describe('a list of references', () => {
  const [first] = rendered.objects;
  if (first === undefined) throw new Error('nothing is rendered');
  const tables = (...items: readonly string[]) => {
    const manifest = {
      ...first.manifest,
      spec: { forProvider: { catalogTarget: [{ tables: items }], tables: items } },
    };
    const object = { ...first, kind: GLUE.Crawler, manifest, tokens: tokensIn(manifest) };
    return withoutTokens({ objects: [object], parts: [] });
  };
  const token = (name: string) => observed(GLUE.CatalogTable, name, 'id');

  test('refers to every object, where the row says and nowhere else', () => {
    const { manifests, open } = tables(token('events'), token('users'));
    expect(manifests[0]?.spec).toEqual({
      forProvider: {
        catalogTarget: [{ tablesRefs: [{ name: 'events' }, { name: 'users' }] }],
        tables: [KNOWN_AFTER_APPLY],
      },
    });
    expect(open).toHaveLength(2);
  });

  test('stays a list of values when one is known: the provider fills empty lists only', () => {
    const { manifests } = tables('known', token('users'));
    expect(manifests[0]?.spec).toMatchObject({
      forProvider: { catalogTarget: [{ tables: ['known', KNOWN_AFTER_APPLY] }] },
    });
  });
});
