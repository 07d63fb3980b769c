/** Types of the Glue catalog, as the CRD can check them; checks/column-type.ts has the whole grammar. */
import { text } from './fields.ts';
import { celList, matches, type Rule } from './rules.ts';

export const SIMPLE_TYPES = [
  'boolean',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'float',
  'double',
  'string',
  'binary',
  'date',
  'timestamp',
] as const;
const WITH_LENGTH = 'decimal\\(([1-9]|[12][0-9]|3[0-8]),([12]?[0-9]|3[0-8])\\)|(var)?char\\([1-9][0-9]{0,4}\\)';

const COMPOSED_TYPES = ['array<', 'map<', 'struct<', 'decimal(', 'char(', 'varchar('] as const;
/** Of these the outer ones are told to the letter, each at four times the length of the expression. */
const NESTING_LEVELS = 6;
const EXACT_LEVELS = 2;

const SIMPLE_INSIDE =
  '(boolean|(tiny|small|big)?int|float|double|string|binary|date|timestamp)\\b|decimal\\(\\d\\d?,\\d\\d?\\)|(var)?char\\(\\d{1,5}\\)';

/**
 * Types nest and regular expressions do not, so this one spells out six levels. In the outer two an array has one type, a
 * map a simple key and a value, a struct named members with commas between. Below them it lets through what needs a true
 * parser: a missing comma after a closing bracket, and members of the wrong number or form; checks/column-type.ts finds
 * those, and numbers out of range. It is a pattern and not a rule because the API server bills a rule for 15,000 columns at
 * once; simple names, the usual mistake, have a rule with a message of its own.
 */
function exactType(levels: number, below: number): string {
  const member = levels === 1 ? looseType(below) : exactType(levels - 1, below);
  const type = `(${SIMPLE_INSIDE}|${member})`;
  return `(array<|map<(${SIMPLE_INSIDE}),|struct<(\\w+:${type},)*\\w+:)${type}>`;
}

function looseType(levels: number): string {
  if (levels === 0) return SIMPLE_INSIDE;
  return `(array|map|struct)<((\\w+:)?(${looseType(levels - 1)}${levels === 1 ? '' : `|${SIMPLE_INSIDE}`}),?)+>`;
}

const NAMED_TYPE: Rule = {
  cel: `${COMPOSED_TYPES.map((start) => `self.startsWith('${start}')`).join(' || ')} || self in ${celList(SIMPLE_TYPES)}`,
  message: `column type "{self}" is not one of Glue; write ${SIMPLE_TYPES.join(', ')}, decimal(p,s), char(n), varchar(n), array<…>, map<…> or struct<…>`,
};

export const columnType = text({
  description:
    'Glue (Hive) type, without spaces: boolean, tinyint, smallint, int, bigint, float, double, decimal(precision,scale), string, char(n), varchar(n), binary, date, timestamp, array<type>, map<simple type,type>, struct<name:type,…>; at most six levels of brackets.',
  example: 'struct<page:string,duration:int>',
  minLength: 1,
  maxLength: 4096,
  pattern: `^([a-zA-Z0-9_ ]+|${WITH_LENGTH}|${exactType(EXACT_LEVELS, NESTING_LEVELS - EXACT_LEVELS)})$`,
  remedy: 'write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
  rules: [NAMED_TYPE],
});

/** For lists beside the tables: the expression above is long, and what it finds checks/column-type.ts finds as well. */
export const columnTypeInShort = text({
  description: 'Glue (Hive) type, as of columns of tables.',
  example: 'bigint',
  minLength: 1,
  maxLength: 1024,
  pattern: '^[A-Za-z0-9_ <>:,()]+$',
  remedy: 'write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
  rules: [NAMED_TYPE],
});

export const partitionKeyType = text({
  description: 'Type of the values in the object path: string, int, bigint, date or another simple Glue type.',
  example: 'string',
  minLength: 1,
  maxLength: 32,
  rules: [
    matches(
      `^(${SIMPLE_TYPES.join('|')}|${WITH_LENGTH})$`,
      'partition key type "{self}" is not a simple Glue type; write one like string, int or date',
    ),
  ],
});
