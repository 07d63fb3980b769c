/**
 * The slim record that the reflectors keep of a managed resource: what planning, readiness, deletion and status need,
 * some 0.5 KB instead of 10-30. Everything else of the live object is dropped as it arrives.
 */

import { idOf, type ManagedKind } from '../../charts/kinds/kind.ts';
import { observedPath } from '../../charts/observed.ts';
import { ANNOTATION, CROSSPLANE, LABEL, TAG } from '../../crds/identifiers.ts';
import type { Condition, Json, KubeObject } from '../../crds/kubernetes.ts';
import { ownedDigest } from './digest.ts';
import { keptFields } from './kept-fields.ts';
import { type ForeignFields, foreignFieldsOf } from './other-writers.ts';
import { type Controller, controllerOf, provenOwner } from './ownership.ts';

export interface ChildCondition {
  readonly status: Condition['status'];
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number | undefined;
}

export interface Child {
  /** Same form as RenderedObject.id. */
  readonly id: string;
  readonly kind: ManagedKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  /** Generation of a write of ours of which the provider has not said yet that it took it (inventory.ts). */
  readonly awaited: number | undefined;
  /** uid of the DataPipeline that its marks prove (ownership.ts); undefined for a managed resource that is nobody's. */
  readonly pipelineUid: string | undefined;
  /** Name of the pipeline that controls it, else the one on its label, which proves nothing by itself. */
  readonly pipeline: string | undefined;
  readonly controller: Controller | undefined;
  readonly component: string;
  readonly stage: string;
  readonly wave: number;
  /** Digest annotation: what we last rendered into it. */
  readonly rendered: string | undefined;
  /** Digest of what our field manager owns now. */
  readonly owned: string | undefined;
  /** What others own and we do not, kept only when the digests differ: tells who to name. */
  readonly foreignFields: ForeignFields;
  readonly externalName: string | undefined;
  /** The provider says that it created the AWS object itself; absent with Ready means: it found one and took it. */
  readonly createdByProvider: boolean;
  /** When it did so, RFC 3339. */
  readonly createdAt: string | undefined;
  /** Newest of the three creation marks is "pending": a creation is under way or being retried, or was broken off. */
  readonly creationUnclear: boolean;
  readonly deleting: boolean;
  readonly paused: boolean;
  readonly policies: readonly string[];
  readonly ready: ChildCondition | undefined;
  readonly synced: ChildCondition | undefined;
  readonly lastAsync: ChildCondition | undefined;
  /** status.atProvider says something, whatever it is: the provider saw an object in AWS. */
  readonly seen: boolean;
  /** What the kind's row keeps of status.atProvider, by dotted path. */
  readonly observed: Readonly<Record<string, Json>>;
  /** What the kind's row says must not shrink, as it stands in spec.forProvider. */
  readonly kept: Readonly<Record<string, Json>>;
  /** What the kind's row keeps of spec.forProvider, by dotted path. */
  readonly applied: Readonly<Record<string, Json>>;
  /** Owner tags, or the marks in their place, that the AWS object bears. */
  readonly ownerTags: { readonly uid?: string; readonly namespace?: string; readonly pipeline?: string } | undefined;
}

const MESSAGE_LIMIT = 600;

