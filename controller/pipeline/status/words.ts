/** Small words of messages: stable, so that the same state gives the same text. */

const NAMES_SHOWN = 3;

/** Each once, the first three; the others are counted. */
export function firstFew(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, NAMES_SHOWN).join(', ');
  return distinct.length > NAMES_SHOWN ? `${shown} and ${distinct.length - NAMES_SHOWN} more` : shown;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
