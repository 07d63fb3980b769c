/** What a linter of the States Language says of every definition that is executed here, and of those of the samples. */
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { renderPipeline } from '../../charts/render.ts';
import { specOf } from '../../charts/testing/render.ts';
import { readSamples } from '../../charts/testing/samples.ts';
import { type Flow, flows } from './flows.ts';

/** The package is CommonJS and brings no types. */
const lint = createRequire(import.meta.url)('asl-validator') as (
  definition: unknown,
  options: { readonly checkPaths: boolean; readonly checkArn: boolean },
) => { readonly isValid: boolean; errorsText(separator: string): string };

interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function complaints(definition: unknown): string {
  // It writes into what it is given.
  const { isValid, errorsText } = lint(structuredClone(definition), { checkPaths: true, checkArn: true });
  return isValid ? '' : errorsText('\n');
}

const all = flows();
const ofKinds = all.filter(({ isForksAndJoins }) => isForksAndJoins === undefined);
const ofGraphs = all.filter((one) => !ofKinds.includes(one));
const ofSamples = readSamples().flatMap(({ name, pipeline }) =>
  renderPipeline(pipeline)
    .objects.filter(({ kind }) => kind.key === 'sfn.StateMachine')
    .map((object) => ({
      name: `${name}: ${object.manifest.metadata.name}`,
      definition: String(specOf(object).forProvider.definition),
    })),
);

/** Several definitions as branches of one, whose states may not have the same names. */
function sideBySide(several: readonly Flow[]): unknown {
  const Branches = several.map(({ name, definition }) => {
    const { StartAt, States } = renamed(JSON.parse(definition), name) as Definition;
    return { StartAt, States };
  });
  return { StartAt: 'several', States: { several: { Type: 'Parallel', Branches, End: true } } };
}

/** With the names of all states, where they stand and where they are named, beginning with a word. */
function renamed(value: unknown, word: string): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, word));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (['StartAt', 'Next', 'Default'].includes(key)) return [key, `${word} ${each}`];
      if (key !== 'States') return [key, renamed(each, word)];
      const states = Object.entries(each as Definition['States']);
      return [key, Object.fromEntries(states.map(([name, state]) => [`${word} ${name}`, renamed(state, word)]))];
    }),
  );
}

describe('the linter of the States Language', () => {
  test.each(ofSamples)('has nothing to say of $name', ({ definition }) => {
    expect(complaints(JSON.parse(definition))).toBe('');
  });

  test.each(ofKinds)('has nothing to say of $name', ({ definition }) => {
    expect(complaints(JSON.parse(definition))).toBe('');
  });

  test('has nothing to say of any random graph', () => {
    expect(ofGraphs.length).toBeGreaterThanOrEqual(200);
    // Most of its time goes into making ready.
    for (let first = 0; first < ofGraphs.length; first += 20) {
      expect(complaints(sideBySide(ofGraphs.slice(first, first + 20)))).toBe('');
    }
  });

  // A linter that says nothing of anything would pass too.
  test.each<[string, (definition: Definition) => Definition]>([
    ['a step that leads nowhere', (one) => ({ ...one, StartAt: 'elsewhere' })],
    ['a path that is none', (one) => withSteps(one, { InputPath: '$.[' })],
    ['a state that nobody comes to', (one) => ({ ...one, States: { ...one.States, alone: { Type: 'Succeed' } } })],
    ['a field that there is not', (one) => withFail(one, { Retries: 3 })],
  ])('does speak of %s', (_, broken) => {
    const [first] = all;
    expect(complaints(broken(JSON.parse(first?.definition ?? '') as Definition))).not.toBe('');
  });
});

function withSteps(one: Definition, fields: Readonly<Record<string, unknown>>): Definition {
  const name = 'all steps';
  return { ...one, States: { ...one.States, [name]: { ...one.States[name], ...fields } } };
}

function withFail(one: Definition, fields: Readonly<Record<string, unknown>>): Definition {
  const name = 'end as failed';
  return { ...one, States: { ...one.States, [name]: { ...one.States[name], ...fields } } };
}
