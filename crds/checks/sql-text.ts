/**
 * What can be seen of a query of Athena without parsing it: its words, without comments and with quoted names as one word. No
 * grammar: names that follow FROM and JOIN are names of tables, unless the query gave them itself.
 */

export interface Word {
  readonly kind: 'Word' | 'Name' | 'Text' | 'Sign';
  /** Words in lower case; names without their quotes; signs as they are. */
  readonly text: string;
}

/** In order: comments and space (left out), text, quoted name, word or number, any other sign. */
const WORDS =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\s+|('(?:[^']|'')*(?:'|$))|("(?:[^"]|"")*(?:"|$))|([\p{L}\p{N}_$@]+)|([\s\S])/gu;

export function wordsOf(sql: string): readonly Word[] {
  return [...sql.matchAll(WORDS)].flatMap(([, text, name, word, sign]): Word[] => {
    if (text !== undefined) return [{ kind: 'Text', text }];
    if (name !== undefined) return [{ kind: 'Name', text: name.slice(1, -1).replaceAll('""', '"').toLowerCase() }];
    if (word !== undefined) return [{ kind: 'Word', text: word.toLowerCase() }];
    return sign === undefined ? [] : [{ kind: 'Sign', text: sign }];
  });
}

export interface TableName {
  /** Absent: the database that the query runs in. */
  readonly database?: string;
  readonly table: string;
}

/** Tables that stand behind FROM or JOIN, without those that the query makes (WITH name AS) and functions (unnest(…)). */
export function tablesOf(words: readonly Word[]): readonly TableName[] {
  const made = new Set(madeNames(words));
  const found: TableName[] = [];
  for (const [index, { kind, text }] of words.entries()) {
    if (kind !== 'Word' || (text !== 'from' && text !== 'join')) continue;
    // substring(x FROM 2), extract(day FROM x), trim(' ' FROM x): no tables.
    // x IS DISTINCT FROM y: none either.
    if (text === 'from' && (isArgument(words, index) || isComparison(words, index))) continue;
    const path = pathAt(words, index + 1);
    const [last, database] = [...path].reverse();
    // Of "events$partitions" the table is events.
    const table = last?.replace(/\$.*$/s, '');
    if (table === undefined || words[index + 2 * path.length]?.text === '(') continue;
    if (database === undefined && made.has(table)) continue;
    found.push(database === undefined ? { table } : { database, table });
  }
  return found;
}

/** a, a.b, a.b.c from this word on; empty for anything else. */
function pathAt(words: readonly Word[], start: number): readonly string[] {
  const path: string[] = [];
  for (let at = start; ; at += 2) {
    const word = words[at];
    if (word?.kind !== 'Name' && word?.kind !== 'Word') return [];
    path.push(word.text);
    if (words[at + 1]?.text !== '.') return path;
  }
}

/** Names before AS ( and before (columns) AS (. */
function madeNames(words: readonly Word[]): readonly string[] {
  return words.flatMap((word, index): string[] => {
    if (word.kind !== 'Word' || word.text !== 'as' || words[index + 1]?.text !== '(') return [];
    let at = index - 1;
    if (words[at]?.text === ')') at = words.findLastIndex(({ text }, before) => before < at && text === '(') - 1;
    const name = words[at];
    return name === undefined || name.kind === 'Sign' ? [] : [name.text];
  });
}

function isComparison(words: readonly Word[], index: number): boolean {
  return words[index - 1]?.text === 'distinct' && ['is', 'not'].includes(words[index - 2]?.text ?? '');
}

/** Whether the innermost open bracket before this word belongs to a function that takes FROM. */
function isArgument(words: readonly Word[], index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const text = words[at]?.text;
    if (text === ')') depth += 1;
    if (text !== '(') continue;
    if (depth === 0) return ['extract', 'substring', 'trim', 'overlay'].includes(words[at - 1]?.text ?? '');
    depth -= 1;
  }
  return false;
}
