/**
 * Random specs out of the schema itself, so that new fields are covered when they appear. Most values are plausible
 * (examples, members of enums, limits and their neighbours, names that refer to each other), some are nonsense; so
 * some specs are valid and the others are wrong in few places.
 */
import fc from 'fast-check';
import { root } from '../schema/root.ts';
import { asFieldSchema, type FieldSchema } from '../structural.ts';

/** Texts near the edge of the rules, by name of the field: the first is good and drawn most often. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  accountId: ['123456789012'],
  region: ['us-east-1', 'eu-central-1', 'cn-north-1', 'us-gov-east-1'],
  name: [
    'raw',
    'main',
    'events',
    'year',
    'date',
    'a-b',
    'a_b',
    'A',
    '-',
    'x'.repeat(24),
    'x'.repeat(25),
    'x'.repeat(57),
  ],
  zone: ['raw', 'results', 'gold'],
  crawler: ['raw', 'gold'],
  prefix: ['a/', 'a/b=1/', '/', 'a', 'a//', 'ä/'],
  type: ['int', 'string', 'array<int>', 'array<int', 'struct<a:int,b:map<string,int>>', 'decimal(1,0)', 'text', 'date'],
  cron: [
    '0 7 * * *',
    '*/5 8-18 * * MON-FRI',
    '0 0 31 2 *',
    '0 0 1 * 1',
    '0 0 * * 5-1',
    '60 * * * *',
    '@daily',
    '0 0 * *',
  ],
  rate: ['15m', '1d', '0h', '1s', '99999m'],
  at: ['2026-12-24T18:00:00', '2100-01-01T00:00:00', '2026-02-29T00:00:00'],
  timeZone: ['UTC', 'Europe/Berlin', 'europe/berlin', 'Etc/GMT+1', ''],
  startAt: ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00+14:00', '2026-12-01'],
  endAt: ['2026-12-01T00:00:01Z', '2026-11-30T00:00:00Z', '2026-12-01T00:00:00.000000001-14:00'],
  existingKeyArn: [`arn:aws:kms:us-east-1:123456789012:key/mrk-${'0'.repeat(32)}`, 'arn:aws:kms:us-east-1:1:alias/x'],
};

/** Fields of which one excludes the others, or asks for another: mostly only the first of those drawn is kept. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['cron', 'rate', 'at'],
  ['at', 'startAt'],
  ['at', 'endAt'],
  ['existingKeyArn', 'rotationDays'],
  ['existingKeyArn', 'deletionWindowDays'],
  ['mode', 'shards'],
  ['format', 'partitionProjection'],
];

/** Mostly good as a whole, for their members seldom fit each other by chance. */
const SEQUENCES: Readonly<Record<string, readonly unknown[]>> = {
  transitions: [
    [],
    [{ afterDays: 30, storageClass: 'STANDARD_IA' }],
    [
      { afterDays: 0, storageClass: 'INTELLIGENT_TIERING' },
      { afterDays: 90, storageClass: 'DEEP_ARCHIVE' },
    ],
  ],
};

const NONSENSE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, '', 'y', '\u0000', '\uE000', '\u{1F600}', [], {}, [null], { name: 'raw' }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.integer(),
);

export const arbitrarySpec: fc.Arbitrary<unknown> = arbitraryOf('spec', specSchema());

function specSchema(): FieldSchema {
  const spec = asFieldSchema(root).properties?.spec;
  if (spec === undefined) throw new Error('the schema of DataPipeline has no spec');
  return spec;
}

function arbitraryOf(name: string, schema: FieldSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 500, arbitrary: plausible(name, schema) }, { weight: 1, arbitrary: NONSENSE });
}

function plausible(name: string, schema: FieldSchema): fc.Arbitrary<unknown> {
  const { minimum, maximum, additionalProperties, properties } = schema;
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof(
        {
          weight: 9,
          arbitrary: fc.integer({ min: minimum ?? 0, max: Math.min(maximum ?? 100, (minimum ?? 0) + 120) }),
        },
        { weight: 1, arbitrary: fc.constantFrom(minimum ?? 0, maximum ?? 0, (minimum ?? 0) - 1, (maximum ?? 0) + 1) },
      );
    case 'string':
      return favouring(schema.default, schema.enum ?? TEXTS[name] ?? [String(schema.example ?? 'text')]);
    case 'array':
      return arbitraryList(name, schema);
    case 'object': {
      if (typeof additionalProperties === 'object') {
        return fc.dictionary(
          favouring('a', ['a', 'b c', 'aws:x', 'ü']).map(String),
          arbitraryOf(name, additionalProperties),
        );
      }
      const fields = Object.entries(properties ?? {}).map(([key, field]) => [key, arbitraryOf(key, field)] as const);
      const required = new Set(schema.required);
      const given = fields.map(([key, value]) => [
        key,
        required.has(key) ? value : fc.option(value, { freq: 2, nil: undefined }),
      ]);
      return fc
        .tuple(fc.record(Object.fromEntries(given)), fc.integer({ min: 0, max: 9 }))
        .map(([record, chance]) => (chance === 0 ? record : settled(record)));
    }
  }
}

function favouring(favourite: unknown, values: readonly string[]): fc.Arbitrary<unknown> {
  const [first, ...others] = values;
  const good = favourite ?? first;
  if (others.length === 0) return fc.constant(good);
  return fc.oneof({ weight: 9, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

function arbitraryList(name: string, schema: FieldSchema): fc.Arbitrary<unknown> {
  const { items } = schema;
  if (items === undefined) return fc.constant([]);
  const item = arbitraryOf(name, items);
  const ready = SEQUENCES[name];
  const least = { minLength: schema.minItems ?? 0, maxLength: 3 };
  return fc.oneof(
    {
      weight: 9,
      arbitrary: ready === undefined ? fc.uniqueArray(item, { ...least, selector: nameOf }) : fc.constantFrom(...ready),
    },
    { weight: 1, arbitrary: fc.array(item, { maxLength: 2 }) },
  );
}

function nameOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'name' in item ? item.name : item;
}

function settled(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = { ...record };
  for (const group of EXCLUSIVE) {
    const [first, ...others] = group.filter((key) => kept[key] !== undefined);
    for (const other of first === undefined ? [] : others) delete kept[other];
  }
  if ('cron' in kept && EXCLUSIVE[0]?.every((key) => kept[key] === undefined)) kept.cron = '0 7 * * *';
  if (kept.mode === 'PROVISIONED') delete kept.mode;
  return kept;
}
