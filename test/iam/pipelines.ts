/**
 * The pipelines whose policies are proven: every sample, the one that has one of everything, and random ones made by taking
 * pieces away from these and laying sections of good cases over them. What validation refuses is left out, so these are
 * pipelines that a user could have.
 */
import fc from 'fast-check';
import type { PipelineInput } from '../../charts/decide.ts';
import { aPipeline, fullSpec } from '../../charts/testing/a-pipeline.ts';
import { readSamples } from '../../charts/testing/samples.ts';
import { GOOD_SPECS } from '../../crds/cases/all.ts';
import { API_VERSION, KIND } from '../../crds/identifiers.ts';
import { applyDefaults } from '../../crds/validate/defaults.ts';
import { validateDataPipeline } from '../../crds/validate/validate.ts';

const SEED = 20_261_125;

export interface Proven {
  /** Which one it is, for whoever reads a failure. */
  readonly name: string;
  readonly pipeline: PipelineInput;
}

/** Samples, and the pipeline that has one of everything. */
export function writtenPipelines(): readonly Proven[] {
  const samples = readSamples().map(({ name, pipeline }) => ({ name, pipeline }));
  return [...samples, { name: 'one of everything', pipeline: aPipeline(fullSpec()) }];
}

/** `count` valid pipelines, no two alike; the same ones each time. */
export function randomPipelines(count: number): readonly Proven[] {
  const bases = writtenPipelines().map(({ pipeline }) => pipeline.spec as unknown as Json);
  const sections = GOOD_SPECS.filter(({ before }) => before === undefined).map(({ spec }) => spec as Json);
  const found = new Map<string, Proven>();
  // One in a few is valid: references are cut with what they named.
  const draws = fc.sample(fc.array(fc.nat(), { minLength: 12, maxLength: 60 }), { seed: SEED, numRuns: count * 30 });
  for (const numbers of draws) {
    if (found.size === count) break;
    const spec = madeFrom(bases, sections, numbers);
    const text = JSON.stringify(spec);
    const object = { apiVersion: API_VERSION, kind: KIND, metadata: { name: 'shop', namespace: 'team-a' }, spec };
    if (found.has(text) || validateDataPipeline(object).length > 0) continue;
    const stored = applyDefaults(object);
    const metadata = { ...stored.metadata, uid: '0d5b1c7e-uid' };
    found.set(text, { name: `random ${found.size}`, pipeline: { ...stored, metadata } });
  }
  if (found.size < count) throw new Error(`only ${found.size} of ${count} random pipelines are valid`);
  return [...found.values()];
}

type Json = Readonly<Record<string, unknown>>;

function madeFrom(bases: readonly Json[], sections: readonly Json[], numbers: readonly number[]): Json {
  const left = [...numbers];
  const draw = (below: number): number => (left.shift() ?? 0) % below;
  const pick = <T>(all: readonly T[]): T => all[draw(all.length)] as T;
  let spec = copy(pick(bases)) as Record<string, unknown>;
  if (draw(3) === 0) spec = { ...spec, ...copy(pick(sections)) };
  for (let cuts = draw(4); cuts > 0; cuts -= 1) cut(spec, draw);
  return spec;
}

/** Not structuredClone: what that makes is no plain object to a test, which runs in a world of its own. */
function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Takes one field or list item away, somewhere. */
function cut(value: unknown, draw: (below: number) => number): void {
  if (Array.isArray(value)) {
    if (value.length === 0) return;
    const at = draw(value.length);
    if (draw(2) === 0 || typeof value[at] !== 'object') value.splice(at, 1);
    else cut(value[at], draw);
  } else if (typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>;
    const keys = Object.keys(fields);
    if (keys.length === 0) return;
    const key = keys[draw(keys.length)] as string;
    if (draw(3) === 0 || typeof fields[key] !== 'object' || fields[key] === null) delete fields[key];
    else cut(fields[key], draw);
  }
}
