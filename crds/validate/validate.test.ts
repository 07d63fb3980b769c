import { describe, expect, test } from '@jest/globals';
import { BAD_SPECS, GOOD_SPECS } from '../cases/all.ts';
import { badPipeline, pipelineWith } from '../cases/cases.ts';
import { root } from '../schema/root.ts';
import { asFieldSchema, fieldsBelow } from '../structural.ts';
import { isRecord } from './fault.ts';
import { validateDataPipeline } from './validate.ts';

const SPEC = asFieldSchema(root.properties.spec);

/** The value with "nowhere" at the path ("crawlers[]", "zone") in every item of lists; nothing when it has no such place. */
function elsewhere(value: unknown, path: readonly string[]): Readonly<Record<string, unknown>>[] {
  const [step = '', ...rest] = path;
  const key = step.replace('[]', '');
  if (!isRecord(value) || value[key] === undefined || value[key] === null) return [];
  if (rest.length === 0) return [{ ...value, [key]: step.endsWith('[]') ? ['nowhere'] : 'nowhere' }];
  const child = value[key];
  const below = Array.isArray(child) ? child.flatMap((item) => elsewhere(item, rest)) : elsewhere(child, rest);
  if (below.length === 0) return [];
  return [{ ...value, [key]: Array.isArray(child) ? below : below[0] }];
}

describe('offline validation', () => {
  test.each(BAD_SPECS.map((bad) => [bad.reason, bad] as const))('refuses: %s', (_, bad) => {
    const before = bad.before === undefined ? undefined : pipelineWith(bad.before);
    const told = validateDataPipeline(badPipeline(bad), before).map(({ path, message }) => ({ path, message }));
    expect(told).toContainEqual({ path: bad.path, message: bad.message });
  });

  test.each(GOOD_SPECS.map((good) => [good.reason, good] as const))('takes: %s', (_, good) => {
    const before = good.before === undefined ? undefined : pipelineWith(good.before);
    expect(validateDataPipeline(pipelineWith(good.spec, good.metadata), before)).toEqual([]);
  });

  test('tells one thing once', () => {
    const several = BAD_SPECS.filter(({ before }) => before === undefined)
      .map((bad) => ({ reason: bad.reason, faults: validateDataPipeline(badPipeline(bad)).length }))
      .filter(({ faults }) => faults !== 1);
    expect(several).toEqual([]);
  });

  test('parts every message into rule and remedy', () => {
    const unparted = BAD_SPECS.flatMap((bad) => validateDataPipeline(badPipeline(bad))).filter(
      ({ rule, remedy, message }) => rule === '' || remedy === '' || message !== `${rule}; ${remedy}`,
    );
    expect(unparted).toEqual([]);
  });

  test('refuses at every reference a thing that does not exist', () => {
    const references = fieldsBelow('spec', SPEC).filter(({ schema }) => schema.refersTo !== undefined);
    expect(references.length).toBeGreaterThan(2);
    for (const { path, schema } of references) {
      expect(Object.keys(SPEC.properties ?? {})).toContain(schema.refersTo);
      const specs = GOOD_SPECS.flatMap(({ spec }) => elsewhere(spec, path.split('.').slice(1)));
      expect({ path, specs: specs.length }).not.toEqual({ path, specs: 0 });
      const told = specs.flatMap((spec) => validateDataPipeline(pipelineWith(spec)).map(({ message }) => message));
      expect(told).toContainEqual(expect.stringMatching(/"nowhere", which does not exist; write one of: /));
    }
  });

  test('tells faults of several fields together', () => {
    const faults = validateDataPipeline(pipelineWith({ accountId: 'x', region: 'y', extra: 1 }));
    expect(faults.map(({ path }) => path)).toEqual(['spec.extra', 'spec.accountId', 'spec.region']);
  });

  test('refuses an object of another kind', () => {
    const faults = validateDataPipeline({
      ...pipelineWith({}),
      kind: 'Datapipeline',
      apiVersion: 'datapipelines.dev/v1',
    });
    expect(faults.map(({ message }) => message)).toEqual([
      '"datapipelines.dev/v1" is not a value of apiVersion; write datapipelines.dev/v1alpha1',
      '"Datapipeline" is not a value of kind; write DataPipeline',
    ]);
  });

  test('wants a name, or leave to make one', () => {
    const { metadata: _, ...nameless } = pipelineWith({});
    expect(validateDataPipeline({ ...nameless, metadata: { generateName: 'lake-' } })).toEqual([]);
    expect(validateDataPipeline({ ...nameless, metadata: {} })).toMatchObject([
      { path: 'metadata.name', message: 'name is required; add it, like name: clickstream' },
    ]);
  });

  test('takes an object that the API server has completed, status and all', () => {
    const stored = {
      ...pipelineWith(
        {},
        { uid: 'u', resourceVersion: '7', generation: 1, creationTimestamp: 'now', managedFields: [{}] },
      ),
      status: { anything: true },
    };
    expect(validateDataPipeline(stored)).toEqual([]);
  });

  test.each([[undefined], [null], ['text'], [7], [[]], [{}], [{ spec: { zones: [null] } }]])('refuses %p', (object) => {
    expect(validateDataPipeline(object).length).toBeGreaterThan(0);
  });
});
