/** The kustomize base and its overlays, as kubectl builds them. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../suites.ts';
import { objectsOf, type Rendered, shipped } from './chart.ts';

const OVERLAYS = join(ROOT, 'overlays');

function built(directory: string): readonly Rendered[] {
  return objectsOf(execFileSync('kubectl', ['kustomize', directory], { encoding: 'utf8', maxBuffer: 64e6 }));
}

const byName = (objects: readonly Rendered[]): ReadonlyMap<string, Rendered> =>
  new Map(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));

/** What the overlay has otherwise than the base. */
function changedBy(overlay: string): readonly string[] {
  const base = byName(built(join(ROOT, 'manifests')));
  const changed = [...byName(built(join(OVERLAYS, overlay)))].filter(
    ([name, object]) => JSON.stringify(object) !== JSON.stringify(base.get(name)),
  );
  return changed.map(([name]) => name);
}

function deployment(overlay: string): { replicas: number; template: { spec: Record<string, unknown> } } {
  return byName(built(join(OVERLAYS, overlay))).get('Deployment datapipeline-operator')?.spec as never;
}

test('the base is what the three files hold', () => {
  const files = ['crd.yaml', 'admission.yaml', 'install.yaml'].flatMap(shipped);
  expect(byName(built(join(ROOT, 'manifests')))).toEqual(byName(files));
});

test.each(readdirSync(OVERLAYS))('overlay %s changes the Deployment and nothing else', (overlay) => {
  expect(changedBy(overlay)).toEqual(['Deployment datapipeline-operator']);
});

test('overlay registry names the image by digest, and nodes', () => {
  const { template } = deployment('registry');
  expect(template.spec).toMatchObject({
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    containers: [{ image: expect.stringMatching(/^registry\.example\.com\/datapipeline-operator@sha256:0{64}$/) }],
  });
});

test('overlay one-node has one pod', () => expect(deployment('one-node').replicas).toBe(1));
