/**
 * One row per kind of managed resource, with every fact that charts, controller, install and simulation must know of it.
 *
 * Rows stand in charts/kinds/<service>.ts and are called by their service (`KINESIS.Stream`): a kind's bare name is not
 * unique across AWS. A test holds them to the provider's CRD files. What the CRDs do not say comes from the provider's
 * behaviour: who names the AWS object, what the provider would silently adopt, what must outlive its managed resource.
 */
import type { ResourceKind } from '../../crds/kubernetes.ts';

/** `<service>.<Kind>`, the service as the provider's API groups spell it: "kinesis.Stream". */
export type KindKey = `${string}.${string}`;

/** A field of forProvider that has native references beside it. */
export interface Reference {
  readonly to: KindKey;
  /** What of the object referred to becomes the value: its external name, or a field of status.atProvider. */
  readonly gives: 'externalName' | 'arn' | 'id' | 'availabilityZone';
  /** For lists: the companion field that takes the references; scalars always have `<field>Ref`. */
  readonly refs?: string;
}

/**
 * A field that says how long something is kept: making it smaller makes AWS delete what is there. `absent`: what it means
 * when it is left out of what holds it; without that, nothing is deleted. `says`: the field of spec, in the user's words. `why`: what would happen; `{to}` is the new value.
 */
export interface KeptValue {
  /** Dotted path in forProvider, or in the item of a list. Lists of one on the way are passed through. */
  readonly path: string;
  readonly absent: 'ForEver' | 'Nothing';
  readonly says: string;
  readonly why: string;
}

/** The same in each item of a list; items are told apart by `by`. */
export interface KeptList {
  /** Field of forProvider. */
  readonly list: string;
  readonly by: string;
  /** How messages call an item: the main one, and the others, whose key goes into brackets. */
  readonly main: { readonly key: string; readonly says: string };
  readonly othersSay: string;
  /** Those that follow from another field of spec, by their key. */
  readonly fieldsOf?: Readonly<Record<string, string>>;
  /** Only items with this value do anything. */
  readonly active: { readonly field: string; readonly is: string };
  /** What an item applies to; one that applies to something else now is a new one. */
  readonly scope: string;
  readonly each: readonly KeptValue[];
}

export type Keeps = KeptValue | KeptList;

/** What a row says; everything that is left out is no, none, or the default named. */
export interface KindFacts {
  readonly plural: string;
  /** Named: the annotation crossplane.io/external-name is ours. Assigned: AWS or the provider gives the id and writes it. */
  readonly identity: 'Named' | 'Assigned';
  /** Of Assigned kinds: the field of forProvider with the name that AWS knows the object by. Absent where AWS draws an id. */
  readonly namedBy?: string;
  /** Longest name, in characters; source: the service's API reference. Given where there is a name. */
  readonly nameLimit?: number;
  /** Within what a name is unique. @default Region */
  readonly nameScope?: 'Partition' | 'Account' | 'Region';
  /** It exists only within another object, which `by`, a field of forProvider, names. */
  readonly partOf?: { readonly kind: KindKey; readonly by: string };
  /** forProvider has `tags`. */
  readonly tagged?: true;
  /** Most tags that it takes, where that is fewer than AWS's usual fifty: ours have room then, the user's have not. */
  readonly tagLimit?: number;
  /**
   * Named kinds whose AWS object can say whose it is, by tags or `marks`: the provider would silently adopt a same-named
   * one, so they are created with [Observe, Create] first and get their full policies once ownership is proven.
   */
  readonly guarded?: true;
  /** Where a kind without tags can say whose it is: a map of text in forProvider. Guarded kinds have this or tags. */
  readonly marks?: string;
  /**
   * A name in AWS for an object whose id AWS draws, and which outlives the cluster's memory of it: `by` is the field that
   * sets what it points to, `shows` the field of status.atProvider with the ARN that it points to now.
   */
  readonly pointer?: { readonly by: string; readonly shows: string };
  /** Kept in AWS when its managed resource goes, unless deletion of data was consented to. */
  readonly retained?: true;
  /** Without it, or with another in its place, data is lost or out of reach. Retained kinds all are; others say so. */
  readonly holdsOrProtectsData?: true;
  /** Fields that must not shrink without an approval. */
  readonly keeps?: readonly Keeps[];
  /** Dotted paths in status.atProvider that the controller's slim record keeps beside `id`; only these can be tokens. */
  readonly observed?: readonly string[];
  /** Further ones that it keeps while an object is only looked at: what is somebody else's is told from them. */
  readonly shown?: readonly string[];
  /** Fields of forProvider that the slim record keeps as they were applied last. */
  readonly applied?: readonly string[];
  /** Fields of forProvider that never change: another value is another object. */
  readonly immutable?: readonly string[];
  /** By dotted path in forProvider; lists on the way are passed through: "rule.applyServerSideEncryptionByDefault.kmsMasterKeyId". */
  readonly references?: Readonly<Record<string, Reference>>;
  /**
   * Another content is another object, and the old one is needed until the new one has taken over: an object that left the
   * spec stays until everything that is wanted is ready, of its own component or, where others use it, of all.
   */
  readonly succeeded?: 'InComponent' | 'InPipeline';
  /** AWS refuses a change that names what is not there yet: so a change waits as a creation does. */
  readonly changesAfter?: true;
  /** Field in `applied` with the seconds that it gathers before it writes; succeeded, it goes only when it has. */
  readonly gathersFor?: string;
  /** What a user must know when one is replaced by another of its component. Left out: nothing that anybody would notice. */
  readonly whenReplaced?: string;
  /** Deleting it in AWS takes along all that hangs on it; of the retained kinds only these are deleted with consent. */
  readonly dataRoot?: true;
  /** Field of forProvider that must be true, and be seen in status.atProvider, before AWS lets it go with its content. */
  readonly emptiedBy?: string;
}

