/** A CustomResourceDefinition of ours, as an object. */
import type { Definition } from './definitions.ts';
import type { JsonObject } from './kubernetes.ts';
import { asFieldSchema, toStructural } from './structural.ts';

/**
 * Client-side `kubectl apply` keeps a copy of the JSON in an annotation, and so does Argo CD by default; annotations may
 * hold 262,144 bytes together.
 */
export const CRD_MAX_BYTES = 250_000;

/**
 * Deleting the definition deletes every pipeline of the cluster, so the tools that delete what they once applied are told
 * to leave it: Helm, Argo CD, Flux.
 */
const KEEP = {
  'helm.sh/resource-policy': 'keep',
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;

/**
 * Status of a pipeline that no operator has looked at yet. kstatus (Flux, Helm 4 and others wait by it) takes an object without
 * any status for finished; a generation that differs from the object's own says that it is not.
 */
export const UNSEEN = { observedGeneration: -1 } as const;

export function customResourceDefinition({ kind, shortName, columns, root }: Definition): JsonObject {
  const { group, version, plural, kind: name, namespaced } = kind;
  const schema = objectSchema(root);
  const hasStatus = 'status' in (schema.properties as JsonObject);
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: KEEP },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: {
        kind: name,
        listKind: `${name}List`,
        plural,
        singular: name.toLowerCase(),
        shortNames: [shortName],
        categories: ['datapipelines'],
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          ...(hasStatus && { subresources: { status: {} } }),
          additionalPrinterColumns: columns,
          schema: { openAPIV3Schema: schema },
        },
      ],
    },
  };
}

/** apiVersion and kind are the API server's to check, and it refuses a CRD that says more of metadata than its name. */
function objectSchema(root: object): JsonObject {
  const whole = asFieldSchema(root);
  const { metadata, ...fields } = whole.properties ?? {};
  const name = metadata?.properties?.name;
  if (name === undefined) throw new Error('the schema has no metadata.name');
  const { apiVersion: _, kind: __, ...own } = fields;
  const structural = toStructural({ ...whole, properties: own, required: ['spec'] });
  const { description: ___, ...nameSchema } = toStructural(name);
  const metadataSchema = { type: 'object', properties: { name: nameSchema } };
  const { status, ...rest } = structural.properties as { readonly [name: string]: JsonObject };
  return {
    ...structural,
    properties: {
      metadata: metadataSchema,
      ...rest,
      ...(status !== undefined && { status: { ...status, default: UNSEEN } }),
    },
  };
}
