/**
 * From an older release to this one, in the order of docs/install.md: the definitions first, then the operator. An older definition
 * knows fewer fields, sets fewer defaults and has fewer rules; pipelines that were made under it must not notice.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAllDocuments, stringify } from 'yaml';
import { sleep, systemClock } from '../../controller/runtime/clock.ts';
import { DEFINITIONS } from '../../crds/definitions.ts';
import { KIND } from '../../crds/identifiers.ts';
import { eventually } from '../support/eventually.ts';
import { MANIFESTS, OwnCluster } from '../support/own-cluster.ts';

/** What came later. */
interface Newer {
  readonly spec: readonly string[];
  readonly status: readonly string[];
}

const NEWER_SECTIONS: Newer = { spec: ['monitoring', 'notifications', 'query'], status: [] };
const NEWER_STATUS: Newer = { spec: [], status: ['topology', 'streams', 'roleArns'] };
const QUIET_MS = 4_000;

type Node = Readonly<Record<string, unknown>>;

interface Schema extends Node {
  readonly properties: Readonly<Record<'spec' | 'status', Schema>>;
}

interface Definition {
  readonly spec: { readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Schema } }[] };
}

/** Without defaults and rules, at any depth; `properties` may be called like either. */
function plain(node: unknown, isNames = false): unknown {
  if (Array.isArray(node)) return node.map((item) => plain(item));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) =>
      !isNames && (key === 'default' || key === 'x-kubernetes-validations')
        ? []
        : [[key, plain(value, !isNames && key === 'properties')]],
    ),
  );
}

function without(schema: Schema, section: 'spec' | 'status', names: readonly string[]): Schema {
  const { properties } = schema.properties[section];
  const left = Object.entries(properties).filter(([name]) => !names.includes(name));
  expect(left.length).toBe(Object.keys(properties).length - names.length);
  const own = { ...schema.properties[section], properties: Object.fromEntries(left) };
  return { ...schema, properties: { ...schema.properties, [section]: own } } as Schema;
}

function older(definition: Definition, { spec, status }: Newer): Definition {
  const versions = definition.spec.versions.map((version) => {
    const schema = plain(version.schema.openAPIV3Schema) as Schema;
    const isPipeline = 'zones' in schema.properties.spec.properties;
    const before = isPipeline ? without(without(schema, 'spec', spec), 'status', status) : schema;
    return { ...version, schema: { openAPIV3Schema: before } };
  });
  return { ...definition, spec: { ...definition.spec, versions } };
}

describe('an upgrade', () => {
  let cluster: OwnCluster;
  const directory = mkdtempSync(join(tmpdir(), 'upgrade-'));
  const crds = join(MANIFESTS, 'crd.yaml');
  const SPEC = {
    streams: [{ name: 'main' }],
    tables: [{ name: 'events', zone: 'raw', format: 'Json', columns: [{ name: 'id', type: 'string' }] }],
  };

  const applyDefinitions = async (file: string): Promise<void> => {
    await cluster.kubectl('apply', '--server-side', '-f', file);
    await cluster.kubectl('wait', '--for=condition=Established', '--timeout=30s', '-f', file);
  };
  /** What it writes in a while in which nothing is asked of it. Events are no state. */
  const writesOf = async (action: () => Promise<void>): Promise<readonly string[]> => {
    const from = cluster.requests.length;
    await action();
    await sleep(systemClock, QUIET_MS);
    return cluster.requests
      .slice(from)
      .filter(({ method, kind }) => method !== 'GET' && kind !== 'Event' && kind !== 'Lease')
      .map(({ method, kind }) => `${method} ${kind}`);
  };
  const applyOlder = async (newer: Newer): Promise<void> => {
    const definitions = parseAllDocuments(readFileSync(crds, 'utf8')).map((document) => document.toJS() as Definition);
    const file = join(directory, 'older.yaml');
    writeFileSync(file, definitions.map((definition) => stringify(older(definition, newer))).join('---\n'));
    await applyDefinitions(file);
  };
  const generationOf = async (name: string): Promise<number> => {
    const { metadata, status } = (await cluster.pipeline('team-a', name)) ?? {};
    expect(status?.observedGeneration).toBe(metadata?.generation);
    return metadata?.generation ?? 0;
  };

  beforeAll(async () => {
    cluster = await OwnCluster.open({ missing: DEFINITIONS.map(({ kind }) => `${kind.plural}.${kind.group}`) });
    await applyOlder(NEWER_SECTIONS);
    await cluster.startProvider();
    await cluster.startOperator({ leading: true });
    await cluster.namespace('team-a');
    await cluster.apply('team-a', 'lake', SPEC);
    await cluster.until('team-a', 'lake', 'Ready');
    // Ready is said before the last words of status.
    await eventually(async () => (await writesOf(async () => {})).length === 0, {
      what: 'the operator to come to rest',
      timeoutMs: 60_000,
    });
  }, 240_000);
  afterAll(async () => {
    await cluster.close();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  test('begins with a pipeline as the older definition keeps it: without defaults', async () => {
    expect((await cluster.pipeline('team-a', 'lake'))?.spec.deletionPolicy).toBeUndefined();
  });

  test('of the definitions writes nothing', async () => {
    const before = await generationOf('lake');
    expect(await writesOf(async () => await applyDefinitions(crds))).toEqual([]);
    expect((await cluster.pipeline('team-a', 'lake'))?.spec.deletionPolicy).toBe('Retain');
    expect(await generationOf('lake')).toBe(before);
  }, 60_000);

  test('of the operator writes nothing either', async () => {
    await cluster.stopOperator();
    const from = cluster.requests.length;
    expect(await writesOf(async () => await cluster.startOperator({ leading: true }))).toEqual([]);
    expect(cluster.requests.slice(from).some(({ kind }) => kind === KIND)).toBe(true);
    await cluster.until('team-a', 'lake', 'Ready');
  }, 60_000);

  test('lets what is new be used', async () => {
    await cluster.apply('team-a', 'lake', { ...SPEC, query: { resultsZone: 'raw' } });
    await eventually(
      async () => {
        const lake = await cluster.pipeline('team-a', 'lake');
        expect([lake?.status?.workgroup, lake?.status?.observedGeneration]).toEqual([
          expect.anything(),
          lake?.metadata.generation,
        ]);
        return true;
      },
      { what: 'the workgroup to stand in status', timeoutMs: 60_000 },
    );
  }, 90_000);

  test('in the wrong order makes what is asked, and tells of it once the definitions are there', async () => {
    await applyOlder(NEWER_STATUS);
    await cluster.apply('team-a', 'pond', SPEC);
    await eventually(
      () => {
        const streams = cluster.aws.list({ state: 'Active', type: 'kinesis.Stream' });
        return streams.some(({ address }) => address.includes('pond')) ? true : undefined;
      },
      { what: 'the stream of the new pipeline', timeoutMs: 60_000 },
    );
    // A status that the definition does not know is refused as a whole.
    expect((await cluster.pipeline('team-a', 'pond'))?.status?.conditions).toBeUndefined();
    await applyDefinitions(crds);
    await cluster.until('team-a', 'pond', 'Ready');
  }, 150_000);
});
