/**
 * Random specs out of the schema itself, so that new fields are covered when they appear. Most values are plausible
 * (examples, members of enums, limits and their neighbours, what the cases hold at the same place), some are nonsense; so
 * some specs are valid and the others are wrong in few places.
 */
import fc from 'fast-check';
import { BAD_SPECS, GOOD_SPECS } from '../cases/all.ts';
import type { BadSpec, GoodSpec } from '../cases/cases.ts';
import { root } from '../schema/root.ts';
import { asFieldSchema, type FieldSchema } from '../structural.ts';
import { withDefaults } from '../validate/defaults.ts';
import { isRecord } from '../validate/fault.ts';
import { RuleSet } from '../validate/rules.ts';

/** What things are called, and what refers to them calls them: the first is drawn most often, so most references hold. */
const NAMES = ['raw', 'main', 'events', 'year', 'date', 'a-b', 'x'.repeat(24), 'x'.repeat(25), 'x'.repeat(57)];

const NONSENSE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, '', 'y', '\u0000', '\uE000', '\u{1F600}', [], {}, [null], { name: 'raw' }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.integer(),
);

/** Values that the cases hold, by place: texts and atomic lists at `spec.schedules[].cron`, keys of maps at `spec.tags{}`. */
const SEEN = collected([...GOOD_SPECS, ...BAD_SPECS]);

/** Those of them that the cases want taken. */
const TAKEN = collected(GOOD_SPECS);

export const arbitrarySpec: fc.Arbitrary<unknown> = arbitraryOf('spec', specSchema());

function specSchema(): FieldSchema {
  const spec = asFieldSchema(root).properties?.spec;
  if (spec === undefined) throw new Error('the schema of DataPipeline has no spec');
  return spec;
}

function arbitraryOf(place: string, schema: FieldSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 500, arbitrary: plausible(place, schema) }, { weight: 1, arbitrary: NONSENSE });
}

function plausible(place: string, schema: FieldSchema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return arbitraryInteger(schema);
    case 'string':
      return arbitraryText(place, schema);
    case 'array':
      return arbitraryList(place, schema);
    case 'object':
      return arbitraryObject(place, schema);
  }
}

/** An example keeps rules that single numbers out; by chance few numbers would. */
function arbitraryInteger({ minimum = 0, maximum = 100, example }: FieldSchema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: example === undefined ? 0 : 9, arbitrary: fc.constant(example) },
    { weight: 9, arbitrary: fc.integer({ min: minimum, max: Math.min(maximum, minimum + 120) }) },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1) },
  );
}

function arbitraryText(place: string, schema: FieldSchema): fc.Arbitrary<unknown> {
  const seen = (SEEN.get(place) ?? []).filter((value) => typeof value === 'string');
  if (schema.refersTo !== undefined) return favouring(NAMES[0], [...NAMES, ...seen]);
  return favouring(schema.default ?? schema.enum?.[0] ?? schema.example ?? 'text', schema.enum ?? seen);
}

function favouring(favourite: unknown, others: readonly unknown[]): fc.Arbitrary<unknown> {
  if (others.length === 0) return fc.constant(favourite);
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(favourite) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

/** Lists that are one value come from the cases whole, mostly from good ones: their members seldom fit each other by chance. */
function arbitraryList(place: string, schema: FieldSchema): fc.Arbitrary<unknown> {
  const { items } = schema;
  if (items === undefined) return fc.constant([]);
  const item = arbitraryOf(`${place}[]`, items);
  const key = schema['x-kubernetes-list-map-keys']?.[0];
  const lists = (of: typeof SEEN) => (of.get(place) ?? []).filter((value) => Array.isArray(value));
  const [seen, taken] = [lists(SEEN), lists(TAKEN)];
  const usual =
    key === undefined && seen.length > 0
      ? fc.oneof(
          { weight: 1, arbitrary: fc.constantFrom(...seen) },
          { weight: 9, arbitrary: fc.constantFrom(...(taken.length > 0 ? taken : seen)) },
        )
      : fc.uniqueArray(named(item, key), { minLength: schema.minItems ?? 0, maxLength: 3, selector: keyOf(key) });
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: fc.array(item, { maxLength: 2 }) });
}

