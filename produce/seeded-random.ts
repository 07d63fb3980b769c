/** Repeatable chance: the same numbers on every machine for the same seed, so that a run can be repeated and checked. */

export interface SeededRandom {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, limit). */
  below(limit: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/**
 * A generator for one item of a sequence: what item `index` looks like depends on seed and index alone, never on
 * which items were made before it. `salt` separates independent decisions about the same item.
 */
export function seededRandom(seed: number, index: number, salt: number): SeededRandom {
  let state = mix(mix(mix(seed >>> 0) ^ (index >>> 0)) ^ (salt >>> 0));
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { next, below, pick: (choices) => choices[below(choices.length)] ?? choices[0] };
}

/** A 32-bit finalizer: every input bit changes about half of the output bits. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}