export function projectChild(kind: ManagedKind, live: KubeObject): Child {
  const { metadata } = live;
  const labels = metadata.labels ?? {};
  const annotations = metadata.annotations ?? {};
  const spec = record(live.spec);
  const status = record(live.status);
  const atProvider = record(status.atProvider);
  const conditions = Array.isArray(status.conditions) ? (status.conditions as Condition[]) : [];
  const rendered = annotations[ANNOTATION.rendered];
  const owned = ownedDigest(live);
  const controller = controllerOf(live);
  const policies = Array.isArray(spec.managementPolicies) ? (spec.managementPolicies as string[]) : ['*'];
  const looks = policies.length === 1 && policies[0] === 'Observe';
  return {
    id: idOf(kind, metadata.name),
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    generation: metadata.generation ?? 0,
    awaited: undefined,
    pipelineUid: provenOwner(live, controller, owned !== undefined),
    pipeline: controller?.isPipeline ? controller.name : labels[LABEL.pipeline],
    controller,
    component: annotations[ANNOTATION.component] ?? labels[LABEL.component] ?? '',
    stage: labels[LABEL.stage] ?? '',
    wave: Number.parseInt(annotations[ANNOTATION.wave] ?? '0', 10) || 0,
    rendered,
    owned,
    foreignFields: rendered !== undefined && rendered !== owned ? foreignFieldsOf(live) : {},
    externalName: annotations[CROSSPLANE.externalName],
    createdByProvider: annotations[CROSSPLANE.createSucceeded] !== undefined,
    createdAt: annotations[CROSSPLANE.createSucceeded],
    creationUnclear: isCreationUnclear(annotations),
    deleting: metadata.deletionTimestamp !== undefined,
    paused: annotations[CROSSPLANE.paused] === 'true',
    policies,
    ready: conditionOf(conditions, 'Ready'),
    synced: conditionOf(conditions, 'Synced'),
    lastAsync: conditionOf(conditions, 'LastAsyncOperation'),
    seen: Object.keys(atProvider).length > 0,
    observed: valuesAt(atProvider, looks ? [...kind.observed, ...kind.shown] : kind.observed),
    applied: valuesAt(record(spec.forProvider), kind.applied),
    kept: keptFields(kind, record(spec.forProvider)),
    ownerTags: ownerTagsOf(kind, atProvider),
  };
}

/** Value at a token's path ("status.atProvider.arn"). Only the fields that the slim record keeps can be tokens. */
export function observedValue(child: Child, path: string): Json | undefined {
  const kept = observedPath(path);
  return kept === undefined ? undefined : child.observed[kept];
}

/** Those that are there. */
function valuesAt(root: unknown, paths: readonly string[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    paths.flatMap((path) => {
      const value = valueAt(root, path);
      return value === undefined ? [] : [[path, value]];
    }),
  );
}

/** Value at a dotted path; a number is the place in a list: "subnets.0.id". */
function valueAt(root: unknown, path: string): Json | undefined {
  let node = root;
  for (const step of path.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
    node = (node as Readonly<Record<string, unknown>>)[step];
  }
  return node as Json | undefined;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function conditionOf(conditions: readonly Condition[], type: string): ChildCondition | undefined {
  const found = conditions.find((condition) => condition.type === type);
  return found === undefined
    ? undefined
    : {
        status: found.status,
        reason: found.reason,
        message: (found.message ?? '').slice(0, MESSAGE_LIMIT),
        observedGeneration: found.observedGeneration,
      };
}

function isCreationUnclear(annotations: Readonly<Record<string, string>>): boolean {
  const pending = annotations[CROSSPLANE.createPending];
  if (pending === undefined) return false;
  // RFC 3339 in UTC with a fixed layout: text order is time order.
  return [CROSSPLANE.createSucceeded, CROSSPLANE.createFailed].every((mark) => (annotations[mark] ?? '') < pending);
}

function ownerTagsOf({ marks }: ManagedKind, atProvider: Record<string, unknown>): Child['ownerTags'] {
  const tags = record(marks === undefined ? (atProvider.tagsAll ?? atProvider.tags) : atProvider[marks]);
  if (Object.keys(atProvider).length === 0) return undefined;
  const text = (key: string): string | undefined => (typeof tags[key] === 'string' ? (tags[key] as string) : undefined);
  const uid = text(TAG.uid);
  const namespace = text(TAG.namespace);
  const pipeline = text(TAG.pipeline);
  return {
    ...(uid !== undefined && { uid }),
    ...(namespace !== undefined && { namespace }),
    ...(pipeline !== undefined && { pipeline }),
  };
}
