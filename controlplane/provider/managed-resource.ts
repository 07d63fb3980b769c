/** A managed resource as the provider reads it. Plain data, taken from the live object. */

import { CROSSPLANE } from '../../crds/identifiers.ts';
import type { Condition, JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import { isObject, text } from './behaviour.ts';

export interface ManagedResource {
  readonly object: KubeObject;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly generation: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  readonly deleting: boolean;
  /** crossplane.io/external-name; undefined when absent or empty. */
  readonly externalName: string | undefined;
  readonly policies: readonly string[];
  readonly providerConfig: { readonly kind: string; readonly name: string };
  readonly forProvider: JsonObject;
  readonly initProvider: JsonObject | undefined;
  readonly status: JsonObject;
  readonly conditions: readonly Condition[];
}

export function readResource(object: KubeObject): ManagedResource {
  const { metadata } = object;
  const annotations = metadata.annotations ?? {};
  const spec = isObject(object.spec) ? object.spec : {};
  const status = isObject(object.status) ? object.status : {};
  const config = isObject(spec.providerConfigRef) ? spec.providerConfigRef : {};
  return {
    object,
    uid: metadata.uid ?? '',
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    generation: metadata.generation ?? 0,
    annotations,
    finalizers: metadata.finalizers ?? [],
    deleting: metadata.deletionTimestamp !== undefined,
    externalName: annotations[CROSSPLANE.externalName] || undefined,
    policies: Array.isArray(spec.managementPolicies) ? spec.managementPolicies.map(String) : ['*'],
    providerConfig: { kind: text(config, 'kind') || 'ClusterProviderConfig', name: text(config, 'name') || 'default' },
    forProvider: isObject(spec.forProvider) ? spec.forProvider : {},
    initProvider: isObject(spec.initProvider) ? spec.initProvider : undefined,
    status,
    conditions: Array.isArray(status.conditions) ? (status.conditions as unknown as Condition[]) : [],
  };
}

/** Changes that the provider makes to an object outside its status. */
export interface Edit {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly forProvider?: JsonObject;
  /** Reference resolution patches; every other write is an Update, which also leaves an empty initProvider behind. */
  readonly how?: 'Patch';
}

export function edited(resource: ManagedResource, edit: Edit): KubeObject {
  const { object } = resource;
  const { status: _, ...rest } = object;
  const spec = isObject(object.spec) ? object.spec : {};
  return {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      ...object.metadata,
      ...(edit.annotations && { annotations: { ...resource.annotations, ...edit.annotations } }),
      ...(edit.finalizers && { finalizers: edit.finalizers }),
    },
    spec: {
      ...spec,
      forProvider: { ...resource.forProvider, ...edit.forProvider },
      ...(edit.how !== 'Patch' && { initProvider: resource.initProvider ?? {} }),
    },
  };
}
