/**
 * What the simulated provider must know of one kind. Facts live in data (kinds/*.ts); everything that all kinds have in
 * common lives once, in external.ts and reconcile.ts.
 */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { Json, JsonObject } from '../../crds/kubernetes.ts';
import type { AwsObject, AwsType, SimulatedAws } from './aws.ts';
import type { AwsFault } from './aws-fault.ts';

/** Where in AWS a managed resource lives. */
export interface Scope {
  /** aws | aws-cn | aws-us-gov */
  readonly partition: string;
  readonly account: string;
  /** Empty for global services. */
  readonly region: string;
}

/** What a create call has to go by. */
export interface Input {
  readonly scope: Scope;
  /** Bare AWS name (the external-name annotation); empty for Assigned kinds. */
  readonly name: string;
  /** forProvider over initProvider, without references and tags, completed by `unset`. */
  readonly desired: JsonObject;
}

/** Another AWS object that must be there first. */
export interface Requirement {
  readonly type: AwsType;
  readonly address: string;
  /** What AWS says when it is not. */
  readonly fault: AwsFault;
  /** In AWS this object is a part of that one and goes with it. */
  readonly partOf?: true;
}

export type Operation = 'Create' | 'Update' | 'Delete';

export interface KindBehaviour {
  readonly kind: ManagedKind;
  /** The AWS service as SDK errors spell it: "S3". */
  readonly service: string;
  /** SDK operations. */
  readonly calls: Readonly<Record<Operation, string>>;
  /** As Terraform's messages name one: "S3 Bucket (x) Versioning". */
  readonly title: (input: Input) => string;
  /** Terraform's verb where it is not "creating". */
  readonly creating?: string;
  /** The service has no regions. */
  readonly global?: true;
  /**
   * What tells the object apart from others of its kind in one account and region. For an Assigned kind this is its external
   * name. undefined: AWS draws an id.
   */
  readonly address: (input: Input) => string | undefined;
  /** The external name in the form that the provider insists on. */
  readonly canonicalName?: (name: string) => string;
  /** What a second create of the same address does where the name is free for one only. Default: AWS refuses it. */
  readonly recreate?: 'Overwrites';
  /** What AWS says when the address is taken. */
  readonly taken?: (input: Input) => AwsFault;
  /** Terraform reads these values for arguments that are not set; also the shape of items in lists. */
  readonly unset: JsonObject;
  /** Arguments in the form that AWS gives them back. */
  readonly normalize?: (desired: JsonObject) => JsonObject;
  /** Arguments that late initialisation writes into forProvider when they are unset there. */
  readonly lateInitialized?: readonly string[];
  /** Terraform refuses to plan; the reason, or undefined. */
  readonly refusesPlan?: (desired: JsonObject) => string | undefined;
  readonly requires?: (input: Input) => readonly Requirement[];
  /** AWS refuses the create call for another reason. */
  readonly refusesCreate?: (input: Input, aws: SimulatedAws) => AwsFault | undefined;
  /** AWS refuses to delete it now. */
  readonly refusesDelete?: (object: AwsObject, aws: SimulatedAws) => AwsFault | undefined;
  /** It stays for a while, as something that counts as absent. */
  readonly deletion?: 'Pending';
  /** Computed attributes, beside the arguments and tags. */
  readonly outputs: (object: AwsObject, aws: SimulatedAws) => JsonObject;
}

/** Text argument, or empty. */
export function text(desired: JsonObject, field: string): string {
  const value = desired[field];
  return typeof value === 'string' ? value : '';
}

/** Last part of an ARN or path: "arn:aws:kms:r:a:key/ID" gives "ID". */
export function lastSegment(value: string): string {
  return value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf(':')) + 1);
}

export function arn(object: { readonly scope: Scope }, service: string, rest: string): string {
  const { partition, region, account } = object.scope;
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` with what is missing taken from `template`; a list in the template is the shape of each item, and never appears by itself. */
export function fill(value: JsonObject, template: JsonObject): JsonObject {
  const filled: Record<string, Json> = { ...value };
  for (const [key, shape] of Object.entries(template)) {
    const given = filled[key];
    const completed = given === undefined || given === null ? fresh(shape) : complete(given, shape);
    if (completed !== undefined) filled[key] = completed;
  }
  return filled;
}

function fresh(shape: Json): Json | undefined {
  return Array.isArray(shape) ? undefined : shape;
}

function complete(given: Json, shape: Json): Json {
  if (Array.isArray(given) && Array.isArray(shape)) {
    const item: Json | undefined = shape[0];
    return isObject(item) ? given.map((each: Json) => (isObject(each) ? fill(each, item) : each)) : given;
  }
  return isObject(given) && isObject(shape) ? fill(given, shape) : given;
}
