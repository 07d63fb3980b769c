/**
 * The Kubernetes objects of a text, as kubectl would apply them: one a document, lists opened. What is no object is a fault and
 * never passed over: a document with a slip in `kind:` would look like one that was checked.
 */
import { type Fault, fault, isRecord, type Path } from '../crds/validate/fault.ts';
import { readYaml, type YamlDocument } from './kubectl-yaml.ts';

export interface FoundObject {
  /** "document 2", "document 2, item 3". */
  readonly place: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** How words were written that mean something else than text, by path. */
  written(): ReadonlyMap<string, string>;
}

export interface PlacedFault extends Fault {
  readonly place: string;
}

export interface FoundObjects {
  readonly objects: readonly FoundObject[];
  readonly faults: readonly PlacedFault[];
}

export function objectsIn(text: string): FoundObjects {
  const found = readYaml(text).map((document): FoundObjects => {
    const place = `document ${document.number}`;
    if (document.errors.length > 0) {
      const faults = document.errors.map((error) => fault([], undefined, `not YAML: ${error}`, 'write valid YAML'));
      return { objects: [], faults: faults.map((each) => ({ place, ...each })) };
    }
    return document.value === null ? NOTHING : objectsOf(document, document.value, [], place, {});
  });
  return { objects: found.flatMap(({ objects }) => objects), faults: found.flatMap(({ faults }) => faults) };
}

const NOTHING: FoundObjects = { objects: [], faults: [] };

/** @param inherited What items of a typed list need not say themselves. */
function objectsOf(
  document: YamlDocument,
  value: unknown,
  path: Path,
  place: string,
  inherited: { readonly apiVersion?: string; readonly kind?: string },
): FoundObjects {
  const given = isRecord(value) ? { ...inherited, ...value } : value;
  if (!isRecord(given) || typeof given.apiVersion !== 'string' || typeof given.kind !== 'string') {
    const remedy = 'give it apiVersion, kind and metadata, or take it out';
    return { objects: [], faults: [{ place, ...fault([], value, 'is no Kubernetes object', remedy) }] };
  }
  const { apiVersion, kind, items } = given;
  if (!kind.endsWith('List') || !Array.isArray(items)) {
    return { objects: [{ place, apiVersion, kind, value: given, written: () => document.written(path) }], faults: [] };
  }
  const ofItems = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  const found = items.map((item: unknown, index) =>
    objectsOf(document, item, [...path, 'items', index], `${place}, item ${index + 1}`, ofItems),
  );
  return { objects: found.flatMap(({ objects }) => objects), faults: found.flatMap(({ faults }) => faults) };
}
