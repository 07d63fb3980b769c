/**
 * The other half of validation: the CEL rules of the schema, evaluated as the API server does. Where a rule speaks of
 * `oldSelf` it is a transition rule, and runs only where a value is updated that can be found in the old object: items
 * of lists are matched by their key, items of atomic lists not at all.
 */
import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { FieldSchema } from '../structural.ts';
import { ownField } from './defaults.ts';
import { type Fault, faultOfMessage, isRecord, type Path, valueAt } from './fault.ts';

const MESSAGE_MAX_BYTES = 5 * 1024;

type Validation = NonNullable<FieldSchema['x-kubernetes-validations']>[number];

/** Kubernetes' own additions to CEL that our rules use. */
const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
  .registerFunction('list.indexOf(dyn): int', (list: readonly unknown[], item: unknown) => BigInt(list.indexOf(item)))
  .registerFunction('list.sum(): int', (list: readonly bigint[]) => list.reduce((sum, item) => sum + item, 0n))
  .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
    text.replaceAll(from, to),
  );

interface Site {
  readonly schema: FieldSchema;
  readonly path: Path;
  readonly value: unknown;
  /** Undefined on creation and for what is new in this update. */
  readonly previous: unknown;
}

/** A schema's rules, parsed once. */
export class RuleSet {
  readonly #root: FieldSchema;
  readonly #parsed = new Map<string, ParseResult>();

  constructor(root: FieldSchema) {
    this.#root = root;
    this.#parseBelow(root);
  }

  /** Both objects with defaults applied; `object` must have passed the blocking structural checks. */
  faults(object: unknown, previous: unknown): Fault[] {
    return this.#faultsAt({ schema: this.#root, path: [], value: object, previous });
  }

  #faultsAt(site: Site): Fault[] {
    const own = (site.schema['x-kubernetes-validations'] ?? []).flatMap((validation) =>
      this.#evaluate(validation, site),
    );
    return [...own, ...childrenOf(site).flatMap((child) => this.#faultsAt(child))];
  }

  #evaluate(validation: Validation, site: Site): Fault[] {
    const isTransition = /\boldSelf\b/.test(validation.rule);
    if (isTransition && site.previous === undefined) return [];
    const variables = {
      self: toCel(site.value, site.schema),
      ...(isTransition ? { oldSelf: toCel(site.previous, site.schema) } : {}),
    };
    const holds = this.#run(validation.rule, variables);
    if (holds === true) return [];
    const said =
      validation.messageExpression === undefined ? undefined : this.#run(validation.messageExpression, variables);
    const path = [...site.path, ...(validation.fieldPath ?? '').split('.').slice(1)];
    const below = path.slice(site.path.length);
    return [faultOfMessage(path, valueAt(site.value, below), usable(said) ?? validation.message)];
  }

  /** Undefined when evaluation fails; the API server too takes that for a broken rule, and for no message. */
  #run(expression: string, variables: Record<string, unknown>): unknown {
    try {
      return this.#parsed.get(expression)?.(variables);
    } catch {
      return undefined;
    }
  }

  #parseBelow(schema: FieldSchema): void {
    for (const { rule, messageExpression } of schema['x-kubernetes-validations'] ?? []) {
      for (const expression of [rule, messageExpression]) {
        if (expression !== undefined) this.#parsed.set(expression, environment.parse(expression));
      }
    }
    for (const child of Object.values(schema.properties ?? {})) this.#parseBelow(child);
    if (schema.items !== undefined) this.#parseBelow(schema.items);
    if (typeof schema.additionalProperties === 'object') this.#parseBelow(schema.additionalProperties);
  }
}

/** The API server falls back to the fixed message when an expression yields nothing, several lines, or too much. */
function usable(said: unknown): string | undefined {
  const text = typeof said === 'string' ? said.trim() : '';
  return text === '' || text.includes('\n') || Buffer.byteLength(text) > MESSAGE_MAX_BYTES ? undefined : text;
}

function childrenOf({ schema, path, value, previous }: Site): Site[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return [];
    const key = schema['x-kubernetes-list-map-keys']?.[0];
    return value.map((item, index) => ({
      schema: items,
      path: [...path, index],
      value: item,
      previous: key === undefined ? undefined : namesake(item, previous, key),
    }));
  }
  if (!isRecord(value)) return [];
  const values = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return Object.entries(value).flatMap(([name, child]) => {
    const field = ownField(schema, name) ?? values;
    return field === undefined
      ? []
      : [{ schema: field, path: [...path, name], value: child, previous: valueAt(previous, [name]) }];
  });
}

function namesake(item: unknown, previous: unknown, key: string): unknown {
  if (!Array.isArray(previous) || !isRecord(item)) return undefined;
  return previous.find((old) => isRecord(old) && old[key] === item[key]);
}

/** CEL's integers are bigints in this evaluator; a JavaScript number would be a double. */
function toCel(value: unknown, schema: FieldSchema | undefined): unknown {
  if (typeof value === 'number' && schema?.type === 'integer' && Number.isInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map((item) => toCel(item, schema?.items));
  if (!isRecord(value)) return value;
  const values = typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, toCel(child, (schema && ownField(schema, key)) ?? values)]),
  );
}
