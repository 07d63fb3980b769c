/** The CustomResourceDefinition of DataPipeline, as an object. */

import { GROUP, KIND, PLURAL, VERSION } from './identifiers.ts';
import type { JsonObject } from './kubernetes.ts';
import { root } from './schema/root.ts';
import { asFieldSchema, toStructural } from './structural.ts';

/**
 * Client-side `kubectl apply` keeps a copy of the JSON in an annotation, and so does Argo CD by default; annotations may
 * hold 262,144 bytes together.
 */
export const CRD_MAX_BYTES = 250_000;

/** Columns of `kubectl get dpl`; priority 1 only with `-o wide`. */
const COLUMNS = [
  { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  { name: 'Status', type: 'string', jsonPath: '.status.summary.status' },
  { name: 'Resources', type: 'string', jsonPath: '.status.summary.resources' },
  { name: 'Environment', type: 'string', jsonPath: '.spec.environment', priority: 1 },
  { name: 'Region', type: 'string', jsonPath: '.spec.region', priority: 1 },
  { name: 'Next run', type: 'string', jsonPath: '.status.summary.nextRun', priority: 1 },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

/**
 * Deleting the definition deletes every pipeline of the cluster, so the tools that delete what they once applied are told
 * to leave it: Helm, Argo CD, Flux.
 */
export const KEEP = {
  'helm.sh/resource-policy': 'keep',
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;

export function customResourceDefinition(): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${PLURAL}.${GROUP}`, annotations: KEEP },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: {
        kind: KIND,
        listKind: `${KIND}List`,
        plural: PLURAL,
        singular: KIND.toLowerCase(),
        shortNames: ['dpl'],
        categories: ['datapipelines'],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: COLUMNS,
          schema: { openAPIV3Schema: objectSchema() },
        },
      ],
    },
  };
}

/** apiVersion and kind are the API server's to check, and it refuses a CRD that says more of metadata than its name. */
function objectSchema(): JsonObject {
  const whole = asFieldSchema(root);
  const { metadata, ...fields } = whole.properties ?? {};
  const name = metadata?.properties?.name;
  if (name === undefined) throw new Error('the schema of DataPipeline has no metadata.name');
  const { apiVersion: _, kind: __, ...own } = fields;
  const structural = toStructural({ ...whole, properties: own, required: ['spec'] });
  const { description: ___, ...nameSchema } = toStructural(name);
  const properties = { metadata: { type: 'object', properties: { name: nameSchema } } };
  return { ...structural, properties: { ...properties, ...(structural.properties as JsonObject) } };
}
