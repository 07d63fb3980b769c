/**
 * What `generate.ts` makes out of the data plane's sources, as text: pure, so that generating and checking are one thing.
 */
import { createHash } from 'node:crypto';
import type { Column, TableSchema } from './descriptor.ts';

/**
 * Raw size up to which code fits into one Kubernetes object, base64-encoded and with room for everything around it
 * (etcd's limit is 1.5 MiB; server-side apply keeps the content once more in a diff).
 */
export const MOST_BYTES = 350 * 1024;

export class EmbeddingError extends Error {
  override readonly name = 'EmbeddingError';
}

export interface EmbeddedCode {
  readonly name: string;
  readonly content: { readonly script: string } | { readonly zipBase64: string };
  /** Hexadecimal, of the raw bytes. */
  readonly sha256: string;
  readonly bytes: number;
}

/** @throws EmbeddingError when the code is too large to be carried by a Kubernetes object. */
export function embed(name: string, content: string | Uint8Array): EmbeddedCode {
  const raw = Buffer.from(content);
  if (raw.byteLength > MOST_BYTES) {
    throw new EmbeddingError(`${name} has ${raw.byteLength} bytes; a Kubernetes object carries ${MOST_BYTES}`);
  }
  return {
    name,
    content: typeof content === 'string' ? { script: content } : { zipBase64: raw.toString('base64') },
    sha256: createHash('sha256').update(raw).digest('hex'),
    bytes: raw.byteLength,
  };
}

/** The generated module. */
export function moduleText(codes: readonly EmbeddedCode[]): string {
  const members = codes.map((code) => {
    const [key, text] =
      'script' in code.content ? ['script', code.content.script] : ['zipBase64', code.content.zipBase64];
    const lines = [
      `    ${key}: ${JSON.stringify(text)},`,
      `    sha256: '${code.sha256}',`,
      `    bytes: ${code.bytes},`,
    ];
    return `  ${code.name}: {\n${lines.join('\n')}\n  },\n`;
  });
  return `// Made by dataplane/generate.ts from the sources beside it. Do not edit.\n\nexport const code = {\n${members.join('')}} as const;\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Tables of the documentation. */
export function tableDocs(tables: Readonly<Record<string, TableSchema>>): string {
  return Object.entries(tables)
    .map(([name, table]) => {
      const row = (column: Column, note: string): string =>
        `| \`${column.name}\` | \`${cell(column.type)}\` | ${cell(column.comment ?? '')}${note} |`;
      const rows = [
        ...table.columns.map((column) => row(column, '')),
        ...table.partitionKeys.map((column) => row(column, '; partition')),
      ];
      return `### ${name}\n\n${table.summary}.\n\n| column | type | |\n|---|---|---|\n${rows.join('\n')}\n`;
    })
    .join('\n');
}

/** `text` with what stands between two marker comments replaced. */
export function betweenMarkers(text: string, marker: string, content: string): string {
  const begin = `<!-- ${marker}: made by dataplane/generate.ts -->\n`;
  const end = `<!-- end of ${marker} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new EmbeddingError(`the markers of ${marker} are missing`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}
