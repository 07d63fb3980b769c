/**
 * What the simulated provider must know of one kind. It comes from the kind's recording and from the few lines in kinds/*.ts
 * that no recording can tell (from-recording.ts); everything that all kinds have in common lives once, in external.ts and
 * reconcile.ts.
 */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { Json, JsonObject } from '../../crds/kubernetes.ts';
import type { AwsObject, AwsType, Scope, SimulatedAws } from './aws.ts';
import type { AwsFault } from './aws-fault.ts';
import type { Unset } from './recorded-values.ts';
import type { Recording } from './recording.ts';

/** What a create call has to go by. */
export interface Input {
  readonly scope: Scope;
  /** Bare AWS name (the external-name annotation); empty for Assigned kinds. */
  readonly name: string;
  /** forProvider over initProvider, without references and tags, completed by what AWS says of unset arguments. */
  readonly desired: JsonObject;
}

/** Another AWS object that must be there first. */
export interface Requirement {
  readonly type: AwsType;
  readonly address: string;
  /** What AWS says when it is not. */
  readonly fault: AwsFault;
  /** What AWS says when it waits for its deletion. Default: as if it were not there. */
  readonly pending?: AwsFault;
  /** In AWS this object is a part of that one and goes with it. */
  readonly partOf?: true;
}

export type Operation = 'Create' | 'Update' | 'Delete';

/** Where the facts of a kind come from. */
export type Evidence =
  | { readonly type: 'Recorded'; readonly recording: Recording }
  /** In a sentence: why nobody saw the real provider make one. */
  | { readonly type: 'NotRecorded'; readonly why: string };

/** An update is several calls; `done` is what those before the refused one changed. */
export type UpdateFault = AwsFault & { readonly done?: JsonObject };

/** What AWS or Terraform refuses, beyond names that are taken and things that are missing. */
export interface Refusals {
  /** Terraform does not even plan it: "observe failed: cannot compute the instance diff: …". */
  readonly plan?: (desired: JsonObject) => string | undefined;
  readonly create?: (input: Input, aws: SimulatedAws) => AwsFault | undefined;
  /** `object` as it stands; `input` as it is to be. */
  readonly update?: (object: AwsObject, input: Input, aws: SimulatedAws) => UpdateFault | undefined;
  readonly delete?: (object: AwsObject, aws: SimulatedAws) => AwsFault | undefined;
}

export type Output = (object: AwsObject, aws: SimulatedAws) => Json | undefined;

export interface KindBehaviour {
  readonly kind: ManagedKind;
  readonly evidence: Evidence;
  /** The AWS service as SDK errors spell it: "S3". */
  readonly service: string;
  /** SDK operations. */
  readonly calls: Readonly<Record<Operation, string>>;
  /** As Terraform's messages name one: "S3 Bucket (x) Versioning". */
  readonly title: (input: Input) => string;
  /** Terraform's verb where it is not "creating". */
  readonly creating: string;
  /** The service has no regions. */
  readonly global: boolean;
  /**
   * What tells the object apart from others of its kind in one account and region. For an Assigned kind this is its external
   * name. undefined: AWS draws an id.
   */
  readonly address: (input: Input) => string | undefined;
  /** An id as AWS draws them for this kind, out of a UUID. */
  readonly drawn: (uuid: string) => string;
  /** The external name in the form that the provider insists on. */
  readonly canonicalName?: (name: string) => string;
  /** What a second create of the same address does where the name is free for one only. Default: AWS refuses it. */
  readonly recreate?: 'Overwrites';
  /** What AWS says when the address is taken. */
  readonly taken: (input: Input) => AwsFault;
  readonly unset: Unset;
  /** Arguments in the form that AWS gives them back. */
  readonly normalize?: (desired: JsonObject) => JsonObject;
  /**
   * Arguments that late initialisation writes into forProvider when they are unset there, by example: of an object it writes
   * the fields that the example has.
   */
  readonly lateInitialized: JsonObject;
  readonly requires: (input: Input) => readonly Requirement[];
  readonly refuses: Refusals;
  /** What AWS knows of the object beyond its attributes, once these are `after`. */
  readonly internals: (before: AwsObject | undefined, after: JsonObject, nowMs: number) => JsonObject;
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
