import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import { CROSSPLANE, STAGE_ORDER } from '../crds/identifiers.ts';
import { awsIdentity } from './claims.ts';
import { decide } from './decide.ts';
import { GLUE } from './kinds/glue.ts';
import { IAM } from './kinds/iam.ts';
import { idOf } from './kinds/kind.ts';
import { S3 } from './kinds/s3.ts';
import { SCHEDULER } from './kinds/scheduler.ts';
import { SQS } from './kinds/sqs.ts';
import { managementPolicies } from './management-policies.ts';
import { PipelineChart } from './pipeline-chart.ts';
import { inOrder, renderPipeline } from './render.ts';
import type { RenderedObject } from './rendered.ts';
import { aPipeline, fullSpec } from './testing/a-pipeline.ts';
import { find, forProvider, specOf } from './testing/render.ts';

const full = renderPipeline(aPipeline(fullSpec()));
const objects = full.objects.map((object) => [object.id, object] as const);

describe('every managed resource', () => {
  /** Made once, and then changed by others only. */
  const createdOnly = new Set([idOf(GLUE.CatalogTable, 'shop-curated.orders')]);

  test.each(objects)('%s has the policies of its kind', (id, object) => {
    const policies = managementPolicies(object.kind);
    expect(specOf(object).managementPolicies).toEqual(
      createdOnly.has(id) ? policies.filter((policy) => policy !== 'Update') : policies,
    );
  });

  test.each(objects)('%s names the AWS object if and only if the name is ours', (_, object) => {
    expect(CROSSPLANE.externalName in (object.manifest.metadata.annotations ?? {})).toBe(
      object.kind.identity === 'Named',
    );
  });

  test.each(objects)('%s is what its id, kind and API version say', (_, { id, kind, manifest }) => {
    expect(id).toBe(idOf(kind, manifest.metadata.name));
    expect([manifest.apiVersion, manifest.kind]).toEqual([`${kind.group}/${kind.version}`, kind.kind]);
    expect(manifest.metadata.namespace).toBe('team-a');
  });

  test.each(objects)('%s is tagged where AWS takes tags', (_, object) => {
    const tags = specOf(object).forProvider.tags;
    if (!object.kind.tagged) expect(tags).toBeUndefined();
    else {
      expect(tags).toMatchObject({
        'datapipelines.dev/pipeline': 'shop',
        'datapipelines.dev/namespace': 'team-a',
        'datapipelines.dev/uid': '0d5b1c7e-uid',
        'datapipelines.dev/stage': object.stage,
        'datapipelines.dev/environment': 'Development',
      });
    }
  });

  test.each(objects)('%s lies in the region, IAM excepted, which has none', (_, object) => {
    const region = object.kind.group.startsWith('iam.') ? undefined : 'eu-central-1';
    expect(specOf(object).forProvider.region).toBe(region);
  });

  test.each(objects)('%s carries no reference or selector: the controller writes literals', (_, object) => {
    expect(JSON.stringify(object.manifest)).not.toMatch(/"(?!eventSelector")[A-Za-z]+(?:Refs?|Selector)":(?!\{"kind")/);
  });

  test.each(objects)(
    '%s takes no token but the identity of the key, and what EC2 and EMR Serverless draw',
    (_, { tokens }) => {
      for (const { from, path } of tokens) {
        if (from.startsWith('emrserverless.')) expect(path).toBe('status.atProvider.id');
        else if (from.startsWith('ec2.'))
          expect(['id', 'prefixListId', 'availabilityZone'].map((field) => `status.atProvider.${field}`)).toContain(
            path,
          );
        else {
          expect(from).toBe('kms.aws.m.upbound.io/Key/shop');
          expect(['status.atProvider.arn', 'status.atProvider.keyId']).toContain(path);
        }
      }
    },
  );
});

