/**
 * Words of users in Markdown as GitHub and GitLab read it: what somebody wrote into a spec must not end a table, hide a row, carry
 * HTML or call anybody by name in the comment that a reviewer trusts.
 */

const INVISIBLE_BREAK = '\u200b';
/** Also the marks that turn the direction of text: with them a value reads as another. */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Text in a cell of a table. */
export function cell(words: string): string {
  return words
    .replace(CONTROLS, ' ')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', `@${INVISIBLE_BREAK}`);
}

/** As it stands, in a cell of a table. */
export function code(words: string): string {
  const visible = words.replace(CONTROLS, ' ');
  const longest = Math.max(0, ...(visible.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One blank at either end is taken away again; it keeps a backtick there from joining the fence.
  const padded = /^`|`$|^ .* $/.test(visible) ? ` ${visible} ` : visible;
  return `${fence}${padded.replaceAll('|', '\\|')}${fence}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return `${line(head)}${line(head.map(() => ':--'))}${rows.map(line).join('')}`;
}
