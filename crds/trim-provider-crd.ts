/**
 * Takes a CRD of provider-upjet-aws into crds/provider-aws, without the prose: descriptions and annotations are nine tenths
 * of it, and nothing here reads them. What the API server enforces stays as it is.
 *
 *   npx tsx crds/trim-provider-crd.ts FILE...      files of the provider's package/crds
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Json, JsonObject } from './kubernetes.ts';

const directory = join(import.meta.dirname, 'provider-aws');

export function trimCrd(crd: JsonObject): JsonObject {
  const { metadata, spec } = crd as { metadata: { name: string }; spec: Json };
  return { ...crd, metadata: { name: metadata.name }, spec: withoutProse(spec) };
}

function withoutProse(node: Json): Json {
  if (Array.isArray(node)) return node.map((item: Json) => withoutProse(item));
  if (!isObject(node)) return node;
  const kept = Object.entries(node).filter(([key, value]) => key !== 'description' || typeof value !== 'string');
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'properties' ? ofProperties(value) : withoutProse(value)]),
  );
}

/** Here keys are names of fields, and "description" may be one. */
function ofProperties(properties: Json): Json {
  if (!isObject(properties)) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, withoutProse(schema)]));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

if (process.argv[1] === import.meta.filename) {
  for (const file of process.argv.slice(2)) {
    const crd = trimCrd(parse(readFileSync(file, 'utf8')) as JsonObject);
    const { group, names } = crd.spec as { group: string; names: { plural: string } };
    const text = stringify(crd, { lineWidth: 0, indentSeq: false, singleQuote: true });
    writeFileSync(join(directory, `${group}_${names.plural}.yaml`), text);
  }
}
