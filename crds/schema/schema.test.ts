/** Promises that hold for every field of the contract. */
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { DEFINITIONS } from '../definitions.ts';
import { limitsOf } from '../reference.ts';
import { asFieldSchema, fieldsBelow, toStructural } from '../structural.ts';
import { withDefaults } from '../validate/defaults.ts';
import { RuleSet } from '../validate/rules.ts';
import { root } from './root.ts';
import { SECTIONS } from './sections.ts';

const FIELDS = DEFINITIONS.flatMap(({ kind, root }) => fieldsBelow(kind.kind, asFieldSchema(root)));
const EXAMPLES = FIELDS.flatMap(({ path, schema }) =>
  [schema.default, schema.example]
    .filter((value) => value !== undefined)
    .map((value) => [path, value, schema] as const),
);
const validations = FIELDS.flatMap(({ path, schema }) =>
  (schema['x-kubernetes-validations'] ?? []).map((validation) => ({ path, ...validation })),
);

describe('every field', () => {
  test('is found', () => {
    expect(FIELDS.length).toBeGreaterThan(120);
  });

  test('has a description of whole sentences', () => {
    const undescribed = FIELDS.filter(({ schema }) => !/^.{8,}\.$/s.test(schema.description ?? ''));
    expect(undescribed.map(({ path }) => path)).toEqual([]);
  });

  test('has a limit, unless it is true or false or an object of known fields', () => {
    const unlimited = FIELDS.filter(
      ({ schema }) => schema.type !== 'boolean' && schema.properties === undefined && limitsOf(schema).length === 0,
    );
    expect(unlimited.map(({ path }) => path)).toEqual([]);
  });

  test('has both ends when it is a number', () => {
    const open = FIELDS.filter(
      ({ schema }) => schema.type === 'integer' && (schema.minimum === undefined || schema.maximum === undefined),
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  test('names its unit when it is a time or a size', () => {
    const unitless = FIELDS.filter(({ path, schema }) => {
      const name = path.split('.').at(-1) ?? '';
      // Athena's word for a step: it counts the unit beside it, or nothing.
      if (path.includes('.projection.keys[].')) return false;
      return schema.type === 'integer' && /(period|timeout|age|retention|window|delay|interval)$/i.test(name);
    });
    expect(unitless.map(({ path }) => path)).toEqual([]);
  });

  test.each(EXAMPLES)('%s takes %j, its own default or example', (_, value, schema) => {
    const stored = withDefaults(value, schema);
    const check = new Ajv({ strict: false, allErrors: true }).compile(schema);
    expect(check(stored) ? [] : check.errors).toEqual([]);
    expect(new RuleSet(schema).faults(stored, undefined)).toEqual([]);
  });

  test('of the spec that is a value to be chosen has a default or an example to show', () => {
    const bare = FIELDS.filter(
      ({ path, schema }) =>
        path.startsWith('.spec') &&
        ['string', 'integer'].includes(schema.type) &&
        schema.default === undefined &&
        schema.example === undefined,
    );
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  test('shows default and example in kubectl explain', () => {
    const structural = toStructural({ type: 'integer', description: 'Days.', default: 7, example: 30 });
    expect(structural).toEqual({ type: 'integer', description: 'Days. Default: 7. Example: 30', default: 7 });
  });

  test('shows no example there of what kubectl explain lists beside it', () => {
    const mode = { type: 'string', description: 'Mode.', enum: ['A', 'B'], example: 'B' } as const;
    const pair = { type: 'object', description: 'Both.', properties: { mode }, example: { mode: 'B' } } as const;
    expect(toStructural(pair).description).toBe('Both.');
    expect(toStructural({ type: 'array', description: 'All.', items: pair, example: [] }).description).toBe('All.');
    expect(toStructural(mode)).toEqual({ type: 'string', description: 'Mode.', enum: ['A', 'B'] });
  });
});

describe('every list and object', () => {
  test('of named things is keyed by a required field', () => {
    const unkeyed = FIELDS.filter(({ schema }) => {
      const keys = schema['x-kubernetes-list-map-keys'] ?? [];
      return keys.some((key) => schema.items?.required?.includes(key) !== true);
    });
    expect(unkeyed.map(({ path }) => path)).toEqual([]);
  });

  test('refuses unknown fields', () => {
    const lax = FIELDS.filter(({ schema }) => schema.properties !== undefined && schema.additionalProperties !== false);
    expect(lax.map(({ path }) => path)).toEqual([]);
  });

  test('does not require a field that has a default', () => {
    const both = FIELDS.filter(({ schema }) =>
      schema.required?.some((name) => schema.properties?.[name]?.default !== undefined),
    );
    expect(both.map(({ path }) => path)).toEqual([]);
  });
});

describe('sections', () => {
  test.each(['spec', 'status'] as const)('give no member of %s twice, and spec and status have them all', (part) => {
    const names = Object.values(SECTIONS).flatMap((section) => Object.keys(section[part]));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(asFieldSchema(root).properties?.[part]?.properties ?? {})).toEqual(
      expect.arrayContaining(names),
    );
  });
});

describe('every rule', () => {
  test('says what is wrong and what to write instead, parted by one "; "', () => {
    const unclear = validations.filter(({ message }) => message.split('; ').length !== 2 || /\.$/.test(message));
    expect(unclear.map(({ path, message }) => `${path}: ${message}`)).toEqual([]);
  });

  test('keeps its texts on one line', () => {
    const broken = validations.filter(({ rule, message, messageExpression }) =>
      /\n/.test(`${rule}${message}${messageExpression}`),
    );
    expect(broken).toEqual([]);
  });
});
