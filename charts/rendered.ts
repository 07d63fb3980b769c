/**
 * What rendering gives to its users (controller, CLI, synth): manifests with their graph. Plain data.
 *
 * A value that is known only after AWS made a thing stands in a manifest as a token (see observed.ts).
 * Tokens and `after` together are the edges of the apply order; stages order the rest.
 */
import type { Stage } from '../crds/identifiers.ts';
import type { KubeObject } from '../crds/kubernetes.ts';
import type { Adjustment } from './adjustment.ts';
import type { MonthlyCost } from './cost/estimate.ts';
import type { Facts } from './facts.ts';
import type { ManagedKind } from './kinds/kind.ts';

/** A value of another managed resource that exists only once AWS made it. */
export interface ObservedToken {
  /** id of the RenderedObject it comes from. */
  readonly from: string;
  /** Dotted path in that live object: "status.atProvider.arn". */
  readonly path: string;
}

/** What a managed resource stands for in AWS is somebody else's. */
export interface Foreign {
  /** Its id in AWS. */
  readonly externalName: string;
  /**
   * What of it the spec says, in the user's words: replaced once that is approved. Absent: it is only ever looked at.
   */
  readonly says?: string;
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
  /** How what is applied may differ from the manifest for a while. */
  readonly adjustment?: Adjustment;
  readonly foreign?: Foreign;
}

/** That one piece of spec uses another. */
export interface RenderedUse {
  readonly by: string;
  readonly of: string;
  /** What its role may do with it, by the sids of the statements. */
  readonly sids: readonly string[];
}

/** What status tells of one piece of spec, beside whether its objects are ready. */
export interface RenderedPart {
  /** As on its objects; a part may have none. */
  readonly component: string;
  readonly stage: Stage;
  readonly facts: Facts;
  readonly uses: readonly RenderedUse[];
  readonly cost: MonthlyCost;
}

export interface Rendered {
  /** In apply order: stage, then dependency depth, then id. */
  readonly objects: readonly RenderedObject[];
  /** Pieces of one section stand in the order of the spec. */
  readonly parts: readonly RenderedPart[];
}
