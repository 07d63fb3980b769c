import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { betweenMarkers, EmbeddingError, embed, MOST_BYTES, tableDocs } from './embedding.ts';
import { applications, functions, jobs } from './index.ts';
import { deterministicZip } from './zip.ts';

const source = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

describe('a deterministic zip', () => {
  test('has the same bytes on every machine and in whatever order it is made', () => {
    const zips = [
      { 'a.py': 'a', 'b/c.py': 'c' },
      { 'b/c.py': 'c', 'a.py': 'a' },
    ].map(deterministicZip);
    for (const zip of zips) {
      // 1 January 1980, midnight: a local time of the machine would show here.
      expect(Buffer.from(zip).readUInt32LE(10)).toBe(0x00210000);
      expect(createHash('sha256').update(zip).digest('hex')).toBe(
        '9faea138b936e9dcdf221e89e1d6780115a6c1fd4a59018718a00ed4850b0ebc',
      );
    }
  });

  test('holds the files, readable for everyone as Lambda wants them', () => {
    const zip = deterministicZip({ 'ä.py': 'print("ü")\n' });
    expect(Object.entries(unzipSync(zip)).map(([name, data]) => [name, strFromU8(data)])).toEqual([
      ['ä.py', 'print("ü")\n'],
    ]);
    const directory = Buffer.from(zip).indexOf(Buffer.from('504b0102', 'hex'));
    expect(Buffer.from(zip).readUInt32LE(directory + 38) >>> 16).toBe(0o100644);
  });
});

describe('embedded code', () => {
  test('is what stands in the sources', () => {
    for (const job of Object.values(jobs)) {
      expect(job.code.sha256).toBe(createHash('sha256').update(job.code.script).digest('hex'));
    }
    const enrich = Buffer.from(functions.EnrichEvents.code.zipBase64, 'base64');
    expect(createHash('sha256').update(enrich).digest('hex')).toBe(functions.EnrichEvents.code.sha256);
    expect(strFromU8(unzipSync(enrich)['enrich_events.py'] ?? new Uint8Array())).toBe(
      source(functions.EnrichEvents.file),
    );
    const flink = unzipSync(Buffer.from(applications.FlinkSql.code.zipBase64, 'base64'));
    expect(Object.keys(flink)).toEqual([...applications.FlinkSql.files].sort());
  });

  test('that no Kubernetes object could carry is refused', () => {
    expect(embed('Most', 'x'.repeat(MOST_BYTES)).bytes).toBe(MOST_BYTES);
    expect(() => embed('More', 'x'.repeat(MOST_BYTES + 1))).toThrow(EmbeddingError);
  });

  test('is far from that limit', () => {
    const sizes = [functions, jobs, applications].flatMap((group) =>
      Object.values(group).map(({ code }) => code.bytes),
    );
    expect(Math.max(...sizes)).toBeLessThan(MOST_BYTES / 4);
  });
});

describe('descriptors', () => {
  test('name the arguments and defaults that the scripts take', () => {
    const declared = (text: string, tuple: string): Map<string, string | undefined> => {
      const body = new RegExp(`^${tuple} = \\(([\\s\\S]*?)(?:^\\)|\\)$)`, 'm').exec(text)?.[1] ?? '';
      const own = [...body.matchAll(/Argument\("([a-z-]+)"(?:, "([^"]*)")?\)/g)].map(
        ([, name, fallback]): [string, string | undefined] => [`--${name}`, fallback],
      );
      return new Map([...(body.includes('*REBUILD_ARGUMENTS') ? declared(text, 'REBUILD_ARGUMENTS') : []), ...own]);
    };
    for (const job of Object.values(jobs)) {
      const tuple = /^ARGUMENTS = REBUILD_ARGUMENTS$/m.test(job.code.script) ? 'REBUILD_ARGUMENTS' : 'ARGUMENTS';
      const taken = declared(job.code.script, tuple);
      expect(new Map(job.arguments.map((argument) => [argument.name, argument.default]))).toEqual(taken);
      expect(taken.size).toBeGreaterThan(4);
    }
  });

  test('name the settings and the handler of the function', () => {
    const { environment, file, handler } = functions.EnrichEvents;
    const text = source(file);
    expect(environment.map(({ name }) => name).sort()).toEqual(
      [...text.matchAll(/environment\.get\("([A-Z_]+)"/g)].map(([, name]) => name).sort(),
    );
    expect(text).toContain(`def ${handler.split('.')[1]}(event`);
  });
});

describe('generated parts', () => {
  test('replace what stands between their markers and nothing else', () => {
    const text = 'a\n<!-- t: made by dataplane/generate.ts -->\nold\n<!-- end of t -->\nb';
    expect(betweenMarkers(text, 't', 'new')).toBe(
      'a\n<!-- t: made by dataplane/generate.ts -->\n\nnew\n<!-- end of t -->\nb',
    );
    expect(() => betweenMarkers('a', 't', 'new')).toThrow(EmbeddingError);
  });

  test('document a table, partition keys last', () => {
    const columns = [{ name: 'a', type: 'string', comment: 'this | that' }];
    const partitionKeys = [{ name: 'd', type: 'date', comment: 'day' }];
    expect(tableDocs({ t: { summary: 'All of it', columns, partitionKeys } })).toBe(
      '### t\n\nAll of it.\n\n| column | type | |\n|---|---|---|\n| `a` | `string` | this \\| that |\n| `d` | `date` | day; partition |\n',
    );
  });
});
