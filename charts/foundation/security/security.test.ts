import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { platformOf } from '../../../crds/jobs.ts';
import type { PipelineInput } from '../../decide.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { find, policyIn, specOf } from '../../testing/render.ts';

const { jobs: all = [], crawlers = [] } = fullSpec();
const jobs = all.filter((job) => platformOf(job).kind === 'Glue');
const key = (id: string) => `arn:aws:kms:eu-central-1:123456789012:key/${id.repeat(8)}-1111-1111-1111-111111111111`;
const lake = (more: Partial<DataPipelineSpec> = {}, names = {}) =>
  aPipeline({ zones: fullSpec().zones ?? [], jobs, crawlers, ...more }, names);
const objectsOf = (pipeline: PipelineInput, kind: string) =>
  renderPipeline(pipeline).objects.filter((object) => object.kind.key === kind);
const configurations = (pipeline: PipelineInput) => objectsOf(pipeline, 'glue.SecurityConfiguration');
const nameOf = (object: {
  readonly manifest: { readonly metadata: { readonly annotations?: Record<string, string> } };
}) => object.manifest.metadata.annotations?.['crossplane.io/external-name'] ?? '';
const names = (pipeline: PipelineInput) => configurations(pipeline).map(nameOf);
const groups = (pipeline: PipelineInput) => objectsOf(pipeline, 'cloudwatchlogs.Group');

describe('the security configuration', () => {
  test('encrypts what is written, logged and remembered with the key of the pipeline', () => {
    const [object] = configurations(lake({ encryption: { existingKeyArn: key('a') } }));
    const kmsKeyArn = key('a');
    expect(object && specOf(object).forProvider.encryptionConfiguration).toEqual({
      s3Encryption: { s3EncryptionMode: 'SSE-KMS', kmsKeyArn },
      cloudwatchEncryption: { cloudwatchEncryptionMode: 'SSE-KMS', kmsKeyArn },
      jobBookmarksEncryption: { jobBookmarksEncryptionMode: 'CSE-KMS', kmsKeyArn },
    });
  });

  test.each(['glue.Job', 'glue.Crawler'])('is what every %s runs under, and is there before', (kind) => {
    const [configuration] = configurations(lake());
    const runners = objectsOf(lake(), kind);
    expect(runners.length).toBeGreaterThan(0);
    for (const runner of runners) {
      expect(specOf(runner).forProvider.securityConfiguration).toBe(configuration && nameOf(configuration));
      expect(runner.after).toContain(configuration?.id);
    }
  });

  test.each([
    [{ jobs: [], crawlers }, 1],
    [{ jobs, crawlers: [] }, 1],
    [{ jobs: [], crawlers: [] }, 0],
    [{ jobs: jobs.map((job) => ({ ...job, onlyIn: ['Production' as const] })), crawlers: [] }, 0],
  ])('is there where Glue runs something: %#', (spec, count) => {
    expect(configurations(lake(spec))).toHaveLength(count);
  });

  test('is another one with another key, for Glue cannot change it', () => {
    const given = (arn: string) => names(lake({ encryption: { existingKeyArn: arn } }));
    expect(given(key('a'))).toEqual(given(key('a')));
    expect(given(key('a'))).not.toEqual(given(key('b')));
    expect(names({ ...lake(), formerKeyArns: [key('a')] })).not.toEqual(names(lake()));
  });
});

describe('logs under it', () => {
  const long = lake(
    {
      access: { rolePath: `/${'p'.repeat(126)}/`, rolePrefix: 'x'.repeat(20) },
      jobs: jobs.map((job) => ({ ...job, name: 'j'.repeat(63) })),
    },
    { name: 'n'.repeat(63), namespace: 's'.repeat(63) },
  );

  test('go to groups that are encrypted, kept for as long as all others, and there before', () => {
    for (const [kind, count] of [
      ['glue.Job', 2],
      ['glue.Crawler', 1],
    ] as const) {
      const [runner] = objectsOf(lake(), kind);
      const own = groups(lake()).filter(({ component }) => component === runner?.component);
      expect(own).toHaveLength(count);
      expect(runner?.after).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
      for (const group of own) {
        expect(specOf(group).forProvider).toMatchObject({ retentionInDays: 14, kmsKeyId: expect.any(String) });
      }
    }
  });

  test('have names that AWS takes even where all that is in them is long', () => {
    const all = groups(long).map(nameOf);
    expect(all).toHaveLength(3);
    for (const name of all) expect(name.length).toBeLessThanOrEqual(512);
  });

  test('leave room in the policies of roles, even where all names are long', () => {
    const policies = objectsOf(long, 'iam.RolePolicy').map(
      (object) => String(specOf(object).forProvider.policy).length,
    );
    expect(Math.max(...policies)).toBeLessThan(10_240);
  });

  test('are in other groups, and these other objects, with another key', () => {
    const named = (id: string) => {
      const found = groups(lake({ encryption: { existingKeyArn: key(id) } }));
      return found.flatMap((group) => [nameOf(group), group.id]);
    };
    expect(named('a').filter((one) => named('b').includes(one))).toEqual([]);
  });

  test.each([
    ['plain names', lake()],
    ['long names', long],
  ])('may be encrypted with the key, and by nobody but CloudWatch Logs for them: %s', (_, pipeline) => {
    const policy = policyIn(
      specOf(find(renderPipeline(pipeline), 'Key', pipeline.metadata.name)).forProvider,
      'policy',
    );
    const admitted = policy.Statement.flatMap(({ Condition }) => {
      const { ArnLike } = (Condition ?? {}) as { readonly ArnLike?: Record<string, string | readonly string[]> };
      return [ArnLike?.['kms:EncryptionContext:aws:logs:arn'] ?? []].flat();
    }).map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`));
    for (const group of groups(pipeline)) {
      const arn = `arn:aws:logs:eu-central-1:123456789012:log-group:${nameOf(group)}`;
      expect([arn, admitted.filter((pattern) => pattern.test(arn)).length]).toEqual([arn, 1]);
    }
  });

  test.each(['shop-job-clean', 'shop-crawler-raw'])('are encrypted by Glue as the role %s', (role) => {
    const { Statement } = policyIn(specOf(find(renderPipeline(lake()), 'RolePolicy', role)).forProvider, 'policy');
    const allowed = Statement.find(({ Action }) => [Action].flat().includes('logs:AssociateKmsKey'))
      ?.Resource as string[];
    const component = role === 'shop-job-clean' ? 'jobs/clean' : 'crawlers/raw';
    const own = groups(lake())
      .filter((group) => group.component === component)
      .map(nameOf);
    expect(
      allowed
        .filter((arn) => !arn.endsWith(':*'))
        .map((arn) => arn.replace(/^.*:log-group:/, ''))
        .sort(),
    ).toEqual(own.sort());
  });
});

test.each([true, false])('a bookmark is encrypted by the job itself: %s', (bookmarks) => {
  const given = jobs.flatMap((job) => {
    const platform = platformOf(job);
    return platform.kind === 'Glue' ? [{ ...job, glue: { ...platform.glue, bookmarks } }] : [];
  });
  const policy = specOf(find(renderPipeline(lake({ jobs: given })), 'RolePolicy', 'shop-job-clean')).forProvider;
  const sids = policyIn(policy, 'policy').Statement.map(({ Sid }) => Sid);
  expect(sids.includes('EncryptBookmark')).toBe(bookmarks);
});
