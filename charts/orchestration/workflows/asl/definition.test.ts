import { expect, test } from '@jest/globals';
import { renderPipeline } from '../../../render.ts';
import { aPipeline, fullSpec } from '../../../testing/a-pipeline.ts';
import { forProvider } from '../../../testing/render.ts';

/** As many steps that ask the same query, of that many bytes in UTF-8. */
function asking(steps: number, bytes: number) {
  const [workflow] = fullSpec().workflows ?? [];
  if (workflow === undefined) throw new Error('fullSpec has a workflow');
  const names = Array.from({ length: steps }, (_, index) => `s${index}`);
  const query = {
    resultsZone: 'curated',
    scanLimitGiB: 1,
    namedQueries: [{ name: 'long', sql: 'ä'.repeat(bytes / 2) }],
  };
  const asked = names.map((name) => ({ name, query: { namedQuery: 'long' } }));
  return aPipeline({ ...fullSpec(), query, workflows: [{ ...workflow, steps: asked }] });
}

test('a definition that is longer than Step Functions takes is refused, in words that help', () => {
  const long = asking(50, 32_768);
  expect(() => renderPipeline(long)).toThrow(
    /^workflows\/batch: needs a definition of \d{7} bytes, of which Step Functions takes 1000000; write shorter queries and arguments, or two workflows$/,
  );
});

test('one that is just short enough is taken', () => {
  const { definition } = forProvider(asking(29, 32_768), 'StateMachine', 'shop-batch');
  expect(Buffer.byteLength(String(definition))).toBeGreaterThan(900_000);
  expect(Buffer.byteLength(String(definition))).toBeLessThan(1_000_000);
});