describe('the order', () => {
  const position = new Map(full.objects.map((object, index) => [object.id, index]));
  const waves = new Map(full.objects.map((object) => [object.id, object.wave]));
  const edges = full.objects.flatMap((object) =>
    [...object.after, ...object.tokens.map((token) => token.from)].map((before) => [object.id, before] as const),
  );

  test.each(edges)('%s comes after %s, and goes before it', (id, before) => {
    expect(position.get(id)).toBeGreaterThan(position.get(before) ?? Number.POSITIVE_INFINITY);
    expect(waves.get(id)).toBeGreaterThan(waves.get(before) ?? Number.POSITIVE_INFINITY);
  });

  test('puts what a resource needs before it', () => {
    const neededBy = (kind: string, name: string) =>
      find(full, kind, name).after.map((id) => id.split('/').slice(1).join('/'));
    expect(neededBy('BucketPolicy', 'shop-raw')).toEqual([
      'BucketPublicAccessBlock/shop-raw',
      'BucketOwnershipControls/shop-raw',
    ]);
    expect(neededBy('BucketLogging', 'shop-raw')).toEqual(['Bucket/shop-raw', 'BucketPolicy/shop--access-logs']);
    expect(neededBy('BucketLifecycleConfiguration', 'shop-raw')).toEqual(['BucketVersioning/shop-raw']);
    expect(neededBy('CatalogTable', 'shop-raw.raw-events')).toEqual(['CatalogDatabase/shop-raw']);
    expect(neededBy('StreamConsumer', 'shop-main.fraud')).toEqual(['Stream/shop-main']);
    expect(neededBy('Crawler', 'shop-raw')).toEqual([
      'RolePolicy/shop-crawler-raw',
      'Bucket/shop-raw',
      'Alias/shop',
      'CatalogDatabase/shop-raw',
      expect.stringMatching(/^Group\/shop-crawlers-raw\./),
      'Key/shop',
      expect.stringMatching(/^SecurityConfiguration\/shop-glue-security\./),
    ]);
    expect(neededBy('Queue', 'shop-schedules-dead-letters')).toEqual(['Alias/shop']);
    expect(neededBy('Schedule', 'shop-nightly')).toEqual([
      'ScheduleGroup/shop',
      'RolePolicy/shop-start-crawler-raw',
      'Crawler/shop-raw',
      'Queue/shop-schedules-dead-letters',
      'Alias/shop',
    ]);
  });

  test('puts a table before the crawler that adds partitions to it, and no other table', () => {
    const [table] = fullSpec().tables ?? [];
    if (table === undefined) throw new Error('fullSpec has a table');
    const partitioned = { ...table, name: 'partitioned', partitionProjection: false };
    const rendered = renderPipeline(aPipeline({ ...fullSpec(), tables: [table, partitioned] }));
    expect(find(rendered, 'Crawler', 'shop-raw').after.filter((id) => id.includes('CatalogTable'))).toEqual([
      find(rendered, 'CatalogTable', 'shop-raw.partitioned').id,
    ]);
  });

  test("waits for no alias where the key is not the pipeline's own", () => {
    const existingKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1';
    const { objects } = renderPipeline(aPipeline({ ...fullSpec(), encryption: { existingKeyArn } }));
    expect(objects.filter(({ after }) => after.some((id) => id.includes('/Alias/')))).toEqual([]);
  });

  test('is written on each object as its wave', () => {
    for (const { manifest, wave } of full.objects) {
      expect(manifest.metadata.annotations?.['datapipelines.dev/wave']).toBe(String(wave));
    }
  });
});

