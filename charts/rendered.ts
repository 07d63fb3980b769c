/**
 * What rendering gives to its users (controller, CLI, synth): manifests with their graph. Plain data.
 *
 * A value that is known only after AWS made a thing stands in a manifest as a token (see observed.ts).
 * Tokens and `after` together are the edges of the apply order; stages order the rest.
 */

import type { Stage } from '../crds/identifiers.ts';
import type { KubeObject, ResourceKind } from '../crds/kubernetes.ts';

/** One kind of managed resource of provider-upjet-aws, with what the operator must know of it (field guide §1.4, §1.8). */
export interface ManagedKind extends ResourceKind {
  /** The Crossplane package that brings the CRD, for "install …" messages: provider-aws-s3. */
  readonly family: string;
  /** Named: the annotation crossplane.io/external-name is ours. Assigned: AWS or the provider gives the id and writes it. */
  readonly identity: 'Named' | 'Assigned';
  /** Kept in AWS when its managed resource goes, unless deletion of data was consented to. */
  readonly retained: boolean;
  /**
   * Named kinds that stand on their own and carry tags: the provider would silently adopt a same-named AWS object,
   * so they are created with [Observe, Create] first and get their full policies once ownership is proven.
   */
  readonly guarded: boolean;
  /** forProvider has `tags`. */
  readonly tagged: boolean;
}

/** A value of another managed resource that exists only once AWS made it. */
export interface ObservedToken {
  /** id of the RenderedObject it comes from. */
  readonly from: string;
  /** Dotted path in that live object: "status.atProvider.arn". */
  readonly path: string;
}

export interface RenderedObject {
  /** `<group>/<Kind>/<metadata.name>`: unique within a pipeline, stable between renders. */
  readonly id: string;
  readonly kind: ManagedKind;
  /** The piece of spec it comes from, in the user's words: "zones/raw", "streams/main", "encryption". */
  readonly component: string;
  readonly stage: Stage;
  /** Deletion order; higher goes first. */
  readonly wave: number;
  /** Full manifest without the digest annotation; may contain tokens. */
  readonly manifest: KubeObject;
  /** Tokens that stand anywhere in the manifest, without duplicates, in a stable order. */
  readonly tokens: readonly ObservedToken[];
  /** ids of objects that must be ready before this one is applied, beyond those its tokens name. */
  readonly after: readonly string[];
}

export interface Rendered {
  /** In apply order: stage, then dependency depth, then id. */
  readonly objects: readonly RenderedObject[];
}
