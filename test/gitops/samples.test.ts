/** What the samples for Argo CD and Flux must never do to pipelines, whatever else is edited in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

interface Application {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: {
    readonly syncPolicy: { readonly automated?: { readonly prune?: boolean }; readonly syncOptions: readonly string[] };
  };
}

function documents<Kind>(file: string): readonly Kind[] {
  const text = readFileSync(join(import.meta.dirname, '../../manifests', file), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Kind);
}

const [application] = documents<Application>('argocd/application.yaml');
const [set] = documents<{
  readonly spec: {
    readonly syncPolicy: { readonly preserveResourcesOnDeletion: boolean };
    readonly template: Application;
    readonly templatePatch: string;
  };
}>('argocd/applicationset.yaml');

test.each([
  ['application', application],
  ['template of the set', set?.spec.template],
])('%s: pipelines are compared by the API server and deleted in the order of the operator', (_, sample) => {
  expect(sample?.metadata.annotations).toMatchObject({ 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' });
  expect(sample?.spec.syncPolicy.syncOptions).toEqual(
    expect.arrayContaining(['ServerSideApply=true', 'PrunePropagationPolicy=background']),
  );
  expect(sample?.metadata.finalizers ?? []).not.toContain('resources-finalizer.argocd.argoproj.io');
});

test('a file or an environment that goes takes no pipeline along', () => {
  expect(application?.spec.syncPolicy.automated).toMatchObject({ prune: false });
  expect(set?.spec.syncPolicy.preserveResourcesOnDeletion).toBe(true);
  expect(set?.spec.templatePatch).toMatch(/^ +prune: false$/m);
  const kustomizations = documents<{ readonly metadata: { readonly name: string }; readonly spec: object }>(
    'flux/pipelines.yaml',
  );
  const pipelines = kustomizations.find(({ metadata }) => metadata.name === 'pipelines-production');
  expect(pipelines?.spec).toMatchObject({ prune: false, wait: true, dependsOn: [{ name: 'datapipeline-operator' }] });
});
