import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pipelineWith } from '../cases/cases.ts';
import { warningsFor } from '../checks/all.ts';
import { arbitrarySpec } from '../testing/spec-arbitrary.ts';
import { applyDefaults } from './defaults.ts';
import { validateDataPipeline } from './validate.ts';

const whole = (spec: unknown): unknown => ({ ...pipelineWith({}), spec });

describe('offline validation of random specs', () => {
  test('gives a verdict on every one, and a usable text for every fault', () => {
    let valid = 0;
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        const object = whole(spec);
        const faults = validateDataPipeline(object);
        const unusable = faults.filter(
          ({ path, value, rule, remedy }) =>
            !/^(spec|metadata)/.test(path) || value.length > 80 || rule === '' || remedy === '',
        );
        expect(unusable).toEqual([]);
        if (faults.length > 0) return;
        valid += 1;
        const stored = applyDefaults(object);
        expect(validateDataPipeline(stored)).toEqual([]);
        expect(() => warningsFor(stored.spec)).not.toThrow();
      }),
      { seed: 20_261_122, numRuns: 250 },
    );
    expect(valid).toBeGreaterThan(5);
  });

  test('gives a verdict on every update', () => {
    fc.assert(
      fc.property(arbitrarySpec, arbitrarySpec, (spec, before) => {
        const alone = validateDataPipeline(whole(spec));
        expect(validateDataPipeline(whole(spec), whole(before)).length).toBeGreaterThanOrEqual(alone.length);
        if (alone.length === 0) expect(validateDataPipeline(whole(spec), whole(spec))).toEqual([]);
      }),
      { seed: 20_261_122, numRuns: 80 },
    );
  });

  test('takes any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (object, before) => {
        expect(validateDataPipeline(object, before).length).toBeGreaterThan(0);
      }),
      { seed: 20_261_122, numRuns: 150 },
    );
  });
});
