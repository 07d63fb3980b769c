/** Every link of the README and of docs/ to a file or heading of this repository leads somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const CODE = /^```[\s\S]*?^```|`[^`\n]*`/gm;
const LINK = /\]\(([^)\s]+)\)/g;

function pages(): readonly string[] {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) =>
    join('docs', file),
  );
  const atTop = readdirSync(ROOT);
  return [...atTop, ...inDocs].filter((file) => file.endsWith('.md')).map((file) => join(ROOT, file));
}

/** As GitHub names them: words in small letters with hyphens between; of a repeated one the second ends in -1. */
function anchors(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const text = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  const names = [...text.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  const given = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name);
  return new Set([...names, ...given]);
}

function broken(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replaceAll(CODE, '');
  return [...text.matchAll(LINK)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : resolve(dirname(page), path);
    if (!existsSync(target)) return [`${relative(ROOT, page)}: ${link}: there is no such file`];
    if (anchor === undefined || !target.endsWith('.md') || anchors(target).has(anchor)) return [];
    return [`${relative(ROOT, page)}: ${link}: that page has no such heading`];
  });
}

test('links between pages lead somewhere', () => {
  expect(pages().flatMap(broken)).toEqual([]);
});
