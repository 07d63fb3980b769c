/** Names for a message, not more than one can read. */
const NAMES_SHOWN = 10;

export function listed(names: readonly string[]): string {
  return [...names.slice(0, NAMES_SHOWN), ...(names.length > NAMES_SHOWN ? ['…'] : [])].join(', ');
}
