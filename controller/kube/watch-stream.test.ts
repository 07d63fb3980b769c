import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ApiError } from './api.ts';
import { failure } from './scripted-server.ts';
import { readWatchEvents, splitLines } from './watch-stream.ts';

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield part;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('splitLines', () => {
  test('gives the same lines wherever the bytes are cut', async () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text }));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat({ max: 200 })), async (lines, cuts) => {
        const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''));
        const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].sort((a, b) => a - b);
        const parts = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        expect(await collect(splitLines('watch', chunks(...parts)))).toEqual(lines);
      }),
    );
  });

  test('drops a last line that was never finished, and empty lines', async () => {
    const body = chunks(Buffer.from('{"a":1}\n\n\r\n{"b":2}\n{"c"'));
    expect(await collect(splitLines('watch', body))).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('joins a line of many megabytes from small pieces', async () => {
    const piece = Buffer.alloc(16_384, 0x61);
    const parts = [...Array.from({ length: 512 }, () => piece), Buffer.from('\n')];
    const [line] = await collect(splitLines('watch', chunks(...parts)));
    expect(line?.length).toBe(512 * 16_384);
  });

  test('limits a line, not the stream', async () => {
    const piece = Buffer.alloc(3 * 1024 * 1024, 0x61);
    const parts = Array.from({ length: 15 }, () => [piece, Buffer.from('\n')]).flat();
    expect(await collect(splitLines('watch', chunks(...parts)))).toHaveLength(15);
  });

  test('refuses a line without end before it fills the memory', async () => {
    const piece = Buffer.alloc(8 * 1024 * 1024, 0x61);
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        sent++;
        yield piece;
      }
    }
    await expect(collect(splitLines('watch', endless()))).rejects.toMatchObject({ reason: 'Malformed' });
    expect(sent).toBeLessThan(10);
  });
});

describe('readWatchEvents', () => {
  function events(...values: unknown[]) {
    return collect(
      readWatchEvents('watch Bucket', chunks(Buffer.from(values.map((v) => `${JSON.stringify(v)}\n`).join('')))),
    );
  }

  test('gives events and leaves out types that are not known', async () => {
    const object = { metadata: { name: 'a' } };
    expect(await events({ type: 'ADDED', object }, { type: 'FUTURE', object }, { type: 'BOOKMARK', object })).toEqual([
      { type: 'ADDED', object },
      { type: 'BOOKMARK', object },
    ]);
  });

  test('throws the Status of an ERROR event', async () => {
    const error = await events({ type: 'ERROR', object: failure(410, 'Expired') }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 410, reason: 'Expired' });
  });

  test.each([{ value: 7 }, { value: null }, { value: { type: 'ADDED' } }, { value: [] }])(
    'refuses $value as an event',
    async ({ value }) => {
      await expect(events(value)).rejects.toMatchObject({ name: 'RequestError', reason: 'Malformed' });
    },
  );
});
