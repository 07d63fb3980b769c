/**
 * Makes a committed recording out of a raw one: `tsx controlplane/provider/trim-recording.ts RAW.json`, result on standard
 * output. A raw recording is what a watcher wrote down: the object as it stood each time it changed, and its last atProvider.
 *
 * A raw recording does not hold the manifest. What comes out as forProvider are the arguments with a value of their own, and
 * references for what was resolved: an argument that AWS gives such a value by itself stands among them too and is to be
 * struck out by hand.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { crdFile } from '../../charts/kinds/kind.ts';
import type { Json, JsonObject } from '../../crds/kubernetes.ts';
import { isObject } from './behaviour.ts';
import type { RecordedState, Recording } from './recording.ts';

interface RawState {
  /** The last state has nothing else. */
  readonly gone?: true;
  readonly generation: number;
  readonly annotations: readonly string[];
  readonly finalizers: readonly string[];
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly observedGeneration?: number;
  }[];
  readonly atProvider: boolean;
  readonly deleting?: boolean;
}

export interface RawRecording {
  /** "s3.Bucket/name" */
  readonly object: string;
  readonly externalNameGiven: boolean;
  readonly sequence: readonly RawState[];
  readonly externalName?: string;
  readonly addedToSpec?: JsonObject;
  readonly tagsAdded?: readonly string[];
  readonly atProvider?: JsonObject;
}

/** @param isArgument whether the CRD's forProvider has a field of that name */
export function trimRecording(raw: RawRecording, isArgument: (field: string) => boolean): Recording {
  const [type = '', name = ''] = raw.object.split('/');
  const { tags, ...added } = raw.addedToSpec ?? {};
  const { atProvider, tagsAdded = [] } = raw;
  return {
    provider: 'v2.5.0',
    kind: type.slice(type.indexOf('.') + 1),
    name,
    ...(raw.externalNameGiven && raw.externalName !== undefined && { externalName: raw.externalName }),
    forProvider:
      atProvider === undefined ? {} : givenIn(atProvider, added, tagsAdded, resolvedReferences(raw), isArgument),
    sequence: distinct(raw.sequence.filter(({ gone }) => !gone).map(stateOf)),
    addedToSpec: added,
    tagsAdded,
    ...(atProvider !== undefined && { atProvider }),
  };
}

/** Tags are one write to the spec before creation; whatever was written there beside them came from references. */
function resolvedReferences({ sequence, tagsAdded = [] }: RawRecording): boolean {
  const created = sequence.find(({ annotations = [] }) => annotations.includes('external-create-pending'));
  return (created?.generation ?? 1) > (tagsAdded.length > 0 ? 2 : 1);
}

function givenIn(
  atProvider: JsonObject,
  added: JsonObject,
  tagsAdded: readonly string[],
  resolved: boolean,
  isArgument: (field: string) => boolean,
): JsonObject {
  const { tags, tagsAll: _, ...seen } = atProvider;
  const own = Object.fromEntries(
    Object.entries(isObject(tags) ? tags : {}).filter(([key]) => !tagsAdded.includes(key)),
  );
  const given = Object.fromEntries(Object.entries(seen).filter(([key]) => isArgument(key) && !(key in added)));
  const references = Object.keys(added).filter((key) => resolved && isArgument(`${key}Ref`));
  return withoutEmpty({
    ...given,
    ...Object.fromEntries(references.map((key) => [`${key}Ref`, { name: key.toLowerCase() }])),
    tags: own,
  }) as JsonObject;
}

function withoutEmpty(value: Json): Json | undefined {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(withoutEmpty).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (isObject(value)) {
    const fields = Object.entries(value).flatMap(([key, field]) => {
      const kept = withoutEmpty(field);
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  }
  return value === '' || value === 0 || value === false || value === null ? undefined : value;
}

function stateOf({
  generation,
  annotations,
  finalizers,
  conditions,
  atProvider,
  deleting = false,
}: RawState): RecordedState {
  return {
    generation,
    annotations,
    finalizer: finalizers.length > 0,
    conditions: conditions.map((each) => [each.type, each.status, each.reason, each.observedGeneration ?? null]),
    atProvider,
    deleting,
  };
}

/** A provider that is restarted, or that retries, shows the same states again. */
function distinct(states: readonly RecordedState[]): readonly RecordedState[] {
  return states.filter((state, index) => states.findIndex((other) => isDeepStrictEqual(other, state)) === index);
}

/** Fields of forProvider in a CRD of crds/provider-aws. */
export function argumentsOf(file: string): ReadonlySet<string> {
  const text = readFileSync(join(import.meta.dirname, '../../crds/provider-aws', file), 'utf8');
  const crd = parse(text) as {
    readonly spec: { readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Schema } }[] };
  };
  const schema = crd.spec.versions[0]?.schema.openAPIV3Schema;
  return new Set(Object.keys(schema?.properties?.spec?.properties?.forProvider?.properties ?? {}));
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** As the provider's generator forms them. */
function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (/(s|x|ch|sh)$/.test(singular)) return `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}

const [file] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename && file !== undefined) {
  const raw = JSON.parse(readFileSync(file, 'utf8')) as RawRecording;
  const [service, kind = ''] = raw.object.split('/')[0]?.split('.') ?? [];
  const known = argumentsOf(crdFile({ group: `${service}.aws.m.upbound.io`, plural: pluralOf(kind) }));
  process.stdout.write(
    `${JSON.stringify(
      trimRecording(raw, (field) => known.has(field)),
      null,
      2,
    )}\n`,
  );
}
