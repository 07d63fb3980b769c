/**
 * Builders of schema fields. What they return is at once
 * - a JSON Schema with Kubernetes' `x-kubernetes-*` keys (what the CRD and offline validation use), and
 * - a TypeBox type, so that the TypeScript type comes from the same text (`Stored<typeof …>`).
 *
 * Two promises are made here once, for every field: it has a description, and it has a limit.
 * A field with a `default` is not `required` in the schema (users may leave it out) but is always present in the static
 * type, because the API server stores it; offline, `applyDefaults` does the same.
 */
import Type from 'typebox';
import type { Json } from '../kubernetes.ts';
import { type Rule, toValidations } from './rules.ts';

/** What a stored object looks like: everything readonly, defaulted fields present. */
export type Stored<S extends Type.TSchema> = Frozen<Type.Static<S>>;
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** Marks, for the compiler alone, a field that the API server fills in when it is left out. */
export interface FilledIn {
  readonly '~filledIn': true;
}

/** What a user writes: as stored, but fields that are filled in may be left out. */
export type Written<S extends Type.TSchema> =
  S extends Type.TObject<infer Members>
    ? { readonly [Key in Obligatory<Members>]: Written<Members[Key]> } & {
        readonly [Key in Exclude<keyof Members, Obligatory<Members>>]?: Written<Members[Key]>;
      }
    : S extends Type.TArray<infer Item extends Type.TSchema>
      ? readonly Written<Item>[]
      : Frozen<Type.Static<S>>;
type Obligatory<Members> = {
  [Key in keyof Members]: Members[Key] extends FilledIn | Type.TOptional<Type.TSchema> ? never : Key;
}[keyof Members];

interface Told {
  /** Full sentences, with unit and effect of a change where it matters. Default and example are appended for the CRD. */
  readonly description: string;
  readonly example?: Json;
  readonly rules?: readonly Rule[];
}

/** Neither control nor private-use characters: the second are our own token marks. Same meaning in Go's and JavaScript's syntax. */
export const PRINTABLE = '^[^\\p{Cc}\\p{Co}]*$';

/** Text of several lines: of control characters tabs and ends of lines only. */
export const SOURCE_TEXT = '^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\p{Co}]*$';

interface TextTold extends Told {
  readonly maxLength: number;
  readonly minLength?: number;
  /** Read by Go (RE2) and by JavaScript with the flag `u`: keep to what both mean alike. */
  readonly pattern?: string;
  /** What to write instead when `pattern` fails; rules carry theirs in the message. */
  readonly remedy?: string;
  /** The list of spec that holds the thing of this name. */
  readonly refersTo?: string;
}

export function text(told: TextTold & { readonly default: string }): Type.TString & FilledIn;
export function text(told: TextTold): Type.TString;
export function text(told: TextTold): Type.TString {
  return Type.String(options(told));
}

export function choice<const Values extends string[]>(
  values: readonly [...Values],
  told: Told & { readonly default: Values[number] },
): Type.TEnum<Values> & FilledIn;
export function choice<const Values extends string[]>(values: readonly [...Values], told: Told): Type.TEnum<Values>;
export function choice<const Values extends string[]>(values: readonly [...Values], told: Told): Type.TEnum<Values> {
  return Type.Enum(values, options({ type: 'string', ...told }));
}

interface IntegerTold extends Told {
  readonly minimum: number;
  readonly maximum: number;
}

export function integer(told: IntegerTold & { readonly default: number }): Type.TInteger & FilledIn;
export function integer(told: IntegerTold): Type.TInteger;
export function integer(told: IntegerTold): Type.TInteger {
  return Type.Integer(options(told));
}

export function flag(told: Told & { readonly default: boolean }): Type.TBoolean & FilledIn;
export function flag(told: Told): Type.TBoolean;
export function flag(told: Told): Type.TBoolean {
  return Type.Boolean(options(told));
}

/** An RFC 3339 instant. In rules it is a CEL timestamp, not a string. */
export function instant(told: Told): Type.TString {
  return Type.String(options({ format: 'date-time', maxLength: 64, ...told }));
}

/** `{}` as default makes the members' own defaults apply when the whole object is left out. */
export function object<Members extends Type.TProperties>(
  members: Members,
  told: Told & { readonly default: Record<string, never> },
): Type.TObject<Members> & FilledIn;
export function object<Members extends Type.TProperties>(members: Members, told: Told): Type.TObject<Members>;
export function object<Members extends Type.TProperties>(members: Members, told: Told): Type.TObject<Members> {
  const schema = Type.Object(members, options({ additionalProperties: false, ...told }));
  const { required: all, ...rest } = schema as unknown as { required?: readonly string[] };
  const required = (all ?? []).filter((name) => !('default' in (members[name] ?? {})));
  return (required.length === 0 ? rest : { ...rest, required }) as unknown as Type.TObject<Members>;
}

/** A list of named things: order is kept, names are unique, server-side apply merges by name. */
export function named<Item extends Type.TSchema>(
  items: Item,
  told: Told & { readonly maxItems: number; readonly minItems?: number; readonly key?: string },
): Type.TArray<Item> {
  const { key = 'name', ...rest } = told;
  return Type.Array(items, options({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key], ...rest }));
}

/**
 * A list that is one value: whoever applies it owns all of it. Also for lists that grow long, for of a list of named things
 * the API server keeps an owner for every field of every item.
 */
export function sequence<Item extends Type.TSchema>(
  items: Item,
  told: Told & { readonly maxItems: number; readonly minItems?: number },
): Type.TArray<Item> {
  return Type.Array(items, options({ 'x-kubernetes-list-type': 'atomic', ...told }));
}

export function map(
  value: Type.TString,
  told: Told & { readonly maxProperties: number },
): Type.TUnsafe<Record<string, string>> {
  return Type.Unsafe<Record<string, string>>({ type: 'object', additionalProperties: value, ...options(told) });
}

export const optional = Type.Optional;

function options<Given extends { readonly rules?: readonly Rule[] }>(given: Given): Omit<Given, 'rules'> {
  const { rules, ...rest } = given;
  return rules === undefined ? rest : { ...rest, 'x-kubernetes-validations': toValidations(rules) };
}
