/**
 * Turns the schema into what a CustomResourceDefinition may hold: a structural schema. Nothing is decided here; keywords
 * that only offline validation reads are dropped, and descriptions are completed with default and example, because
 * `kubectl explain` shows neither. The keyword `example` itself nobody reads there, so the CRD, whose size is limited, has none.
 */
import type { Json, JsonObject } from './kubernetes.ts';

/** A schema of schema/ read as plain JSON. */
export interface FieldSchema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | FieldSchema;
  readonly items?: FieldSchema;
  readonly enum?: readonly string[];
  readonly format?: 'date-time';
  readonly pattern?: string;
  readonly remedy?: string;
  readonly refersTo?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly default?: Json;
  readonly example?: Json;
  readonly 'x-kubernetes-list-type'?: 'map' | 'atomic';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly {
    readonly rule: string;
    readonly message: string;
    readonly messageExpression?: string;
    readonly fieldPath?: string;
  }[];
}

/** TypeBox keeps its own marks on schemas as hidden keys; copying through JSON leaves the JSON Schema alone. */
export function asFieldSchema(schema: object): FieldSchema {
  return JSON.parse(JSON.stringify(schema)) as FieldSchema;
}

export interface PlacedField {
  /** `.spec.zones[].name`; `{}` stands for the values of a map. */
  readonly path: string;
  readonly schema: FieldSchema;
}

/** The field itself and all below it. */
export function fieldsBelow(path: string, schema: FieldSchema): PlacedField[] {
  const children = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    fieldsBelow(`${path}.${name}`, field),
  );
  const items = schema.items === undefined ? [] : fieldsBelow(`${path}[]`, schema.items);
  const { additionalProperties: values } = schema;
  return [
    { path, schema },
    ...children,
    ...items,
    ...(typeof values === 'object' ? fieldsBelow(`${path}{}`, values) : []),
  ];
}

export function toStructural(field: FieldSchema): JsonObject {
  const { description, properties, required, additionalProperties, items, ...others } = field;
  const { example: _, remedy: __, refersTo: ___, ...rest } = others;
  return {
    description: explained(description, field),
    ...(rest as JsonObject),
    ...(properties === undefined ? {} : { properties: mapValues(properties, toStructural) }),
    ...(required === undefined ? {} : { required }),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: toStructural(additionalProperties) } : {}),
    ...(items === undefined ? {} : { items: toStructural(items) }),
  };
}

function explained(description: string, field: FieldSchema): string {
  const sentences = [description];
  if (field.default !== undefined && !isEmptyObject(field.default))
    sentences.push(`Default: ${inline(field.default)}.`);
  if (field.example !== undefined && field.example !== field.default && !showsItself(field))
    sentences.push(`Example: ${inline(field.example)}`);
  return sentences.join(' ');
}

/** `kubectl explain` lists the values of an enum, and the fields of objects have examples of their own. */
function showsItself({ type, enum: values, properties, items }: FieldSchema): boolean {
  return type === 'boolean' || (values ?? properties ?? items?.properties) !== undefined;
}

export function isEmptyObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** One-line YAML that is also JSON, except that simple words need no quotes. */
export function inline(value: Json): string {
  return typeof value === 'string' && !/^[0-9]+$/.test(value) ? value : JSON.stringify(value);
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}
