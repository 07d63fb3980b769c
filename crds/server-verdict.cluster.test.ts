/**
 * The API server's verdict is the offline one without checks, and its messages for rules are the same to the letter.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { call } from '../controlplane/http.ts';
import { cluster } from '../test/support/cluster.ts';
import { BAD_SPECS, GOOD_SPECS } from './cases/all.ts';
import { badPipeline, pipelineWith } from './cases/cases.ts';
import { UNSEEN } from './custom-resource.ts';
import { DATA_PIPELINE, GROUP, PLURAL, VERSION } from './identifiers.ts';
import type { KubeObject } from './kubernetes.ts';
import { arbitrarySpec } from './testing/spec-arbitrary.ts';
import { applyDefaults } from './validate/defaults.ts';
import type { Fault } from './validate/fault.ts';
import { structuralFaults } from './validate/structure.ts';
import { serverFaults } from './validate/validate.ts';

const SEED = 20_261_122;
const RANDOM_SPECS = 200;

interface Verdict {
  readonly accepted: boolean;
  readonly causes: readonly { readonly field?: string; readonly message: string }[];
  readonly said: string;
}

// Outside of describe, so that its clean-up comes after ours.
const { admin, client, freshNamespace } = cluster();

describe('the API server', () => {
  const stored: string[] = [];
  let namespace = '';

  beforeAll(async () => {
    namespace = await freshNamespace();
  });
  afterAll(async () => {
    await Promise.all(stored.map((name) => client.delete(DATA_PIPELINE, namespace, name)));
  });

  const path = (name = '') =>
    `/apis/${GROUP}/${VERSION}/namespaces/${namespace}/${PLURAL}${name}?dryRun=All&fieldValidation=Strict`;

  async function ask(object: KubeObject, before: KubeObject | undefined): Promise<Verdict> {
    const answer =
      before === undefined
        ? await call(admin, 'POST', path(), { contentType: 'application/json', body: JSON.stringify(object) })
        : await updated(object, before);
    const status = JSON.parse(answer.body) as { message?: string; details?: { causes?: Verdict['causes'] } };
    if (answer.status < 300) return { accepted: true, causes: [], said: '' };
    return { accepted: false, causes: status.details?.causes ?? [], said: `${answer.status} ${status.message}` };
  }

  async function updated(object: KubeObject, before: KubeObject): ReturnType<typeof call> {
    const name = `p${stored.length}`;
    stored.push(name);
    await client.create(DATA_PIPELINE, { ...before, metadata: { name, namespace } });
    const body = JSON.stringify({ spec: object.spec });
    return call(admin, 'PATCH', path(`/${name}`), { contentType: 'application/merge-patch+json', body });
  }

  test.each(BAD_SPECS.map((bad) => [bad.by === 'check' ? 'takes' : 'refuses', bad.reason, bad] as const))(
    '%s: %s',
    async (_, __, bad) => {
      const before = bad.before === undefined ? undefined : pipelineWith(bad.before);
      const verdict = await ask(badPipeline(bad), before);
      // What CEL could say would be a rule.
      expect(verdict.accepted).toBe(bad.by === 'check');
      if (bad.by === 'check') return;
      expect(verdict.said).toMatch(/^(400|422) /);
      if (bad.by === 'rule') {
        // A cause reads `Invalid value: "…": <message of the rule>`.
        const message = expect.stringMatching(new RegExp(`: ${literal(bad.message)}$`));
        expect(verdict.causes).toContainEqual(expect.objectContaining({ field: bad.path, message }));
      }
    },
  );

  test.each(GOOD_SPECS.map((good) => [good.reason, good] as const))('takes: %s', async (_, good) => {
    const before = good.before === undefined ? undefined : pipelineWith(good.before);
    const verdict = await ask(pipelineWith(good.spec, good.metadata), before);
    expect(verdict).toEqual({ accepted: true, causes: [], said: '' });
  });

  test('tells as many broken rules of one object as offline validation does', async () => {
    const object = pipelineWith({
      accountId: '1',
      region: 'x',
      streams: [{ name: 'A', mode: 'ON_DEMAND', shards: 1 }],
      schedules: [{ name: 'n', crawler: 'c', cron: '61 25 1 1 1' }],
    });
    const { causes } = await ask(object, undefined);
    const offline = serverFaults(object);
    expect(causes.map(({ field }) => field).sort()).toEqual(offline.map((fault) => fault.path).sort());
  });

  test('gives a pipeline that no operator has looked at a status that kstatus does not take for finished', async () => {
    stored.push('unseen');
    await client.create(DATA_PIPELINE, { ...pipelineWith({}), metadata: { name: 'unseen', namespace } });
    const found = (await client.get(DATA_PIPELINE, namespace, 'unseen')) as { readonly status?: unknown };
    expect(found.status).toEqual(UNSEEN);
  });

  test('judges random specs as offline validation does', async () => {
    const specs = fc.sample(arbitrarySpec, { seed: SEED, numRuns: RANDOM_SPECS });
    const differing: unknown[] = [];
    for (const spec of specs) {
      const object = JSON.parse(JSON.stringify({ ...pipelineWith({}), spec })) as KubeObject;
      const verdict = await ask(object, undefined);
      const faults = serverFaults(object);
      const told = verdict.causes.map(({ field, message }) => `${field}: ${message}`);
      const byRule = verdict.said.startsWith('422') ? ruleFaults(object, faults) : [];
      const untold = byRule.filter(
        ({ path, message }) => !told.some((text) => text.startsWith(path) && anyKey(text).endsWith(anyKey(message))),
      );
      if (verdict.accepted !== (faults.length === 0) || untold.length > 0)
        differing.push({ spec, faults, untold, verdict });
    }
    expect(differing).toEqual([]);
  }, 60_000);
});

/** Of several keys of a map that break a rule the API server quotes any: Go has no order in maps. */
function anyKey(text: string): string {
  return text.replace(/(tag key|environment variable|file path|argument) "[^"]*"/, '$1 "…"');
}

/**
 * Without those that the API server words in its own way: of the structure, and rules whose message would quote a control
 * character.
 */
function ruleFaults(object: KubeObject, faults: readonly Fault[]): Fault[] {
  const structural = new Set(
    structuralFaults(applyDefaults(object)).faults.map(({ path, message }) => `${path}: ${message}`),
  );
  return faults.filter(({ path, message }) => !structural.has(`${path}: ${message}`) && !/\p{Cc}/u.test(message));
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
