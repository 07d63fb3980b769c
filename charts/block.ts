/**
 * What a part is built into: the cdk8s construct of one component. It knows the envelope that every managed resource shares
 * (names, labels, tags, owner, policies, provider configuration), so a part only says what is special.
 *
 *     const bucket = block.managed(Bucket, { name: zone.object, awsName: zone.bucket, forProvider: { region } });
 *     block.managed(BucketVersioning, { name: zone.object, after: [bucket], forProvider: { … } });
 */
import { ApiObject, type ApiObjectProps, type GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';
import type { Stage } from '../crds/identifiers.ts';
import type { Json, KubeObject } from '../crds/kubernetes.ts';
import { Role, RolePolicy } from '../imports/iam.ts';
import { type PolicyDocument, serialisePolicy } from './access/document.ts';
import type { RoleModel } from './access/role.ts';
import { rolePolicy, type Use } from './access/use.ts';
import type { Adjustment } from './adjustment.ts';
import { envelope, ownerMarks, tagsOf } from './envelope.ts';
import { managedKind } from './kinds/all.ts';
import { IAM } from './kinds/iam.ts';
import { idOf, type ManagedKind } from './kinds/kind.ts';
import { type ManagementPolicy, managementPolicies } from './management-policies.ts';
import type { PipelineModel } from './model.ts';
import { observed } from './observed.ts';
import type { Placement } from './placement.ts';
import type { Foreign } from './rendered.ts';

/** A generated L1 class of imports/. */
type L1 = (new (
  scope: Construct,
  id: string,
  props: never,
) => ApiObject) & {
  readonly GVK: GroupVersionKind;
  manifest(props: never): unknown;
};

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
  readonly manifest: KubeObject;
  /** ids of the resources that must be ready before. */
  readonly after: readonly string[];
  readonly adjustment?: Adjustment;
  readonly foreign?: Foreign;
}

interface ManagedProps<Class extends L1> {
  /** metadata.name. */
  readonly name: string;
  /** The name in AWS, for kinds that are named by annotation; required there, and there only. */
  readonly awsName?: string;
  readonly forProvider: ForProvider<Class>;
  /** ids of the resources that must be ready before this one, beyond those its tokens name. */
  readonly after?: readonly string[];
  readonly adjustment?: Adjustment;
  /** Others change what was made, and an update would undo that. */
  readonly createdOnly?: boolean;
  /** It is not the pipeline's, which neither tags nor deletes it. */
  readonly foreign?: Foreign;
}

interface RoleProps {
  /** A sentence for the console: whose role it is. */
  readonly description: string;
  /** Who may assume it. */
  readonly trust: PolicyDocument;
  /** What it may do. */
  readonly uses: readonly Use[];
}

export class Block extends Construct {
  readonly #model: PipelineModel;
  readonly #placement: Placement;
  readonly #resources: Managed[] = [];
  readonly #roleArns: Record<string, string> = {};

  constructor(scope: Construct, model: PipelineModel, placement: Placement) {
    super(scope, placement.component);
    this.#model = model;
    this.#placement = placement;
  }

  /** What was made so far. */
  get resources(): readonly Managed[] {
    return this.#resources;
  }

  /** ARNs of the roles made so far, as tokens, by their use. */
  get roleArns(): Readonly<Record<string, string>> {
    return this.#roleArns;
  }

  /** Makes one managed resource of this component. Returns its id. */
  managed<Class extends L1>(l1: Class, props: ManagedProps<Class>): string {
    const kind = managedKind(l1.GVK.apiVersion, l1.GVK.kind);
    if (kind === undefined) throw new Error(`${l1.GVK.apiVersion}/${l1.GVK.kind} is not in the table of kinds`);
    if ((kind.identity === 'Named') !== (props.awsName !== undefined)) {
      throw new Error(`${kind.kind} ${props.name}: an AWS name is given if and only if the kind is Named`);
    }
    const spec: ManagedSpec = {
      forProvider: {
        ...(props.forProvider as object),
        ...marked(kind, props.forProvider as Record<string, unknown>, this.#model),
        ...(kind.tagged && props.foreign === undefined ? { tags: tagsOf(this.#model, this.#placement, kind) } : {}),
      },
      managementPolicies: policiesOf(kind, props),
      providerConfigRef: this.#model.providerConfigRef,
    };
    const metadata = envelope(this.#model, this.#placement, props.name, props.awsName);
    // Policies and the reference are the same text in all kinds, but the generated classes give each an enum of its own.
    const { manifest: manifestOf } = l1 as unknown as { manifest(props: unknown): Json };
    const manifest = sorted(manifestOf({ metadata, spec })) as unknown as KubeObject;
    new ApiObject(this, `${kind.kind}-${props.name}`, manifest as unknown as ApiObjectProps);
    const id = idOf(kind, props.name);
    const { component, stage } = this.#placement;
    this.#resources.push({
      id,
      kind,
      component,
      stage,
      manifest,
      after: props.after ?? [],
      ...(props.adjustment === undefined ? {} : { adjustment: props.adjustment }),
      ...(props.foreign === undefined ? {} : { foreign: props.foreign }),
    });
    return id;
  }

  /** Makes a role and the one policy of it. Returns the id of the policy: with it, the role is complete. */
  role({ use, object, role, path, boundaryArn }: RoleModel, { description, trust, uses }: RoleProps): string {
    const made = this.managed(Role, {
      name: object,
      awsName: role,
      forProvider: {
        description,
        assumeRolePolicy: serialisePolicy(trust),
        ...(path === '/' ? {} : { path }),
        ...(boundaryArn === undefined ? {} : { permissionsBoundary: boundaryArn }),
      },
    });
    this.#roleArns[use] = observed(IAM.Role, object, 'arn');
    return this.managed(RolePolicy, {
      name: object,
      awsName: role,
      after: [made, ...new Set(uses.flatMap(({ entrusted = [] }) => entrusted))],
      forProvider: { role, policy: serialisePolicy(rolePolicy(uses)) },
    });
  }
}

interface ManagedSpec {
  readonly forProvider: object;
  readonly managementPolicies: readonly ManagementPolicy[];
  readonly providerConfigRef: PipelineModel['providerConfigRef'];
}

function policiesOf(
  kind: ManagedKind,
  { createdOnly, foreign }: Pick<ManagedProps<never>, 'createdOnly' | 'foreign'>,
): readonly ManagementPolicy[] {
  if (foreign !== undefined && foreign.says === undefined) return ['Observe'];
  return managementPolicies(kind).filter((policy) => policy !== 'Update' || createdOnly !== true);
}

/** Whose it is, for a kind that says so elsewhere than in tags. */
function marked({ marks }: ManagedKind, forProvider: Readonly<Record<string, unknown>>, model: PipelineModel): object {
  return marks === undefined ? {} : { [marks]: { ...(forProvider[marks] as object), ...ownerMarks(model) } };
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
