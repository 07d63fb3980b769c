/** What is shipped for Crossplane is taken by the API server, field by field, with Crossplane's own definitions in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { type Crd, installCrds } from '../../../controlplane/crds.ts';
import { call } from '../../../controlplane/http.ts';
import { cluster } from '../../../test/support/cluster.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DEFINITIONS = join(ROOT, 'crds/crossplane');
const MANIFESTS = join(ROOT, 'manifests/crossplane');

interface Shipped {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const QUERY = 'fieldManager=test&force=true&dryRun=All&fieldValidation=Strict';

const { admin } = cluster();

beforeAll(async () => {
  const crds = readdirSync(DEFINITIONS).map((file): Crd => {
    const yaml = readFileSync(join(DEFINITIONS, file), 'utf8');
    return { yaml, name: (parse(yaml) as { metadata: { name: string } }).metadata.name };
  });
  await installCrds(admin, crds);
}, 120_000);

const files = readdirSync(MANIFESTS).filter((file) => file.endsWith('.yaml'));

test.each(files)('%s is taken as it stands', async (file) => {
  const documents = parseAllDocuments(readFileSync(join(MANIFESTS, file), 'utf8'));
  expect(documents.length).toBeGreaterThan(0);
  for (const object of documents.map((document) => document.toJS() as Shipped)) {
    const path = `/apis/${object.apiVersion}/${object.kind.toLowerCase().replace(/y$/, 'ie')}s/${object.metadata.name}`;
    // Other suites of this cluster have a ClusterProviderConfig of this name: whose fields they are is not asked here.
    const answer = await call(admin, 'PATCH', `${path}?${QUERY}`, {
      contentType: 'application/apply-patch+yaml',
      body: JSON.stringify(object),
    });
    expect([object.kind, object.metadata.name, answer.status < 300 ? '' : answer.body]).toEqual([
      object.kind,
      object.metadata.name,
      '',
    ]);
  }
});
