/**
 * The structural half of validation: types, required and unknown fields, limits, patterns, unique list keys. Ajv
 * decides; this file turns its errors into faults.
 */
import { Ajv, type ErrorObject } from 'ajv';
import { root } from '../schema/root.ts';
import { asFieldSchema, type FieldSchema } from '../structural.ts';
import { ownField } from './defaults.ts';
import { type Fault, fault, formatPath, formatValue, isRecord, type Path, repeatedName } from './fault.ts';
import { nearest } from './nearest.ts';
import { objectMeta } from './object-meta.ts';

const OWN = asFieldSchema(root);
const WHOLE: FieldSchema = { ...OWN, properties: { ...OWN.properties, metadata: objectMeta(OWN) } };

// strict: false, because the schema carries keywords of Kubernetes. `status` is not the user's to write: the API
// server drops it on create and update, so whatever stands there is no fault.
const check = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(withoutStatus(WHOLE));

export interface StructuralVerdict {
  readonly faults: readonly Fault[];
  /** The API server evaluates no rules when a type, a required field, an enum or an upper limit is broken. */
  readonly blocksRules: boolean;
}

export function structuralFaults(object: unknown): StructuralVerdict {
  const errors = check(object) ? [] : (check.errors ?? []);
  const nameless = namelessFaults(object);
  return {
    faults: [...nameless, ...errors.map(toFault), ...duplicateKeys(object, WHOLE, [])],
    blocksRules: nameless.length > 0 || errors.some(({ keyword }) => BLOCKING.has(keyword)),
  };
}

const BLOCKING: ReadonlySet<string> = new Set(['type', 'required', 'enum', 'maxLength', 'maxItems', 'maxProperties']);

function namelessFaults(object: unknown): Fault[] {
  const metadata = isRecord(object) ? object.metadata : undefined;
  if (!isRecord(metadata) || 'name' in metadata || 'generateName' in metadata) return [];
  return [fault(['metadata', 'name'], undefined, 'name is required', 'add it, like name: clickstream')];
}

function withoutStatus(schema: FieldSchema): FieldSchema {
  const { status: _, ...properties } = schema.properties ?? {};
  return { ...schema, properties, additionalProperties: false, ...{ patternProperties: { '^status$': {} } } };
}

function toFault(error: ErrorObject): Fault {
  const path = pathOf(error.instancePath);
  const schema = error.parentSchema as FieldSchema;
  const { keyword, params, data } = error;
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      const known = Object.keys(schema.properties ?? {});
      const meant = nearest(name, known);
      const value = isRecord(data) ? data[name] : undefined;
      return fault(
        [...path, name],
        value,
        `there is no field ${name} in ${path.length === 0 ? 'a DataPipeline' : formatPath(path)}`,
        meant !== undefined ? `write ${meant}` : known.length === 0 ? 'remove it' : `use one of: ${known.join(', ')}`,
      );
    }
    case 'required': {
      const name = String(params.missingProperty);
      const example = ownField(schema, name)?.example;
      const remedy = example === undefined ? `add ${name}` : `add it, like ${name}: ${JSON.stringify(example)}`;
      return fault([...path, name], undefined, `${name} is required`, remedy);
    }
    case 'type':
      return fault(path, data, `must be ${described(schema.type)}, not ${kindOf(data)}`, typeRemedy(schema, data));
    case 'enum': {
      const known = (schema.enum ?? []).map(String);
      const meant = typeof data === 'string' ? nearest(data, known) : undefined;
      const rule = `${formatValue(data)} is not a value of ${formatPath(typeof path.at(-1) === 'number' ? path.slice(-2) : path.slice(-1))}`;
      return fault(path, data, rule, `write ${meant === undefined ? `one of: ${known.join(', ')}` : meant}`);
    }
    case 'pattern':
      return fault(
        path,
        data,
        'has characters or a form that is not allowed',
        schema.remedy ?? `match ${schema.pattern}`,
      );
    default:
      return limitFault(path, data, keyword, Number(params.limit));
  }
}

function limitFault(path: Path, data: unknown, keyword: string, limit: number): Fault {
  const one = keyword.endsWith('Length') ? 'character' : keyword.endsWith('Items') ? 'item' : 'entry';
  const many = one === 'entry' ? 'entries' : `${one}s`;
  const amount = `${limit} ${limit === 1 ? one : many}`;
  if (keyword === 'minimum') return fault(path, data, `must be at least ${limit}`, `write ${limit} or more`);
  if (keyword === 'maximum') return fault(path, data, `must be at most ${limit}`, `write ${limit} or less`);
  if (keyword.startsWith('min'))
    return fault(path, data, `must have at least ${amount}`, `add one, or leave the field out`);
  return fault(path, data, `must have at most ${amount}`, `keep ${amount} at most`);
}

function typeRemedy(schema: FieldSchema, data: unknown): string {
  if (schema.type === 'string' && (typeof data === 'number' || typeof data === 'boolean'))
    return `put it in quotes: "${data}"`;
  if (schema.type === 'integer' && typeof data === 'string') {
    return `write a number without quotes, like ${schema.example ?? schema.default ?? schema.minimum}`;
  }
  if (schema.type === 'boolean') return 'write true or false, without quotes';
  return schema.example === undefined
    ? `write ${described(schema.type)}`
    : `write it like ${JSON.stringify(schema.example)}`;
}

function described(type: FieldSchema['type']): string {
  switch (type) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'text';
  }
}

function kindOf(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'a list';
  return typeof data === 'object' ? 'an object' : typeof data === 'string' ? 'text' : `${typeof data} ${data}`;
}

/** Names that occur twice in a list keyed by them. Each is told once, at its second place. */
function duplicateKeys(value: unknown, schema: FieldSchema, path: Path): Fault[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return [];
    const key = schema['x-kubernetes-list-map-keys']?.[0];
    const below = value.flatMap((item, index) => duplicateKeys(item, items, [...path, index]));
    if (key === undefined) return below;
    const seen = new Set<unknown>();
    const own = value.flatMap((item, index) => {
      const name = isRecord(item) ? item[key] : undefined;
      if (name === undefined || !seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [repeatedName(name, [...path, index, key])];
    });
    return [...own, ...below];
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const field = ownField(schema, key);
    return field === undefined ? [] : duplicateKeys(child, field, [...path, key]);
  });
}

/** A JSON pointer as steps; all-digit steps below a list are indices, and no field of ours is all digits. */
function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
