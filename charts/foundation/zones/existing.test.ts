import { describe, expect, test } from '@jest/globals';
import { awsClaims } from '../../claims.ts';
import { renderPipeline } from '../../render.ts';
import type { RenderedObject } from '../../rendered.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';

const existing = (fields: object = {}, name = 'legacy-raw') =>
  renderPipeline(
    aPipeline({
      zones: [{ name: 'raw', eventNotifications: false, existingBucket: { name }, ...fields }],
      crawlers: [
        {
          name: 'raw',
          zone: 'raw',
          schemaChange: { update: 'LOG', delete: 'LOG' },
          recrawl: 'CRAWL_EVERYTHING',
        },
      ],
    }),
  );
const ofZone = ({ objects }: ReturnType<typeof existing>) =>
  objects.filter(({ component, kind }) => component === 'zones/raw' && kind.key.startsWith('s3.'));
const spec = (object: RenderedObject | undefined) =>
  object?.manifest.spec as { managementPolicies: string[]; forProvider: object } | undefined;

describe('a zone in an existing bucket', () => {
  test('only looks at it, and leaves alone what the spec does not speak of', () => {
    const [bucket, ...others] = ofZone(existing());
    expect(others).toEqual([]);
    expect(spec(bucket)).toMatchObject({ managementPolicies: ['Observe'], forProvider: { region: 'eu-central-1' } });
    expect(spec(bucket)?.forProvider).not.toHaveProperty('tags');
    expect(bucket?.manifest.metadata.annotations).toMatchObject({ 'crossplane.io/external-name': 'legacy-raw' });
  });

  test('renders what the spec says of it, to be approved', () => {
    const lifecycle = { noncurrentExpireAfterDays: 30, abortIncompleteUploadsAfterDays: 1 };
    const cors = [{ allowedOrigins: ['*'], allowedMethods: ['GET'] }];
    const parts = ofZone(existing({ lifecycle, cors, eventNotifications: true })).filter(
      ({ kind }) => kind.kind !== 'Bucket',
    );
    expect(parts.map(({ kind, foreign }) => [kind.kind, foreign])).toEqual([
      ['BucketCorsConfiguration', { externalName: 'legacy-raw', says: 'cors' }],
      ['BucketLifecycleConfiguration', { externalName: 'legacy-raw', says: 'lifecycle' }],
      ['BucketNotification', { externalName: 'legacy-raw', says: 'notifications' }],
    ]);
  });

  test('gives no role rights on it before its owner has opened it', () => {
    const rendered = existing();
    const [bucket] = ofZone(rendered);
    const policies = rendered.objects.filter(
      ({ kind, component }) => kind.kind === 'RolePolicy' && component === 'crawlers/raw',
    );
    expect(policies.map(({ after }) => after.includes(bucket?.id ?? ''))).toEqual([true]);
  });

  test('claims nothing of it, for it is no pipeline’s', () => {
    const claims = awsClaims(existing(), { partition: 'aws', accountId: '123456789012' });
    expect(claims.filter(({ identity }) => identity.includes('legacy-raw'))).toEqual([]);
  });

  test('in another bucket, or in one of the pipeline, is other objects', () => {
    const names = [existing(), existing({}, 'legacy-other'), existing({ existingBucket: undefined })].map(
      (rendered) => ofZone(rendered)[0]?.id,
    );
    expect(new Set(names).size).toBe(3);
  });
});
