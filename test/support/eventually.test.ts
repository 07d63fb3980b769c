import { describe, expect, test } from '@jest/globals';
import { eventually } from './eventually.ts';

describe('eventually', () => {
  test('gives the first answer that is something, and takes errors for "not yet"', async () => {
    const answers: (() => unknown)[] = [
      () => undefined,
      () => false,
      () => {
        throw new Error('not there');
      },
      () => 0,
    ];
    let calls = 0;
    const found = await eventually(() => answers[calls++]?.(), { what: 'an answer', pollMs: 1 });
    expect([found, calls]).toEqual([0, 4]);
  });

  test('says at the deadline what it waited for and what it saw last', async () => {
    const options = { what: 'the bucket to be ready', timeoutMs: 5, pollMs: 1 };
    await expect(eventually(() => undefined, options)).rejects.toThrow(
      'waited 5 ms for the bucket to be ready; last seen: undefined',
    );
    const failing = () => Promise.reject(new Error('no such bucket'));
    await expect(eventually(failing, options)).rejects.toThrow('; last failure: no such bucket');
  });
});
