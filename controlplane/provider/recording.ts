/**
 * How the real provider took one object of a kind from creation to ready to gone, as committed under recordings/. The
 * simulated kinds take their facts from these files (from-recording.ts) and a test replays each of them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../crds/kubernetes.ts';
import type { AwsType } from './aws.ts';

/** What a watcher saw of the object at one moment. */
export interface RecordedState {
  readonly generation: number;
  /** Names without "crossplane.io/", sorted. */
  readonly annotations: readonly string[];
  readonly finalizer: boolean;
  /** type, status, reason, observedGeneration */
  readonly conditions: readonly (readonly [string, string, string, number | null])[];
  readonly atProvider: boolean;
  readonly deleting: boolean;
}

export interface Recording {
  /** Version of provider-upjet-aws. */
  readonly provider: string;
  readonly kind: string;
  /** metadata.name */
  readonly name: string;
  /** Only where the manifest gave one. */
  readonly externalName?: string;
  /** As the manifest gave it. */
  readonly forProvider: JsonObject;
  readonly sequence: readonly RecordedState[];
  /** What the provider wrote into forProvider: late initialisation and resolved references. */
  readonly addedToSpec: JsonObject;
  readonly tagsAdded: readonly string[];
  /** The whole of it, once ready; absent when it never became ready. */
  readonly atProvider?: JsonObject;
}

/** Account of all recordings. */
export const RECORDED_ACCOUNT = '123456789012';

/** Throws with the file's name when there is none. */
export function readRecording(type: AwsType): Recording {
  const file = join(import.meta.dirname, 'recordings', `${type}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Recording;
}
