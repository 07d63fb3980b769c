/** Random graphs of steps, the same on every run: any graph without circles, and those that are made of forks and joins. */
import fc from 'fast-check';

export interface Graph {
  /** Whether each step can start as soon as all that it names have ended. */
  readonly isForksAndJoins: boolean;
  readonly steps: readonly GraphStep[];
}

export interface GraphStep {
  readonly name: string;
  readonly after: readonly string[];
}

const SEED = 20_261_125;
const MOST_STEPS = 9;

/** Steps that wait for some of those before them, listed in any order. */
const anyGraph: fc.Arbitrary<Graph> = fc
  .array(fc.array(fc.nat(MOST_STEPS), { maxLength: 3 }), { minLength: 2, maxLength: MOST_STEPS })
  .chain((waits) => {
    const steps = waits.map((befores, index) => ({
      name: `s${index}`,
      after: [...new Set(befores.filter((before) => before < index).map((before) => `s${before}`))],
    }));
    return fc.shuffledSubarray(steps, { minLength: steps.length }).map((shuffled) => ({
      isForksAndJoins: false,
      steps: shuffled,
    }));
  });

type Shape = 'step' | { readonly kind: 'sequence' | 'fork'; readonly parts: readonly Shape[] };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constant<Shape>('step'),
    fc.record({
      kind: fc.constantFrom<'sequence' | 'fork'>('sequence', 'fork'),
      parts: fc.array(tie('shape'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

/** Its steps, and those that nobody in it waits for. */
interface Built {
  readonly steps: readonly GraphStep[];
  readonly last: readonly string[];
}

function built(one: Shape, after: readonly string[], name: () => string): Built {
  if (one === 'step') {
    const step = { name: name(), after };
    return { steps: [step], last: [step.name] };
  }
  if (one.kind === 'fork') {
    const branches = one.parts.map((part) => built(part, after, name));
    return { steps: branches.flatMap(({ steps }) => steps), last: branches.flatMap(({ last }) => last) };
  }
  return one.parts.reduce<Built>(
    (before, part) => {
      const { steps, last } = built(part, before.last, name);
      return { steps: [...before.steps, ...steps], last };
    },
    { steps: [], last: after },
  );
}

const forksAndJoins: fc.Arbitrary<Graph> = shape
  .map((one) => {
    let count = 0;
    const name = (): string => `s${count++}`;
    return { isForksAndJoins: true, steps: built(one, [], name).steps };
  })
  .filter(({ steps }) => steps.length >= 2 && steps.length <= MOST_STEPS);

export function randomGraphs(count: number): readonly Graph[] {
  return fc.sample(fc.oneof(anyGraph, forksAndJoins), { seed: SEED, numRuns: count });
}
