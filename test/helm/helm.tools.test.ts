/**
 * The Helm chart, by Helm itself: with default values it is what kubectl installs, every value does what it says, no other is
 * taken, and on a real API server an upgrade upgrades the definitions while taking the release away leaves them and every pipeline.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { createKubeClient, type HttpKubeClient } from '../../controller/kube/client.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { type ControlPlane, startControlPlane } from '../../controlplane/control-plane.ts';
import { toConnection } from '../../controlplane/http.ts';
import { API_VERSION, DATA_PIPELINE, KIND } from '../../crds/identifiers.ts';
import { eventually } from '../support/eventually.ts';
import { BUILD_TIMEOUT_MS, buildTool, type Ended, type GoTool } from '../tools/go-tool.ts';
import { CHART, Chart, NAMESPACE, type Rendered, shipped } from './chart.ts';
import { REFUSED, VALUE_CASES } from './values.ts';

const directory = mkdtempSync(join(tmpdir(), 'helm-'));
let helm: GoTool;
let chart: Chart;

beforeAll(() => {
  helm = buildTool('helm');
  chart = new Chart(helm, directory);
}, BUILD_TIMEOUT_MS);
afterAll(() => {
  helm.remove();
  rmSync(directory, { recursive: true, force: true });
});

interface Definition {
  readonly spec: { readonly versions: readonly { readonly additionalPrinterColumns?: readonly object[] }[] };
}

function withoutColumns(version: object): object {
  const { additionalPrinterColumns: _, ...rest } = version as { readonly additionalPrinterColumns?: unknown };
  return rest;
}

const byName = (objects: readonly Rendered[]): ReadonlyMap<string, Rendered> =>
  new Map(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));

describe('the chart', () => {
  test('is clean to the linter', () => {
    const { status, stdout } = helm.run(directory, { args: ['lint', '--strict', CHART] });
    expect([stdout, status]).toEqual([expect.stringContaining('0 chart(s) failed'), 0]);
  });

  test('is, with default values, what kubectl installs', () => {
    const installed = ['crd.yaml', 'admission.yaml', 'install.yaml']
      .flatMap(shipped)
      .filter(({ kind }) => kind !== 'Namespace')
      // Its namespace is the release's.
      .map((object) => JSON.parse(JSON.stringify(object).replaceAll('datapipelines-system', NAMESPACE)) as Rendered);
    expect(byName(chart.render({}))).toEqual(byName(installed));
  });

  test('is the same as an archive, in which no link is left', () => {
    const { status, stderr } = helm.run(directory, { args: ['package', CHART] });
    if (status !== 0) throw new Error(stderr);
    const archive = join(directory, 'datapipeline-operator-0.1.0.tgz');
    expect(chart.render({}, archive)).toEqual(chart.render({}));
  });

  test.each(VALUE_CASES)('$value', ({ given, seen, expected }) => {
    const objects = chart.render(given);
    expect(seen(objects)).toEqual(expected);
    // The case shows something only if it is otherwise without the value.
    expect(seen(chart.render({}))).not.toEqual(expected);
  });

  test('has a case for each of its values', () => {
    const leaves = (node: unknown, path: string): readonly string[] =>
      typeof node === 'object' && node !== null && !Array.isArray(node) && Object.keys(node).length > 0
        ? Object.entries(node).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`))
        : [path];
    const values = leaves(parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')), '');
    expect(VALUE_CASES.map(({ value }) => value).sort()).toEqual([...values].sort());
  });

  test.each(REFUSED)('refuses %s', (_, given, said) => {
    const { status, stderr } = chart.template(given);
    expect(status).not.toBe(0);
    expect(stderr).toContain("values don't meet the specifications of the schema");
    expect(stderr).toContain(said);
  });

  test('bears the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(CHART, '../../../package.json'), 'utf8')) as { version: string };
    const written = parse(readFileSync(join(CHART, 'Chart.yaml'), 'utf8')) as { version: string; appVersion: string };
    expect(written).toMatchObject({ version, appVersion: version });
  });
});

describe('a release on an API server', () => {
  const PIPELINES = 'datapipelines.datapipelines.dev';
  const DEFINITIONS = {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    namespaced: false,
  } as const;
  const older = join(directory, 'older');
  let controlPlane: ControlPlane;
  let client: HttpKubeClient;
  const release = (...args: readonly string[]): Ended =>
    helm.run(directory, { args: ['--kubeconfig', controlPlane.kubeconfigPath, '-n', NAMESPACE, ...args] });
  const succeeds = (...args: readonly string[]): void => {
    const { status, stderr } = release(...args);
    if (status !== 0) throw new Error(stderr);
  };
  const columns = async (): Promise<number> => {
    const definition = (await client.get(DEFINITIONS, undefined, PIPELINES)) as Definition | undefined;
    return definition?.spec.versions[0]?.additionalPrinterColumns?.length ?? 0;
  };

  beforeAll(async () => {
    controlPlane = await startControlPlane();
    client = createKubeClient(toConnection(controlPlane.admin), { clock: systemClock });
    // A chart as it may have been: the definition without what `kubectl get` shows.
    // Files in place of links: Node's own copy keeps links that lie deeper, and what is written would land in the repository.
    execFileSync('cp', ['-rL', CHART, older]);
    const without = shipped('crd.yaml').map((object) => {
      const { spec } = object as unknown as { readonly spec: { readonly versions: readonly object[] } };
      return { ...object, spec: { ...spec, versions: spec.versions.map(withoutColumns) } };
    });
    writeFileSync(join(older, 'files/crd.yaml'), without.map((object) => stringify(object)).join('---\n'));
  }, 120_000);
  afterAll(async () => {
    await client.close();
    await controlPlane.stop();
  }, 60_000);

  test('goes in, is upgraded with its definitions, and goes; pipelines stay', async () => {
    succeeds('install', 'operator', older, '--create-namespace');
    expect(await columns()).toBe(0);
    const metadata = { name: 'lake', namespace: 'default' };
    const spec = { accountId: '123456789012', region: 'us-east-1' };
    await eventually(() => client.create(DATA_PIPELINE, { apiVersion: API_VERSION, kind: KIND, metadata, spec }), {
      what: 'a pipeline to be made',
    });
    succeeds('upgrade', 'operator', CHART);
    expect(await columns()).toBeGreaterThan(3);
    succeeds('uninstall', 'operator');
    const kept = await client.get(DATA_PIPELINE, 'default', 'lake');
    expect([kept?.metadata.name, kept?.metadata.deletionTimestamp]).toEqual(['lake', undefined]);
    succeeds('install', 'operator', CHART);
  }, 180_000);
});
