/**
 * Cross-field rules: CEL text that the API server runs and that offline validation runs too, so there is one verdict.
 *
 * A message is `<what is wrong>; <what to write instead>`, with exactly one "; ". `{expression}` in a message is CEL
 * that yields the text to stand there: `bucket "{self.name}" …`.
 *
 * Keep to what both evaluators mean alike: has, all, exists, filter, map, in, size, sum, join, split, startsWith, endsWith,
 * contains, and `matches` with ASCII-only expressions.
 */
export interface Rule {
  /** True for good values. `self` is the value that carries the rule, `oldSelf` its stored form (updates only). */
  readonly cel: string;
  readonly message: string;
  /** Where the fault is shown, relative to `self`: ".tables". */
  readonly fieldPath?: string;
}

/** The form of `x-kubernetes-validations`. */
export interface Validation {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
}

export function toValidations(rules: readonly Rule[]): Validation[] {
  return rules.map(({ cel, message, fieldPath }) => ({
    rule: cel,
    ...toMessage(message),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  }));
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

function toMessage(message: string): Pick<Validation, 'message' | 'messageExpression'> {
  const parts = message.split(PLACEHOLDER);
  if (parts.length === 1) return { message };
  const terms = parts
    .map((part, index) => (index % 2 === 0 ? celString(part) : part.includes('?') ? `(${part})` : part))
    .filter((term) => term !== "''");
  return { message: message.replaceAll(PLACEHOLDER, '…'), messageExpression: terms.join(' + ') };
}

export function celString(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

export function celList(values: readonly string[]): string {
  return `[${values.map(celString).join(', ')}]`;
}

/** A field that cannot change once stored. Only for fields that are always present. */
export function immutable(field: string, remedy: string): Rule {
  return { cel: 'self == oldSelf', message: `${field} cannot be changed; ${remedy}` };
}

/**
 * Every item of the spec's list `list` names, in `field`, a thing that exists. `exists` makes the CEL test for one
 * name, `known` is CEL for the text that lists the names there are.
 */
export function referenceRule(reference: {
  readonly list: string;
  readonly item: string;
  readonly field: string;
  readonly exists: (name: string) => string;
  readonly known: string;
}): Rule {
  const { list, item, field, exists, known } = reference;
  const bad = firstBad(`self.${list}`, 'i', exists(`i.${field}`));
  return {
    cel: `!has(self.${list}) || self.${list}.all(i, ${exists(`i.${field}`)})`,
    message: `${item} "{${bad}.name}" names ${field} "{${bad}.${field}}", which does not exist; write one of: {${known}}`,
    fieldPath: `.${list}`,
  };
}

/**
 * CEL for the first item of `list` that `holds` is false for; `holds` calls the item `item`. Only for messages, where
 * there is one. By index, because what comes out of a filter has lost its length limits and would cost too much.
 */
export function firstBad(list: string, item: string, holds: string): string {
  return `${list}[${list}.map(${item}, ${holds}).indexOf(false)]`;
}

/** Each is spelled out in the CRD, some fifteen times. */
const NAMES_SHOWN = 6;

/**
 * CEL for the names in a list of at most `maxItems` named things, as text; of a long list the first six and "…". Spelled
 * out: join has no cost limit either.
 */
export function namesOf(list: string, maxItems: number): string {
  const shown = Math.min(maxItems, NAMES_SHOWN);
  const terms = Array.from({ length: shown }, (_, index) => {
    const name = `${list}[${index}].name`;
    return `(size(${list}) > ${index} ? ${index === 0 ? name : `', ' + ${name}`} : '')`;
  });
  if (maxItems > shown) terms.push(`(size(${list}) > ${shown} ? ', …' : '')`);
  return terms.join(' + ');
}

/** CEL for the place of `value` in `order`: a number that grows, with gaps. For messages too, which cannot hold braces. */
export function rank(order: readonly string[], value: string): string {
  return `'|${order.join('|')}|'.indexOf('|' + ${value} + '|')`;
}

/** Letters, digits and dashes as DNS has them: what Kubernetes calls a label. */
export const DNS_LABEL = '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$';

export function matches(expression: string, message: string): Rule {
  return { cel: `self.matches(${celString(expression)})`, message };
}

/** A regular expression for the text in capitals, small letters or both: the two dialects share no flag for it. */
export function inAnyCase(text: string): string {
  return [...text]
    .map((letter) => (/[a-z]/i.test(letter) ? `[${letter.toLowerCase()}${letter.toUpperCase()}]` : letter))
    .map((letter) => (letter === '.' ? '[.]' : letter))
    .join('');
}
