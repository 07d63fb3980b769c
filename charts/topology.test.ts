import { expect, test } from '@jest/globals';
import { renderPipeline } from './render.ts';
import { aPipeline, fullSpec } from './testing/a-pipeline.ts';
import { topologyOf } from './topology.ts';

test('tells what each component does to which others, and nothing of what all have', () => {
  const lines = topologyOf(renderPipeline(aPipeline(fullSpec())).parts);
  const lineOf = (component: string): string | undefined => lines.find((line) => line.startsWith(`${component} `));
  expect(lineOf('deliveries/lake')).toBe(
    'deliveries/lake reads streams/main; needs tables/raw_events; writes zones/raw; calls functions/enrich',
  );
  expect(lineOf('schedules/nightly')).toBe('schedules/nightly starts crawlers/raw');
  expect(lineOf('workflows/batch')).toBe(
    'workflows/batch starts crawlers/raw, jobs/clean, jobs/report; calls functions/enrich; reads zones/raw, zones/curated; writes zones/curated',
  );
  expect(lineOf('zones/raw')).toBeUndefined();
  expect(lines.join()).not.toMatch(/\b(encryption|network|logs)\b/);
});

test('tells which workflows start and stop an application', () => {
  const [workflow] = fullSpec().workflows ?? [];
  if (workflow === undefined) throw new Error('fullSpec has a workflow');
  const steps = [
    { name: 'begin', application: { start: 'count' } },
    { name: 'end', application: { stop: 'count' }, after: ['begin'] },
  ];
  const lines = topologyOf(renderPipeline(aPipeline({ ...fullSpec(), workflows: [{ ...workflow, steps }] })).parts);
  expect(lines).toContain('workflows/batch starts applications/count; stops applications/count');
});
