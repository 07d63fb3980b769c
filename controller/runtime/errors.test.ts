import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { toError } from './errors.ts';

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each([
  { thrown: 'text', message: 'text' },
  { thrown: undefined, message: 'a value that is not an Error was thrown: undefined' },
  { thrown: { code: 3 }, message: 'a value that is not an Error was thrown: {"code":3}' },
  { thrown: 7n, message: 'a value that is not an Error was thrown: [object BigInt]' },
  { thrown: circular, message: 'a value that is not an Error was thrown: [object Object]' },
])('turns what was thrown into an Error: $message', ({ thrown, message }) => {
  expect(toError(thrown).message).toBe(message);
});

test('hands an Error through unchanged', () => {
  const error = new RangeError('x');
  expect(toError(error)).toBe(error);
});

test('knows an Error of another realm', () => {
  const error: unknown = runInNewContext('new Error("elsewhere")');
  expect(toError(error)).toBe(error);
});
