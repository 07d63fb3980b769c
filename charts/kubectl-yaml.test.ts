import { describe, expect, test } from '@jest/globals';
import { readYaml } from './kubectl-yaml.ts';

const value = (text: string): unknown => readYaml(text)[0]?.value;

describe('a plain word', () => {
  // What sigs.k8s.io/yaml gives for each (go-yaml v2, resolve.go).
  test.each<[string, unknown]>([
    ['n', false],
    ['NO', false],
    ['off', false],
    ['y', true],
    ['On', true],
    ['yes', true],
    ['nO', 'nO'],
    ['null', null],
    ['~', null],
    ['', null],
    ['1_000', 1000],
    ['0777', 511],
    ['0o17', 15],
    ['0x1F', 31],
    ['-0b11', -3],
    ['0888', 888],
    ['012345678901', 12345678901],
    ['+12', 12],
    ['1e3', 1000],
    ['1_0.5', 10.5],
    ['.5', 0.5],
    ['5.', 5],
    ['12:30:00', '12:30:00'],
    ['2026-11-25', '2026-11-25'],
    ['2026-11-25T10:00:00Z', '2026-11-25T10:00:00Z'],
    ['1.2.3', '1.2.3'],
    ['0x', '0x'],
    ['_1', '_1'],
    ['!!str 12', '12'],
    ['!!int "12"', 12],
    ['"n"', 'n'],
    ["'0777'", '0777'],
  ])('%s', (word, expected) => {
    expect(value(`[${word}]`)).toEqual(word === '' ? [] : [expected]);
    expect(value(`a: ${word}`)).toEqual({ a: expected });
  });

  test('is a name as kubectl spells it', () => {
    expect(value('{on: 1, 1_000: 2, n: 3}')).toEqual({ true: 1, 1000: 2, false: 3 });
  });
});

describe('a document', () => {
  test('may merge and repeat', () => {
    expect(value('a: &a {x: 1}\nb: {<<: *a, z: 2}\nc: *a\n')).toEqual({ a: { x: 1 }, b: { x: 1, z: 2 }, c: { x: 1 } });
  });

  test.each([
    ['a: [1, 2', /./],
    ['a: 1\na: 2', /Map keys must be unique at line 2, column 1/],
    ['a: .nan', /\.nan is a number that JSON does not have/],
    ['a: *nowhere', /nowhere/],
    [
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`,
      /alias/,
    ],
  ])('that cannot be read says why: %j', (text, message) => {
    const [document] = readYaml(text);
    expect(document?.errors.join('\n')).toMatch(message);
  });

  test('knows how a word was written that is no text', () => {
    const [document] = readYaml('items: [{spec: {id: 012345678901, name: "n", tags: {team: on}, list: [a, 0x10]}}]');
    expect([...(document?.written(['items', 0]) ?? [])]).toEqual([
      ['spec.id', '012345678901'],
      ['spec.tags.team', 'on'],
      ['spec.list[1]', '0x10'],
    ]);
    expect([...(document?.written([]) ?? [])][0]).toEqual(['items[0].spec.id', '012345678901']);
  });

  test('that is one of several is counted, empty ones too', () => {
    expect(readYaml('---\na: 1\n---\n# nothing\n---\nb: 2\n').map((each) => [each.number, each.value])).toEqual([
      [1, { a: 1 }],
      [2, null],
      [3, { b: 2 }],
    ]);
  });
});
