/**
 * How near an object may come to AWS yet: what it is rendered with until it is certain whose the AWS object is, and which
 * one it is, and as long as AWS does not take all that is rendered. Pure; the decisions are in guard.ts, lost-and-found.ts,
 * pointer.ts and adjust/, this is their common word.
 */

import { CROSSPLANE } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import type { Changes } from './adjust/adjust.ts';
import type { Stall } from './guard.ts';
import type { HeldChange } from './held.ts';
import type { Refusal } from './readiness.ts';

export interface Approach {
  /** In place of the rendered policies: not yet proven ours. */
  readonly policies?: readonly string[];
  /** The id in AWS that it is to stand for. */
  readonly externalName?: string;
  /** Field of forProvider that is left out. */
  readonly without?: string;
  /** Fields of forProvider that are applied otherwise than rendered, for what AWS takes now (adjust/). */
  readonly changes?: Changes;
  /** It only looks, so nothing that it needs later must be there. */
  readonly looks?: boolean;
  /** ids of the objects that must answer first. */
  readonly waitsFor?: readonly string[];
  /** The managed resource stands for the wrong AWS object: it is let go, then made anew. */
  readonly replace?: true;
  readonly stall?: Stall;
  /** What it would replace, and does not before that is approved. */
  readonly held?: readonly HeldChange[];
  /** What somebody else has to mend before it can be used. */
  readonly failed?: Refusal;
}

export const STRAIGHT: Approach = {};

export function shaped(manifest: KubeObject, { policies, externalName, without, changes }: Approach): KubeObject {
  const isAsRendered = [policies, externalName, without, changes].every((each) => each === undefined);
  if (isAsRendered) return manifest;
  const spec = manifest.spec as Readonly<Record<string, unknown>>;
  const annotations = {
    ...manifest.metadata.annotations,
    ...(externalName !== undefined && { [CROSSPLANE.externalName]: externalName }),
  };
  return {
    ...manifest,
    metadata: { ...manifest.metadata, annotations },
    spec: {
      ...spec,
      ...(policies !== undefined && { managementPolicies: policies }),
      forProvider: changed(without === undefined ? spec.forProvider : omit(spec.forProvider, without), changes),
    },
  };
}

function changed(forProvider: unknown, changes: Changes = {}): unknown {
  const names = Object.keys(changes);
  if (names.length === 0) return forProvider;
  const kept = Object.entries(forProvider as Record<string, unknown>).filter(([name]) => !names.includes(name));
  return Object.fromEntries([...kept, ...Object.entries(changes).filter(([, value]) => value !== null)]);
}

function omit(value: unknown, field: string): Record<string, unknown> {
  const { [field]: _, ...rest } = value as Record<string, unknown>;
  return rest;
}
