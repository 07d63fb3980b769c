/** Things of a spec refer to each other by name. */
import { ModelError } from './model-error.ts';

/** The item called `name`; ModelError on `component` with the list of those that exist. */
export function named<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
  component: string,
  what: string,
): Item {
  const found = items.find((item) => item.name === name);
  if (found !== undefined) return found;
  const known = items.map((item) => item.name).join(', ');
  const remedy = known === '' ? `declare it first, there is no ${what} yet` : `write one of: ${known}`;
  throw new ModelError(component, `${what} "${name}" does not exist; ${remedy}`);
}
