/**
 * The health check for Argo CD, run by the Lua that Argo CD uses, and the same objects judged by the library that Flux uses.
 * `UPDATE_GOLDEN=1` writes testdata anew; never in CI, where a difference is a fault.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse, stringify } from 'yaml';
import { root } from '../../crds/schema/root.ts';
import { asFieldSchema } from '../../crds/structural.ts';
import { structuralFaults } from '../../crds/validate/structure.ts';
import { compileJudge, type Health, type Judge, type Verdict } from './judge.ts';
import { SITUATIONS } from './situations.ts';

const FOLDER = join(import.meta.dirname, '../../manifests/argocd/datapipelines.dev/DataPipeline');
const TESTDATA = join(FOLDER, 'testdata');
const update = process.env.UPDATE_GOLDEN === '1' && process.env.CI === undefined;
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const script = read('health.lua');
const isStatus = new Ajv({ strict: false, validateFormats: false }).compile(
  asFieldSchema(root).properties?.status ?? false,
);

interface HealthTests {
  readonly tests: readonly { readonly healthStatus: Health; readonly inputPath: string }[];
}

let judge: Judge;
beforeAll(() => {
  judge = compileJudge();
}, 300_000);
afterAll(() => judge.remove());

describe('the health check for Argo CD', () => {
  const { tests } = parse(read('health_test.yaml')) as HealthTests;

  test.each(Object.entries(SITUATIONS))('testdata/%s.yaml is what the operator writes', (name, pipeline) => {
    const text = stringify(pipeline, { lineWidth: 0, version: '1.1' });
    if (update) writeFileSync(join(TESTDATA, `${name}.yaml`), text);
    expect(readFileSync(join(TESTDATA, `${name}.yaml`), 'utf8')).toBe(text);
    expect(structuralFaults(pipeline).faults).toEqual([]);
    expect(isStatus(pipeline.status ?? {}) || isStatus.errors).toBe(true);
  });

  test('is held to every file of testdata', () => {
    expect(tests.map(({ inputPath }) => inputPath).sort()).toEqual(
      readdirSync(TESTDATA)
        .map((file) => `testdata/${file}`)
        .sort(),
    );
    expect(readdirSync(TESTDATA).sort()).toEqual(
      Object.keys(SITUATIONS)
        .map((name) => `${name}.yaml`)
        .sort(),
    );
  });

  test.each(tests)('says $healthStatus.status of $inputPath', ({ inputPath, healthStatus }) => {
    const [verdict] = judge.verdicts(script, [parse(read(inputPath)) as object]);
    expect(verdict?.argoError).toBeUndefined();
    expect(verdict?.argo).toEqual(healthStatus);
  });

  test('has a case for each answer that it can give, and gives no other', () => {
    const answers = [...script.matchAll(/health\("(\w+)"/g)].map(([, answer]) => answer);
    expect(new Set(tests.map(({ healthStatus }) => healthStatus.status))).toEqual(new Set(answers));
    expect(new Set(answers)).toEqual(new Set(['Healthy', 'Suspended', 'Progressing', 'Degraded']));
  });

  test('stands in the ConfigMap as it is here', () => {
    const { data } = parse(readFileSync(join(FOLDER, '../../argocd-cm.yaml'), 'utf8')) as {
      readonly data: Readonly<Record<string, string>>;
    };
    expect(data).toEqual({ 'resource.customizations.health.datapipelines.dev_DataPipeline': script });
  });
});

describe('Flux', () => {
  const names = Object.keys(SITUATIONS);
  const said = (): ReadonlyMap<string, Verdict> =>
    new Map(judge.verdicts(script, Object.values(SITUATIONS)).map((verdict, index) => [names[index] ?? '', verdict]));

  test('needs no expression of its own: kstatus reads the conditions', () => {
    const verdicts = Object.fromEntries([...said()].map(([name, { flux }]) => [name, flux.status]));
    expect(verdicts).toEqual({
      new: 'InProgress',
      ready: 'Current',
      progressing: 'InProgress',
      'tried-again': 'InProgress',
      pruning: 'InProgress',
      stalled: 'Failed',
      invalid: 'Failed',
      'changes-held': 'Current',
      'schedules-suspended': 'Current',
      'compute-suspended-at-work': 'InProgress',
      suspended: 'Current',
      'suspended-when-stalled': 'Failed',
      'edited-since': 'InProgress',
      'stalled-but-edited-since': 'InProgress',
      'deleted-just-now': 'Terminating',
      deleting: 'Terminating',
    });
  });

  test('agrees with Argo CD on what is whole, what waits and what is broken, but for what waits for a word', () => {
    const same: Readonly<Record<string, string>> = {
      Current: 'Healthy',
      InProgress: 'Progressing',
      Failed: 'Degraded',
      Terminating: 'Progressing',
    };
    const differ = [...said()].filter(([, { argo, flux }]) => same[flux.status] !== argo.status).map(([name]) => name);
    expect(differ).toEqual(['changes-held', 'suspended', 'suspended-when-stalled']);
  });
});
