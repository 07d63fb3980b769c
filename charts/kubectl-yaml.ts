/**
 * YAML as kubectl reads it, so that what is checked here is what the API server would be sent. kubectl converts files by
 * sigs.k8s.io/yaml, which resolves plain words by the rules of go-yaml v2 (its resolve.go): YAML 1.1 for booleans (`n`, `on`) and
 * numbers (`1_000`, octal `0777`), but without base 60; timestamps stay text. Two points are stricter, where kubectl silently
 * takes the last one or fails later: a key that occurs twice, and numbers that JSON does not have.
 */
import { type Document, isScalar, parseAllDocuments, type ScalarTag, visit } from 'yaml';
import { formatPath, type Path } from '../crds/validate/fault.ts';

export interface YamlDocument {
  /** Counted from 1. */
  readonly number: number;
  /** As JSON has it; null for an empty document. */
  readonly value: unknown;
  /** What is wrong with its text, a line each; `value` is of no use then. */
  readonly errors: readonly string[];
  /**
   * Words that mean something else than text: their letters by formatted path below `base`. Advice to put one in quotes must
   * repeat the letters (`012345678901`), which the value (12345678901) no longer knows.
   */
  written(base: Path): ReadonlyMap<string, string>;
}

export function readYaml(text: string): readonly YamlDocument[] {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    customTags: (failsafe) => [...failsafe, ...SCALARS],
    merge: true,
    logLevel: 'silent',
  });
  return [...documents].map((document, index) => {
    const { value, errors } = contentOf(document);
    return { number: index + 1, value, errors, written: (base) => writtenBelow(document, base) };
  });
}

function contentOf(document: Document): Pick<YamlDocument, 'value' | 'errors'> {
  const errors = document.errors.map(({ message }) => firstLine(message));
  if (errors.length > 0) return { value: undefined, errors };
  try {
    return { value: document.toJS() ?? null, errors };
  } catch (error) {
    // An alias that multiplies itself, or one that names nothing.
    return { value: undefined, errors: [firstLine(error instanceof Error ? error.message : String(error))] };
  }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/:$/, '');
}

function writtenBelow(document: Document, base: Path): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const top = base.length === 0 ? document.contents : document.getIn(base, true);
  visit(top as Document, {
    Scalar: (key, node, ancestors) => {
      if (key === 'key' || typeof node.value === 'string' || node.source === undefined) return;
      found.set(formatPath(pathOf([...ancestors, node])), node.source);
    },
  });
  return found;
}

/** The steps that lead through these nodes: names of pairs, places in lists. */
function pathOf(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, index): Path => {
    const child = nodes[index + 1];
    if (typeof node !== 'object' || node === null) return [];
    if ('key' in node) return [isScalar(node.key) ? String(node.key.value) : String(node.key)];
    if (!('items' in node) || !Array.isArray(node.items) || typeof child !== 'object' || child === null) return [];
    return 'key' in child ? [] : [node.items.indexOf(child)];
  });
}

function tag(name: string, test: RegExp, resolve: ScalarTag['resolve']): ScalarTag {
  return { tag: `tag:yaml.org,2002:${name}`, default: true, test, resolve };
}

const NUMERIC = /^[-+.\d][\w.+-]*$/;

const SCALARS: readonly ScalarTag[] = [
  tag('null', /^(?:~|null|Null|NULL)?$/, () => null),
  tag('bool', /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  tag('bool', /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  tag('float', /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/, (word, onError) => {
    onError(`${word} is a number that JSON does not have`);
    return null;
  }),
  tag('int', NUMERIC, numberOrText),
  tag('float', NUMERIC, numberOrText),
];

/** As Go's ParseInt with base 0 and its ParseFloat take it: 0777 is octal, 0888 decimal, 12:30 and 2026-11-25 are text. */
function numberOrText(word: string): number | string {
  const plain = word.startsWith('.') ? word : word.replaceAll('_', '');
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(plain) ?? [];
  const size = sizeOf(digits);
  if (size === undefined) return word;
  return sign === '-' ? -size : size;
}

function sizeOf(digits: string): number | undefined {
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  if (/^0(?:[xX][\da-fA-F]+|[bB][01]+|[oO][0-7]+)$/.test(digits)) return Number(digits);
  return /^(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits) ? Number(digits) : undefined;
}
