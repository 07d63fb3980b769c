import { describe, expect, test } from '@jest/globals';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';

const arn = (id: string): string =>
  `arn:aws:kms:eu-central-1:123456789012:key/${id.repeat(8)}-1111-1111-1111-111111111111`;

function policiesWith(text: string, formerKeyArns: readonly string[], remembered: readonly string[]): string[] {
  const pipeline = aPipeline({ ...fullSpec(), encryption: { formerKeyArns: [...formerKeyArns] } });
  return renderPipeline({ ...pipeline, formerKeyArns: remembered })
    .objects.filter(({ kind, manifest }) => kind.kind === 'RolePolicy' && JSON.stringify(manifest).includes(text))
    .map(({ manifest }) => manifest.metadata.name);
}

describe('former keys', () => {
  test.each([
    ['that the spec names', [arn('a')], []],
    ['that the pipeline had', [], [arn('a')]],
  ])('%s stay readable for whoever reads what they encrypted', (_, named, remembered) => {
    expect(policiesWith(arn('a'), named, remembered)).toContain('shop-crawler-raw');
  });

  test('that are both are said once', () => {
    const pipeline = aPipeline({ ...fullSpec(), encryption: { formerKeyArns: [arn('a')] } });
    const { objects } = renderPipeline({ ...pipeline, formerKeyArns: [arn('a')] });
    const policy = objects.find(({ id }) => id.endsWith('/RolePolicy/shop-crawler-raw'));
    expect(JSON.stringify(policy?.manifest).split(arn('a'))).toHaveLength(2);
  });
});
