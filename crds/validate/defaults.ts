/**
 * The API server's defaulting, offline: every property with a default that is absent or null gets a copy of it, from
 * the outside in, and other nulls are dropped.
 */
import type { DataPipeline } from '../datapipeline.ts';
import type { Json } from '../kubernetes.ts';
import { root } from '../schema/root.ts';
import { asFieldSchema, type FieldSchema } from '../structural.ts';
import { isRecord } from './fault.ts';

const ROOT = asFieldSchema(root);

/**
 * What the API server would store. The result is a DataPipeline when the object passes `validateDataPipeline`; an
 * object that does not is just as wrong afterwards. The argument is not changed.
 */
export function applyDefaults(object: unknown): DataPipeline {
  return withDefaults(object, ROOT) as DataPipeline;
}

export function withDefaults(value: unknown, schema: FieldSchema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => withDefaults(item, items));
  }
  if (!isRecord(value) || schema.type !== 'object') return value;
  const values = schema.additionalProperties;
  const entries = Object.entries(value).flatMap(([key, child]): [string, unknown][] => {
    const field = ownField(schema, key) ?? (typeof values === 'object' ? values : undefined);
    if (child === undefined || (child === null && field !== undefined)) return [];
    return [[key, field === undefined ? child : withDefaults(child, field)]];
  });
  const present = new Set(entries.map(([key]) => key));
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    if (field.default !== undefined && !present.has(key)) entries.push([key, withDefaults(copy(field.default), field)]);
  }
  return Object.fromEntries(entries);
}

export function ownField(schema: FieldSchema, key: string): FieldSchema | undefined {
  return schema.properties !== undefined && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
}

function copy(value: Json): Json {
  return structuredClone(value) as Json;
}
