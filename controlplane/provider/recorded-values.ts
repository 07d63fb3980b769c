/**
 * What a recording tells about values that nobody gave. Terraform reads every argument back: a key that stands in atProvider
 * and not in the manifest is what AWS says of an argument that is not set, unless it carries the object's identity or a
 * moment; then it is computed, and another object shows its own.
 */
import type { Json, JsonObject } from '../../crds/kubernetes.ts';
import { isObject } from './behaviour.ts';

/** What AWS says of arguments that are not set. */
export interface Unset {
  /** Of arguments that are missing; an object among them also completes one that is given in part. */
  readonly values: JsonObject;
  /** Inside arguments that are given: the object, or each item of the list. */
  readonly within: Readonly<Record<string, Unset>>;
}

export function unsetOf(seen: JsonObject, given: JsonObject): Unset {
  const values: Record<string, Json> = {};
  const within: Record<string, Unset> = {};
  for (const [key, value] of Object.entries(seen)) {
    const before = given[key];
    if (before === undefined) values[key] = value;
    else if (isObject(value) && isObject(before)) within[key] = unsetOf(value, before);
    else if (isList(value) && isList(before)) within[key] = unsetInItems(value, before);
  }
  return { values, within };
}

function unsetInItems(seen: readonly Json[], given: readonly Json[]): Unset {
  const items = seen.flatMap((item, index) => {
    const before = given[index];
    return isObject(item) && isObject(before) ? [unsetOf(item, before)] : [];
  });
  return {
    values: Object.assign({}, ...items.map(({ values }) => values)) as JsonObject,
    within: Object.assign({}, ...items.map(({ within }) => within)) as Unset['within'],
  };
}

/** `given` as AWS reads it back. */
export function complete(given: JsonObject, { values, within }: Unset): JsonObject {
  const completed: Record<string, Json> = { ...given };
  for (const [key, value] of Object.entries(values)) {
    const before = completed[key];
    if (before === undefined || before === null) completed[key] = value;
    else if (isObject(before) && isObject(value)) completed[key] = complete(before, { values: value, within: {} });
  }
  for (const [key, inner] of Object.entries(within)) {
    const before = completed[key];
    if (isObject(before)) completed[key] = complete(before, inner);
    else if (isList(before)) completed[key] = before.map((item) => (isObject(item) ? complete(item, inner) : item));
  }
  return completed;
}

/** What makes one object this one. */
export interface Identity {
  readonly partition: string;
  readonly account: string;
  /** Empty for global services. */
  readonly region: string;
  readonly address: string;
  /** RFC 3339 */
  readonly createdAt: string;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Whether a recorded value speaks of the recorded object and of no other. */
export function isComputed(value: Json, recorded: Identity): boolean {
  return JSON.stringify(transferred(value, recorded, OTHER)) !== JSON.stringify(value);
}

/** Nothing that a recording contains. */
const OTHER: Identity = {
  partition: '\u0000',
  account: '\u0000',
  region: '\u0000',
  address: '\u0000',
  createdAt: '\u0000',
};

/** A recorded value as `actual` shows it: with its own name, account, region and time. */
export function transferred(value: Json, recorded: Identity, actual: Identity): Json {
  if (isList(value)) return value.map((item) => transferred(item, recorded, actual));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, transferred(item, recorded, actual)]));
  }
  if (typeof value !== 'string') return value;
  if (MOMENT.test(value)) return actual.createdAt;
  const replacements = replacementsOf(recorded, actual);
  const longestFirst = [...replacements.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const whole = new RegExp(`(?<![\\w-])(?:${longestFirst.join('|')})(?![\\w-])`, 'g');
  return value.replace(whole, (found) => replacements.get(found) ?? found);
}

function replacementsOf(recorded: Identity, actual: Identity): ReadonlyMap<string, string> {
  const parts = (address: string) => address.split(/[/:]/);
  const pairs: [string, string][] = [
    [`arn:${recorded.partition}`, `arn:${actual.partition}`],
    ...parts(recorded.address).map((part, index): [string, string] => [part, parts(actual.address)[index] ?? part]),
    [recorded.account, actual.account],
    [recorded.region, actual.region],
    [recorded.address, actual.address],
  ];
  return new Map(pairs.filter(([from]) => from !== ''));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
