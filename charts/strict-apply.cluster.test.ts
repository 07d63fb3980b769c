/** Every managed resource of every sample is taken by the real API server, with the provider's own CRDs and strict validation. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { FIELD_MANAGER } from '../crds/identifiers.ts';
import { cluster } from '../test/support/cluster.ts';
import type { PipelineInput } from './decide.ts';
import { resolveTokens } from './observed.ts';
import { renderPipeline } from './render.ts';
import { aPipeline, fullSpec } from './testing/a-pipeline.ts';
import { readSamples } from './testing/samples.ts';
import { withoutTokens } from './unresolved.ts';

const { client, freshNamespace } = cluster();

const KEY_ID = '93973dff-fa79-4b2e-b596-1bd95c0e5d9a';
const OBSERVED: Readonly<Record<string, string>> = {
  'status.atProvider.arn': `arn:aws:kms:us-east-1:123456789012:key/${KEY_ID}`,
  'status.atProvider.keyId': KEY_ID,
  'status.atProvider.prefixListId': 'pl-0123456789abcdef0',
  'status.atProvider.availabilityZone': 'eu-central-1a',
};

const fewest = { zones: [{ name: 'raw', eventNotifications: false }] };
const cases: readonly (readonly [string, PipelineInput])[] = [
  ...readSamples().map(({ name, pipeline }) => [`sample ${name}`, pipeline] as const),
  ['one of everything', aPipeline(fullSpec())],
  ['the fewest zones, in the global name space', aPipeline({ ...fewest, naming: { bucketNamespace: 'Global' } })],
  ['all formats', aPipeline({ ...fullSpec(), tables: allFormats(), deliveries: [] })],
];

function allFormats() {
  const [table] = fullSpec().tables ?? [];
  if (table === undefined) throw new Error('fullSpec has a table');
  const formats = ['Parquet', 'Json', 'Csv', 'Orc'] as const;
  return formats.map((format) => ({ ...table, name: `t_${format.toLowerCase()}`, format }));
}

let namespace = '';
beforeAll(async () => {
  namespace = await freshNamespace();
});

const inNamespace = ({ metadata, spec }: PipelineInput): PipelineInput => ({
  metadata: { ...metadata, namespace },
  spec,
});

describe.each(cases)('%s', (_, pipeline) => {
  test('is accepted whole, with values as the controller puts in', async () => {
    const refusals: string[] = [];
    const { objects } = renderPipeline(inNamespace(pipeline));
    for (const { id, kind, manifest } of objects) {
      const { value, open } = resolveTokens(manifest, ({ from, path }) =>
        // An id for each, because lists of them take none twice.
        path === 'status.atProvider.id' ? `id-of-${from}` : OBSERVED[path],
      );
      if (open.length > 0) refusals.push(`${id}: no value given for ${JSON.stringify(open)}`);
      const applied = client.apply(kind, value, { fieldManager: FIELD_MANAGER, force: true, dryRun: true });
      await applied.catch((error: unknown) => refusals.push(`${id}: ${String(error)}`));
    }
    expect(refusals).toEqual([]);
    expect(objects.length).toBeGreaterThan(15);
  });

  test('is accepted whole, with references as synth puts in', async () => {
    const refusals: string[] = [];
    const rendered = renderPipeline(inNamespace(pipeline));
    const { manifests, open } = withoutTokens(rendered);
    for (const [index, manifest] of manifests.entries()) {
      const object = rendered.objects[index];
      if (object === undefined || object.tokens.length === 0) continue;
      const applied = client.apply(object.kind, manifest, { fieldManager: FIELD_MANAGER, force: true, dryRun: true });
      await applied.catch((error: unknown) => refusals.push(`${object.id}: ${String(error)}`));
    }
    expect(refusals).toEqual([]);
    // What no reference can give: of a key it gives Lambda and CloudTrail the bare id, where they take the ARN; Firehose has none, nor has EMR,
    // and none reaches into a policy, a definition or a pattern.
    const others = open.filter(
      ({ id, path }) =>
        !/^(lambda|cloudtrail|cloudwatchevents|firehose|emrserverless|emr|sfn)[.]|[/]RolePolicy[/]/.test(id) &&
        !path.endsWith('.prefixListId'),
    );
    expect(others).toEqual([]);
  });
});
