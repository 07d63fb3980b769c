/**
 * A building block: a cdk8s construct that makes the managed resources of one component. It knows the envelope every
 * managed resource shares (names, labels, tags, owner, policies, provider configuration), so blocks only say what is special.
 */
import type { ApiObject, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';
import type { Classification } from '../crds/datapipeline.ts';
import type { Stage } from '../crds/identifiers.ts';
import type { Json, KubeObject } from '../crds/kubernetes.ts';
import { envelope, tagsOf } from './envelope.ts';
import { managedKind } from './kinds/all.ts';
import { idOf, type ManagedKind } from './kinds/kind.ts';
import { type ManagementPolicy, managementPolicies } from './management-policies.ts';
import type { PipelineModel } from './model/model.ts';

/** A generated L1 class of imports/. */
type L1 = (new (
  scope: Construct,
  id: string,
  props: never,
) => ApiObject) & {
  readonly GVK: GroupVersionKind;
  manifest(props: never): unknown;
};

/** The same class with the types of one kind taken off; see Block.managed. */
type AnyL1 = (new (scope: Construct, id: string, props: unknown) => ApiObject) & { manifest(props: unknown): Json };

/** spec.forProvider of an L1 class, without the tags, which are the envelope's. */
type ForProvider<Class extends L1> = Class extends new (
  scope: Construct,
  id: string,
  props: infer Props,
) => ApiObject
  ? Props extends { readonly spec: { readonly forProvider: infer Fields } }
    ? Omit<Fields, 'tags'>
    : never
  : never;

/** One managed resource with what the graph needs to know of it. */
export interface Managed {
  /** See RenderedObject.id. */
  readonly id: string;
  readonly kind: ManagedKind;
  readonly component: string;
  readonly stage: Stage;
  /** The construct, for `cdk8s synth` and its dependencies. */
  readonly object: ApiObject;
  /** What the construct renders to, by the generated class itself; a quarter of the time of ApiObject.toJson. */
  readonly manifest: KubeObject;
  /** ids of the resources that must be ready before. */
  readonly after: readonly string[];
}

/** What all blocks of a pipeline share; `resources` collects what they make. */
export interface Site {
  readonly model: PipelineModel;
  readonly resources: Managed[];
}

export interface Placement {
  readonly stage: Stage;
  /** The piece of spec, in the user's words: "zones/raw". */
  readonly component: string;
  /** Of the data in it; the pipeline's when left out. */
  readonly classification?: Classification;
}

interface ManagedProps<Class extends L1> {
  /** metadata.name. */
  readonly name: string;
  /** The name in AWS, for kinds that are named by annotation; required there, and there only. */
  readonly awsName?: string;
  readonly forProvider: ForProvider<Class>;
  /** Resources that must be ready before this one, beyond those its tokens name. */
  readonly after?: readonly Managed[];
}

export abstract class Block extends Construct {
  protected readonly model: PipelineModel;
  readonly #site: Site;
  readonly #placement: Placement;

  constructor(scope: Construct, id: string, site: Site, placement: Placement) {
    super(scope, id);
    this.model = site.model;
    this.#site = site;
    this.#placement = placement;
  }

  /** Makes one managed resource of this block's component. */
  protected managed<Class extends L1>(l1: Class, props: ManagedProps<Class>): Managed {
    const kind = managedKind(l1.GVK.apiVersion, l1.GVK.kind);
    if (kind === undefined) throw new Error(`${l1.GVK.apiVersion}/${l1.GVK.kind} is not in the table of kinds`);
    if ((kind.identity === 'Named') !== (props.awsName !== undefined)) {
      throw new Error(`${kind.kind} ${props.name}: an AWS name is given if and only if the kind is Named`);
    }
    const { stage, component } = this.#placement;
    const after = props.after ?? [];
    const spec: ManagedSpec = {
      forProvider: {
        ...(props.forProvider as object),
        ...(kind.tagged ? { tags: tagsOf(this.model, this.#placement) } : {}),
      },
      managementPolicies: managementPolicies(kind),
      providerConfigRef: this.model.providerConfigRef,
    };
    const metadata = envelope(this.model, this.#placement, props.name, props.awsName);
    // Policies and the reference are the same text in all kinds, but the generated classes give each an enum of its own.
    const anyL1 = l1 as unknown as AnyL1;
    const object = new anyL1(this, `${kind.kind}-${props.name}`, { metadata, spec });
    for (const resource of after) object.addDependency(resource.object);
    const made: Managed = {
      id: idOf(kind, props.name),
      kind,
      component,
      stage,
      object,
      manifest: sorted(anyL1.manifest({ metadata, spec })) as unknown as KubeObject,
      after: after.map((resource) => resource.id),
    };
    this.#site.resources.push(made);
    return made;
  }
}

interface ManagedSpec {
  readonly forProvider: object;
  readonly managementPolicies: readonly ManagementPolicy[];
  readonly providerConfigRef: PipelineModel['providerConfigRef'];
}

/** Keys in order at every level, as cdk8s writes them: the order in which a user writes tags makes no difference. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const source = value as { readonly [key: string]: Json | undefined };
  const entries: [string, Json][] = [];
  for (const key of Object.keys(source).sort()) {
    const child = source[key];
    if (child !== undefined) entries.push([key, sorted(child)]);
  }
  // Not by assignment: a tag may be called __proto__.
  return Object.fromEntries(entries);
}
