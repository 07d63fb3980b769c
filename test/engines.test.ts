/** Whoever may install by our word must not be warned by a dependency's: `engines` of every package in the lock takes our oldest Node. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const read = (file: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8'));

type Version = readonly [major: number, minor: number, patch: number];

function versionOf(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return [major, minor, patch];
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/** One comparator of a range: `>=20.1`, `^18.14.0`, `20`, `*`. Another form is an error, not a guess. */
function takes(comparator: string, version: Version): boolean {
  if (comparator === '*') return true;
  const [, operator = '', text = ''] = /^(>=|>|<=|<|\^|~|=?)v?(\d+(?:\.\d+){0,2})(?:\.[x*])*$/.exec(comparator) ?? [];
  if (text === '') throw new Error(`cannot read the range ${comparator}`);
  const wanted = versionOf(text);
  switch (operator) {
    case '>=':
      return compare(version, wanted) >= 0;
    case '>':
      return compare(version, wanted) > 0;
    case '<=':
      return compare(version, wanted) <= 0;
    case '<':
      return compare(version, wanted) < 0;
    case '~':
      return compare(version, wanted) >= 0 && version[0] === wanted[0] && version[1] === wanted[1];
    case '^':
      return compare(version, wanted) >= 0 && version[0] === wanted[0];
    default:
      return text.split('.').every((part, index) => Number(part) === version[index]);
  }
}

function rangeTakes(range: string, version: Version): boolean {
  return range.split('||').some((alternative) =>
    alternative
      .trim()
      .replaceAll(/([<>=^~])\s+/g, '$1')
      .split(/\s+/)
      .every((comparator) => takes(comparator, version)),
  );
}

test('no dependency asks for a newer Node than we do', () => {
  const { engines } = read('package.json') as { engines: { node: string } };
  const { packages } = read('package-lock.json') as {
    packages: Readonly<Record<string, { engines?: { node?: string } }>>;
  };
  const oldest = versionOf(engines.node.replace('>=', ''));
  const choosy = Object.entries(packages).flatMap(([path, { engines: theirs }]) =>
    theirs?.node === undefined || rangeTakes(theirs.node, oldest) ? [] : [`${path}: ${theirs.node}`],
  );
  expect(choosy).toEqual([]);
});