describe('the owner', () => {
  test('is the pipeline, once its uid is known', () => {
    expect(find(full, 'Bucket', 'shop-raw').manifest.metadata.ownerReferences).toEqual([
      {
        apiVersion: 'datapipelines.dev/v1alpha1',
        kind: 'DataPipeline',
        name: 'shop',
        uid: '0d5b1c7e-uid',
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
  });

  test('is nobody offline, and nothing pretends to know the uid', () => {
    const { metadata, spec } = aPipeline(fullSpec());
    const offline = renderPipeline({ metadata: { name: metadata.name, namespace: 'team-a' }, spec });
    expect(JSON.stringify(offline)).not.toMatch(/ownerReferences|\/uid"/);
  });
});

describe('the rollout', () => {
  test.each([
    ['Foundation', ['Foundation']],
    ['Streaming', ['Foundation', 'Streaming']],
    ['Batch', ['Foundation', 'Streaming', 'Batch']],
    ['Orchestration', ['Foundation', 'Streaming', 'Batch', 'Orchestration']],
    ['Monitoring', ['Foundation', 'Streaming', 'Batch', 'Orchestration', 'Monitoring']],
  ] as const)('through %s builds %j', (through, stages) => {
    const { objects: built } = renderPipeline(aPipeline({ ...fullSpec(), rollout: { through } }));
    expect(STAGE_ORDER.filter((stage) => built.some((object) => object.stage === stage))).toEqual(stages);
  });

  test('leaves the objects of earlier stages as they are', () => {
    const partial = renderPipeline(aPipeline({ ...fullSpec(), rollout: { through: 'Streaming' } }));
    const byId = new Map(full.objects.map((object) => [object.id, object]));
    expect(partial.objects).toEqual(partial.objects.map((object: RenderedObject) => byId.get(object.id)));
  });
});

describe('suspension', () => {
  const schedules = fullSpec().schedules ?? [];
  test.each([
    ['None', false, 'ENABLED'],
    ['None', true, 'DISABLED'],
    ['Schedules', false, 'DISABLED'],
    ['Compute', false, 'DISABLED'],
    ['All', false, 'DISABLED'],
  ] as const)('of %s, the schedule suspended: %s, leaves it %s', (suspend, own, state) => {
    const spec = { ...fullSpec(), suspend, schedules: schedules.map((one) => ({ ...one, suspend: own })) };
    expect(forProvider(aPipeline(spec), 'Schedule', 'shop-nightly').state).toBe(state);
  });
});

test('a key of somebody else is used and not made, and nothing is left to wait for but what AWS draws', () => {
  const existingKeyArn = 'arn:aws:kms:eu-central-1:999999999999:key/mrk-1';
  const rendered = renderPipeline(aPipeline({ ...fullSpec(), encryption: { existingKeyArn } }));
  expect(rendered.objects.filter((object) => object.kind.group.startsWith('kms.'))).toEqual([]);
  const tokens = rendered.objects.flatMap((object) => object.tokens);
  expect(tokens.filter(({ from }) => !/^(ec2|emrserverless)[.]/.test(from))).toEqual([]);
  expect(specOf(find(rendered, 'Stream', 'shop-main')).forProvider.kmsKeyId).toBe(existingKeyArn);
  expect(specOf(find(rendered, 'Queue', 'shop-schedules-dead-letters')).forProvider.kmsMasterKeyId).toBe(
    existingKeyArn,
  );
});

test('the same spec gives the same bytes', () => {
  expect(JSON.stringify(renderPipeline(aPipeline(fullSpec())))).toBe(JSON.stringify(full));
});

test('the user’s own labels and annotations stay with the pipeline', () => {
  const pipeline = aPipeline(fullSpec());
  const metadata = {
    ...pipeline.metadata,
    labels: { 'argocd.argoproj.io/instance': 'app' },
    annotations: { 'argocd.argoproj.io/tracking-id': 'app:x' },
  };
  expect(JSON.stringify(renderPipeline({ ...pipeline, metadata }))).not.toContain('argocd');
});

test.each([
  [
    'a table',
    { tables: [{ ...(fullSpec().tables?.[0] ?? Object.create(null)), zone: 'nowhere' }] },
    'tables/raw_events',
  ],
  [
    'a crawler',
    { crawlers: [{ ...(fullSpec().crawlers?.[0] ?? Object.create(null)), zone: 'nowhere' }] },
    'crawlers/raw',
  ],
])('%s of a zone that does not exist is refused with the list of those that do', (_, spec, component) => {
  expect(() => renderPipeline(aPipeline(spec))).toThrow(
    `${component}: zone "nowhere" does not exist; write one of: raw, processed, curated, results`,
  );
});

test('a schedule of a crawler that does not exist is refused likewise, and nothing is left out in silence', () => {
  const schedules = (fullSpec().schedules ?? []).map((one) => ({ ...one, crawler: 'nowhere' }));
  expect(() => renderPipeline(aPipeline({ ...fullSpec(), schedules }))).toThrow(
    'schedules/nightly: crawler "nowhere" does not exist; write one of: raw',
  );
});

test('an object that waits for one that nobody makes is an error, not an object less', () => {
  const model = decide(aPipeline(fullSpec()));
  const [crawler, ...others] = model.crawlers;
  if (crawler === undefined) throw new Error('fullSpec has a crawler');
  const moved = { ...crawler, zone: { ...crawler.zone, object: 'gone' } };
  const chart = new PipelineChart(new App({ outdir: 'unused' }), 'shop', { ...model, crawlers: [moved, ...others] });
  expect(() => inOrder(chart.resources, aPipeline().spec)).toThrow('waits for one that is not rendered');
});

describe('two things of one name, which cut names could in theory have, are refused by both', () => {
  const pipeline = aPipeline(fullSpec());
  const { resources } = new PipelineChart(new App({ outdir: 'unused' }), 'shop', decide(pipeline));
  const [first] = resources;
  if (first === undefined) throw new Error('nothing is rendered');

  test('in Kubernetes', () => {
    const twin = { ...first, component: 'zones/twin' };
    expect(() => inOrder([...resources, twin], pipeline.spec)).toThrow(
      `zones/twin: has the same name in Kubernetes as ${first.component}: ${first.id}; rename one`,
    );
  });

  test.each([
    ['aws/s3/Bucket/team-a-shop-raw-123456789012-eu-central-1-an', S3.Bucket],
    [
      'aws/s3/BucketPolicy/team-a-shop-raw-123456789012-eu-central-1-an/team-a-shop-raw-123456789012-eu-central-1-an',
      S3.BucketPolicy,
    ],
    ['aws/123456789012/eu-central-1/glue/CatalogTable/team_a_shop_raw/raw_events', GLUE.CatalogTable],
    ['aws/123456789012/iam/RolePolicy/team-a-shop-crawler-raw/team-a-shop-crawler-raw', IAM.RolePolicy],
    ['aws/123456789012/eu-central-1/sqs/Queue/team-a-shop-schedules-dead-letters', SQS.Queue],
    ['aws/123456789012/eu-central-1/scheduler/Schedule/team-a-shop/nightly', SCHEDULER.Schedule],
  ])('in AWS: %s', (identity, kind) => {
    const of = resources.find((one) => one.kind === kind && awsIdentity(one, pipeline.spec) === identity);
    expect(of?.component).toBeDefined();
    const twin = { ...(of ?? first), id: 'another', component: 'zones/twin' };
    expect(() => inOrder([...resources, twin], pipeline.spec)).toThrow(
      `zones/twin: has the same name in AWS as ${of?.component}: ${identity}; rename one`,
    );
  });
});

test('tags of any name reach AWS, in an order of their own', () => {
  const written = JSON.parse('{"z": "1", "__proto__": "2", "constructor": "3", "a": "4"}') as Record<string, string>;
  const tags = forProvider(aPipeline({ tags: written }), 'Bucket', 'shop-raw').tags as Record<string, string>;
  expect(Object.entries(tags).filter(([key]) => !key.includes('/'))).toEqual([
    ['__proto__', '2'],
    ['a', '4'],
    ['constructor', '3'],
    ['z', '1'],
  ]);
});
