/**
 * What runs after what, and what beside it, of any graph without cycles. The States Language has sequences and forks that are
 * joined again; most graphs are made of these, and then no step waits for anything but what it names, and what that needs. A graph
 * that is not (a → c, a → d, b → d) is cut into two where the fewest pairs of steps wait for each other without need
 * (docs/adr/0043).
 */
export interface Node {
  readonly name: string;
  /** Names of others in the list. */
  readonly after: readonly string[];
}

export type Plan =
  | { readonly step: string }
  | { readonly sequence: readonly Plan[] }
  | { readonly parallel: readonly Plan[] };

/** Of at least one node; the order in which they are listed decides nothing but the order of branches. */
export function planOf(nodes: readonly Node[]): Plan {
  return planned(
    nodes.map(({ name }) => name),
    ancestorsOf(nodes),
  );
}

/** Step → all that must have ended before it starts. */
export type Ancestors = ReadonlyMap<string, ReadonlySet<string>>;

/** @throws when there is a cycle */
export function ancestorsOf(nodes: readonly Node[]): Ancestors {
  const after = new Map(nodes.map((node) => [node.name, node.after]));
  const found = new Map<string, ReadonlySet<string>>();
  const visit = (name: string, path: readonly string[]): ReadonlySet<string> => {
    const known = found.get(name);
    if (known !== undefined) return known;
    if (path.includes(name)) throw new Error(`steps wait for each other: ${[...path, name].join(', ')}`);
    const before = (after.get(name) ?? []).flatMap((each) => [each, ...visit(each, [...path, name])]);
    const ancestors = new Set(before);
    found.set(name, ancestors);
    return ancestors;
  };
  for (const { name } of nodes) visit(name, []);
  return found;
}

function planned(names: readonly string[], ancestors: Ancestors): Plan {
  const [first, ...others] = names;
  if (first !== undefined && others.length === 0) return { step: first };
  const groups = independentGroups(names, ancestors);
  if (groups.length > 1) return { parallel: groups.map((group) => planned(group, ancestors)) };
  const [before, rest] = cut(names, ancestors);
  return { sequence: [planned(before, ancestors), planned(rest, ancestors)].flatMap(flat) };
}

function flat(plan: Plan): readonly Plan[] {
  return 'sequence' in plan ? plan.sequence : [plan];
}

/** Groups of steps between which nobody waits for anybody. */
function independentGroups(names: readonly string[], ancestors: Ancestors): readonly (readonly string[])[] {
  const ordered = (one: string, other: string): boolean =>
    ancestors.get(one)?.has(other) === true || ancestors.get(other)?.has(one) === true;
  const left = new Set(names);
  const groups: string[][] = [];
  for (const name of names) {
    if (!left.delete(name)) continue;
    const group = [name];
    for (const member of group) {
      for (const other of [...left].filter((each) => ordered(member, each))) {
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(names.filter((each) => group.includes(each)));
  }
  return groups;
}

/**
 * Into steps that run first and steps that run then. By the number of its ancestors a step comes after all of these, so each
 * beginning of that order can run first; where all of the rest need all of a beginning, it is one of them.
 */
function cut(names: readonly string[], ancestors: Ancestors): readonly [readonly string[], readonly string[]] {
  const within = (name: string): number => names.filter((other) => ancestors.get(name)?.has(other)).length;
  const order = [...names].sort((one, other) => within(one) - within(other));
  const waitsInVain = (size: number): number => {
    const before = order.slice(0, size);
    return order
      .slice(size)
      .map((later) => before.filter((earlier) => ancestors.get(later)?.has(earlier) !== true).length)
      .reduce((sum, each) => sum + each, 0);
  };
  const sizes = Array.from({ length: order.length - 1 }, (_, index) => index + 1);
  const best = sizes.reduce((one, other) => (waitsInVain(other) < waitsInVain(one) ? other : one));
  const first = new Set(order.slice(0, best));
  return [names.filter((name) => first.has(name)), names.filter((name) => !first.has(name))];
}