/** One kind of managed resource of provider-upjet-aws. `Path`: what the slim record keeps of status.atProvider. */
export interface ManagedKind<Path extends string = string> extends ResourceKind {
  readonly key: KindKey;
  /** The Crossplane package that brings the CRD, for "install …" messages: provider-aws-s3. */
  readonly family: string;
  readonly identity: KindFacts['identity'];
  readonly namedBy: string | undefined;
  readonly nameLimit: number | undefined;
  readonly nameScope: NonNullable<KindFacts['nameScope']>;
  readonly partOf: KindFacts['partOf'] | undefined;
  readonly tagged: boolean;
  readonly tagLimit: number | undefined;
  readonly guarded: boolean;
  readonly marks: string | undefined;
  readonly pointer: KindFacts['pointer'] | undefined;
  readonly retained: boolean;
  readonly holdsOrProtectsData: boolean;
  readonly keeps: readonly Keeps[];
  readonly observed: readonly Path[];
  readonly shown: readonly string[];
  readonly applied: readonly string[];
  readonly immutable: readonly string[];
  readonly references: ReadonlyMap<string, Reference>;
  readonly succeeded: KindFacts['succeeded'] | undefined;
  readonly changesAfter: boolean;
  readonly gathersFor: string | undefined;
  readonly whenReplaced: string | undefined;
  readonly dataRoot: boolean;
  readonly emptiedBy: string | undefined;
}

type PathOf<Facts> =
  | 'id'
  | (Facts extends { readonly observed: readonly (infer Path extends string)[] } ? Path : never);

/** A row as its service has it: paths and a given limit are known to the compiler. */
type Row<Facts> = ManagedKind<PathOf<Facts>> & Pick<Facts, Extract<keyof Facts, 'nameLimit'>>;

/** The rows of one service. */
export function service<const Rows extends Readonly<Record<string, KindFacts>>>(
  name: string,
  rows: Rows,
): { readonly [Kind in keyof Rows]: Row<Rows[Kind]> } {
  const kinds = Object.entries(rows).map(([kind, facts]) => [kind, complete(name, kind, facts)]);
  return Object.fromEntries(kinds) as { readonly [Kind in keyof Rows]: Row<Rows[Kind]> };
}

function complete(service: string, kind: string, facts: KindFacts): ManagedKind {
  const { plural, identity, retained = false } = facts;
  return {
    key: `${service}.${kind}`,
    group: `${service}.aws.m.upbound.io`,
    version: 'v1beta1',
    kind,
    plural,
    namespaced: true,
    family: `provider-aws-${service}`,
    identity,
    namedBy: facts.namedBy,
    nameLimit: facts.nameLimit,
    nameScope: facts.nameScope ?? 'Region',
    partOf: facts.partOf,
    tagged: facts.tagged ?? false,
    tagLimit: facts.tagLimit,
    guarded: facts.guarded ?? false,
    marks: facts.marks,
    pointer: facts.pointer,
    retained,
    holdsOrProtectsData: retained || (facts.holdsOrProtectsData ?? false),
    keeps: facts.keeps ?? [],
    observed: ['id', ...(facts.observed ?? [])],
    shown: facts.shown ?? [],
    applied: facts.applied ?? [],
    immutable: facts.immutable ?? [],
    references: new Map(Object.entries(facts.references ?? {})),
    succeeded: facts.succeeded,
    changesAfter: facts.changesAfter === true,
    gathersFor: facts.gathersFor,
    whenReplaced: facts.whenReplaced,
    dataRoot: facts.dataRoot ?? false,
    emptiedBy: facts.emptiedBy,
  };
}

/** The provider's CRD of a kind, under crds/provider-aws. */
export function crdFile({ group, plural }: Pick<ManagedKind, 'group' | 'plural'>): string {
  return `${group}_${plural}.yaml`;
}

/** Names one managed resource of a pipeline, see RenderedObject.id: `<group>/<Kind>/<metadata.name>`. */
export function idOf({ group, kind }: Pick<ManagedKind, 'group' | 'kind'>, name: string): string {
  return `${group}/${kind}/${name}`;
}

/** metadata.name in an id. */
export function nameIn(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
