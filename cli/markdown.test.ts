import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cell, code, table } from './markdown.ts';

describe('words of users in a table', () => {
  test.each([
    ['ends no cell', 'a | b', 'a \\| b'],
    ['is no HTML', '</details><img src=x>', '&lt;/details&gt;&lt;img src=x&gt;'],
    ['calls nobody', 'column @timestamp', 'column @\u200btimestamp'],
    ['is no link', '[here](https://example.com)', '\\[here\\](https://example.com)'],
    ['starts no new row', 'a\n| b |\r\nc', 'a \\| b \\| c'],
    ['does not turn round', 'a\u202eb', 'a b'],
    ['cannot undo the escape', 'a\\|b', 'a\\\\\\|b'],
  ])('%s', (_, words, written) => expect(cell(words)).toBe(written));

  test.each([
    ['plain', 'a@b <c>', '`a@b <c>`'],
    ['with a pipe', 'a|b', '`a\\|b`'],
    ['with a fence of its own', 'a``b', '```a``b```'],
    ['with a backtick at its end', 'a`', '`` a` ``'],
    ['over two lines', '"a\nb"', '`"a b"`'],
  ])('as code: %s', (_, words, written) => expect(code(words)).toBe(written));

  test('never makes a row of more cells, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('|', '`', '\\', '\n', 'a', '<', ' ') }), (words) => {
        const rows = table(['', ''], [[cell(words), code(words)]])
          .trimEnd()
          .split('\n');
        expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual([3, 3, 3]);
      }),
    );
  });
});