/** Half of the items go by a common name, so that lists have several and references find them. */
function named(item: fc.Arbitrary<unknown>, key: string | undefined): fc.Arbitrary<unknown> {
  if (key === undefined) return item;
  return fc
    .tuple(item, fc.option(favouring(NAMES[0], NAMES.slice(1, 5)), { freq: 2, nil: undefined }))
    .map(([value, name]) => (isRecord(value) && name !== undefined ? { ...value, [key]: name } : value));
}

function keyOf(key: string | undefined): (item: unknown) => unknown {
  return (item) => (key !== undefined && isRecord(item) ? item[key] : item);
}

function arbitraryObject(place: string, schema: FieldSchema): fc.Arbitrary<unknown> {
  const { additionalProperties, properties = {} } = schema;
  if (typeof additionalProperties === 'object') {
    const keys = favouring(
      'a',
      (SEEN.get(`${place}{}`) ?? []).filter((key) => typeof key === 'string'),
    ).map(String);
    return fc.dictionary(keys, arbitraryOf(`${place}{}`, additionalProperties), { maxKeys: 4 });
  }
  const required = new Set(schema.required);
  const given = Object.entries(properties).map(([name, field]) => {
    const value = arbitraryOf(`${place}.${name}`, field);
    return [name, required.has(name) ? value : fc.option(value, { freq: 2, nil: undefined })] as const;
  });
  const settle = settler(schema);
  return fc
    .tuple(
      fc.record(Object.fromEntries(given)),
      fc.shuffledSubarray(Object.keys(properties), { minLength: Object.keys(properties).length }),
      fc.integer({ min: 0, max: 7 }),
    )
    .map(([record, order, chance]) => (chance === 0 ? record : settle(record, order)));
}

/**
 * Takes the fields that need not be there one by one, in the order given, and leaves out those that break a rule of the
 * object itself: what excludes each other seldom stays together. Rules of the values are not looked at.
 */
function settler(
  schema: FieldSchema,
): (record: Readonly<Record<string, unknown>>, order: readonly string[]) => Readonly<Record<string, unknown>> {
  if (schema['x-kubernetes-validations'] === undefined) return (record) => record;
  const { properties = {}, ...own } = schema;
  const rules = new RuleSet({
    ...own,
    properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, withoutRules(field)])),
  });
  const broken = (fields: Readonly<Record<string, unknown>>): number =>
    rules.faults(withDefaults(fields, schema), undefined).length;
  return (record, order) => {
    const required = new Set(schema.required);
    let kept = Object.fromEntries(Object.entries(record).filter(([name]) => required.has(name)));
    let faults = broken(kept);
    for (const name of order) {
      if (required.has(name) || record[name] === undefined) continue;
      const more = { ...kept, [name]: record[name] };
      const left = broken(more);
      if (left > faults) continue;
      kept = more;
      faults = left;
    }
    return kept;
  };
}

function withoutRules({ 'x-kubernetes-validations': _, ...field }: FieldSchema): FieldSchema {
  const { properties, items, additionalProperties: values } = field;
  return {
    ...field,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, below]) => [name, withoutRules(below)])),
    }),
    ...(items && { items: withoutRules(items) }),
    ...(typeof values === 'object' && { additionalProperties: withoutRules(values) }),
  };
}

function collected(cases: readonly (GoodSpec | BadSpec)[]): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, Set<unknown>>();
  const add = (place: string, value: unknown): void => {
    found.set(place, (found.get(place) ?? new Set()).add(value));
  };
  const walk = (place: string, value: unknown, schema: FieldSchema | undefined): void => {
    if (Array.isArray(value)) {
      add(place, value);
      for (const item of value) walk(`${place}[]`, item, schema?.items);
    } else if (isRecord(value)) {
      const values = schema?.additionalProperties;
      for (const [name, child] of Object.entries(value)) {
        if (typeof values === 'object') add(`${place}{}`, name);
        const below = typeof values === 'object' ? `${place}{}` : `${place}.${name}`;
        walk(below, child, typeof values === 'object' ? values : schema?.properties?.[name]);
      }
    } else add(place, value);
  };
  for (const { spec } of cases) walk('spec', spec, specSchema());
  return new Map([...found].map(([place, values]) => [place, [...values]]));
}
