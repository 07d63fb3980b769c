/**
 * The full grammar of Glue (Hive) column types, for what the CRD's regular expression cannot see: members in the wrong
 * number or form, commas at the wrong place, digits out of range.
 */
import { SIMPLE_TYPES } from '../schema/column-types.ts';

const SIMPLE: ReadonlySet<string> = new Set(SIMPLE_TYPES);

const WORD = /^[A-Za-z0-9_]+/;
const DECIMAL = /^\((\d+),(\d+)\)/;
const LENGTH = /^\((\d+)\)/;

class TypeSyntaxError extends Error {}

/** What is wrong with a type, as the end of a sentence that begins with the type; undefined when nothing is. */
export function columnTypeFault(type: string): string | undefined {
  try {
    const end = parseType(type, 0);
    return end === type.length ? undefined : `has "${type.slice(end)}" after its end`;
  } catch (error) {
    if (error instanceof TypeSyntaxError) return error.message;
    throw error;
  }
}

/** Reads one type and gives the place after it. */
function parseType(text: string, start: number): number {
  const name = wordAt(text, start);
  const next = start + name.length;
  if (SIMPLE.has(name)) return next;
  switch (name) {
    case 'array':
      return expect(text, parseType(text, expect(text, next, '<', name)), '>', name);
    case 'map': {
      const key = expect(text, next, '<', name);
      if (!SIMPLE.has(wordAt(text, key)) && !/^(decimal|varchar|char)\(/.test(text.slice(key))) {
        throw new TypeSyntaxError('has a map whose key is not a simple type');
      }
      const value = expect(text, parseType(text, key), ',', name);
      return expect(text, parseType(text, value), '>', name);
    }
    case 'struct':
      return parseFields(text, expect(text, next, '<', name));
    case 'decimal':
      return parseDecimal(text, next);
    case 'char':
      return parseLength(text, next, 255, name);
    case 'varchar':
      return parseLength(text, next, 65_535, name);
    default:
      throw new TypeSyntaxError(name === '' ? 'lacks a type in one place' : `names the unknown type ${name}`);
  }
}

function parseFields(text: string, start: number): number {
  const names = new Set<string>();
  for (let at = start; ; ) {
    const name = wordAt(text, at);
    if (name === '' || text[at + name.length] !== ':') throw new TypeSyntaxError('has a struct member without name');
    if (names.has(name.toLowerCase())) throw new TypeSyntaxError(`has two struct members called ${name}`);
    names.add(name.toLowerCase());
    at = parseType(text, at + name.length + 1);
    if (text[at] !== ',') return expect(text, at, '>', 'struct');
    at += 1;
  }
}

function parseDecimal(text: string, start: number): number {
  const [whole, precision, scale] = DECIMAL.exec(text.slice(start)) ?? [];
  if (whole === undefined) throw new TypeSyntaxError('has a decimal without (precision,scale)');
  if (Number(precision) < 1 || Number(precision) > 38 || Number(scale) > Number(precision)) {
    throw new TypeSyntaxError(`has decimal${whole}, but precision is 1 to 38 and scale at most precision`);
  }
  return start + whole.length;
}

function parseLength(text: string, start: number, maximum: number, name: string): number {
  const [whole, length] = LENGTH.exec(text.slice(start)) ?? [];
  if (whole === undefined) throw new TypeSyntaxError(`has a ${name} without (length)`);
  if (Number(length) < 1 || Number(length) > maximum) {
    throw new TypeSyntaxError(`has ${name}${whole}, but its length is 1 to ${maximum}`);
  }
  return start + whole.length;
}

function expect(text: string, at: number, character: string, name: string): number {
  if (text[at] === character) return at + 1;
  const found = at < text.length ? `"${text[at]}"` : 'its end';
  throw new TypeSyntaxError(`has ${found} where ${name} needs "${character}"`);
}

function wordAt(text: string, at: number): string {
  return WORD.exec(text.slice(at))?.[0] ?? '';
}
