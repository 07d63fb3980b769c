/** Puts CRDs into an API server and waits until it serves them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Clock, sleep, systemClock } from '../controller/runtime/clock.ts';
import { type Access, call } from './http.ts';

const OURS = join(import.meta.dirname, '..', 'crds');
const PROVIDER = join(OURS, 'provider-aws');
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** Seconds are usual; a machine that compiles beside it takes minutes for sixty definitions. */
const TIMEOUT_MS = 180_000;
const POLL_MS = 25;

export interface Crd {
  /** `<plural>.<group>` */
  readonly name: string;
  /** The manifest as written. */
  readonly yaml: string;
}

/** Our CRDs and the provider's, as the repository has them. */
export async function repositoryCrds(): Promise<readonly Crd[]> {
  const files = (await Promise.all([OURS, PROVIDER].map(yamlFiles))).flat();
  return await Promise.all(files.map(readCrd));
}

/**
 * Applies all at once and returns when all are served. Does no harm where they stand already. Each kind is listed once,
 * because only the first request makes the API server set up its watch cache; a watch that came first would be put off by a second.
 */
export async function installCrds(access: Access, crds: readonly Crd[], clock: Clock = systemClock): Promise<void> {
  await Promise.all(crds.map((crd) => install(access, crd, clock)));
}

async function install(access: Access, crd: Crd, clock: Clock): Promise<void> {
  const path = `${CRDS}/${encodeURIComponent(crd.name)}`;
  const applied = await call(access, 'PATCH', `${path}?fieldManager=control-plane&force=true`, {
    contentType: 'application/apply-patch+yaml',
    body: crd.yaml,
  });
  if (applied.status >= 300) throw new Error(`cannot install CRD ${crd.name}: ${applied.body}`);
  const deadline = clock.now() + TIMEOUT_MS;
  for (;;) {
    const live = await call(access, 'GET', path);
    const collection = live.status === 200 ? establishedCollection(live.body) : undefined;
    if (collection !== undefined && (await call(access, 'GET', `${collection}?limit=1`)).status === 200) return;
    if (clock.now() > deadline) throw new Error(`CRD ${crd.name} is not served after ${TIMEOUT_MS} ms: ${live.body}`);
    await sleep(clock, POLL_MS);
  }
}

/** Path of the kind's objects once the CRD is established. */
function establishedCollection(body: string): string | undefined {
  const { spec, status } = JSON.parse(body) as {
    readonly spec: {
      readonly group: string;
      readonly names: { readonly plural: string };
      readonly versions: readonly { readonly name: string; readonly served: boolean }[];
    };
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  };
  const established = status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True');
  const version = spec.versions.find(({ served }) => served)?.name;
  return established ? `/apis/${spec.group}/${version}/${spec.names.plural}` : undefined;
}

async function yamlFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter((name) => name.endsWith('.yaml')).map((name) => join(directory, name));
}

async function readCrd(file: string): Promise<Crd> {
  const yaml = await readFile(file, 'utf8');
  const manifest = parse(yaml) as { readonly kind?: string; readonly metadata?: { readonly name?: string } } | null;
  const name = manifest?.metadata?.name;
  if (manifest?.kind !== 'CustomResourceDefinition' || name === undefined) throw new Error(`${file} holds no CRD`);
  return { name, yaml };
}
