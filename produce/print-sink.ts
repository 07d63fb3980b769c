/** For `--dry-run`: records as lines of standard output, in order. Payloads of this producer hold no line breaks. */
import type { Writable } from 'node:stream';
import type { RecordSink } from './producer.ts';

/** Waits while the reader of `output` is slow. */
export function printSink(output: Writable): RecordSink {
  return {
    async put(records) {
      const lines = Buffer.concat(records.flatMap((record) => [record.data, Buffer.from('\n')]));
      await new Promise<void>((resolve, reject) => {
        output.write(lines, (error) => (error ? reject(error) : resolve()));
      });
      return records.map(() => undefined);
    },
  };
}
