/** The provider's permissions and packages follow from the rows of kinds. */
import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import { MANAGED_KINDS } from '../../kinds/all.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { readSamples } from '../../testing/samples.ts';
import { PROVIDER_ACTIONS } from './actions.ts';
import { familiesOf, lengthOf, POLICY_MAX_LENGTH, policiesByFamily, policiesTogether } from './policies.ts';
import { ActivationChart, PackagesChart } from './provider-charts.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, readonly string[]>> };
}

/** Whether a field is a role's ARN; policies and definitions that speak of one are texts with more in them. */
function namesRole(value: unknown): boolean {
  if (typeof value === 'string') return /^arn:[a-z-]+:iam::\d{12}:role\/[^"\s]+$/.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(namesRole);
}

function allowed(policies: ReturnType<typeof policiesByFamily>): ReadonlySet<string> {
  const statements = policies.flatMap(({ document }) => document.Statement as readonly Statement[]);
  return new Set(statements.flatMap(({ Action }) => Action));
}

const kinds = MANAGED_KINDS.map((kind) => [kind.key, kind] as const);

describe('what the provider asks of AWS', () => {
  test.each(kinds)('%s: reading and writing stand there, whole words and no pattern', (key) => {
    const { actions = [], elsewhere = [] } = PROVIDER_ACTIONS[key] ?? {};
    expect(actions.filter((action) => /:(?:Get|Describe|List|View)/.test(action))).not.toEqual([]);
    expect(actions.filter((action) => !/:(?:Get|Describe|List|View)/.test(action))).not.toEqual([]);
    for (const action of [...actions, ...elsewhere]) expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
  });

  test('a kind that a pipeline gives a role hands it to a service, and no other does', () => {
    const pipelines = [...readSamples().map(({ pipeline }) => pipeline), aPipeline(fullSpec())];
    const given = pipelines.flatMap((pipeline) =>
      renderPipeline(pipeline).objects.flatMap(({ kind, manifest }) =>
        kind.key === 'iam.InstanceProfile' || namesRole(manifest.spec) ? [kind.key] : [],
      ),
    );
    const handing = MANAGED_KINDS.flatMap(({ key }) => (PROVIDER_ACTIONS[key]?.passes === undefined ? [] : [key]));
    expect(handing.sort()).toEqual([...new Set(given)].sort());
  });

  test.each(kinds.filter(([, { tagged }]) => tagged))('%s: what bears tags may be tagged and untagged', (key) => {
    const { actions = [] } = PROVIDER_ACTIONS[key] ?? {};
    expect(
      actions.filter((action) => /:(?:Tag|AddTags|CreateTags|PutBucketTagging|PutObjectTagging)/.test(action)),
    ).not.toEqual([]);
  });
});

describe('policies', () => {
  const byFamily = policiesByFamily(MANAGED_KINDS);
  const together = policiesTogether(MANAGED_KINDS);

  test('fit into managed policies, ten at most for one role', () => {
    for (const { name, document } of [...byFamily, ...together])
      expect([name, lengthOf(document) <= POLICY_MAX_LENGTH]).toEqual([name, true]);
    expect(together.length).toBeLessThanOrEqual(10);
  });

  test('allow the same, by package or together, and nothing by a pattern', () => {
    expect(allowed(together)).toEqual(allowed(byFamily));
    expect([...allowed(together)].filter((action) => action.includes('*'))).toEqual([]);
  });

  test('hand roles to the services that kinds are given roles for, and to no other', () => {
    const services = together.flatMap(({ document }) =>
      (document.Statement as readonly Statement[]).flatMap(
        ({ Condition }) => Condition?.StringEquals?.['iam:PassedToService'] ?? [],
      ),
    );
    const wanted = MANAGED_KINDS.flatMap(({ key }) => PROVIDER_ACTIONS[key]?.passes ?? []);
    expect(new Set(services)).toEqual(new Set(wanted));
  });

  test('a kind that nobody wrote down is an error, not a policy that lacks it', () => {
    const [first] = MANAGED_KINDS;
    if (first === undefined) throw new Error('there are no kinds');
    expect(() => policiesByFamily([{ ...first, key: 'athena.Unheard' }])).toThrow('athena.Unheard');
  });
});

describe('packages and activation', () => {
  test('name each package once, with the family that brings the configurations', () => {
    const names = (
      new PackagesChart(new App(), 'p', { kinds: MANAGED_KINDS }).toJson() as { metadata: { name: string } }[]
    ).map(({ metadata }) => metadata.name);
    expect(names).toEqual(['provider-family-aws', ...familiesOf(MANAGED_KINDS)]);
  });

  test('activate exactly the kinds that pipelines are made of', () => {
    const [policy] = new ActivationChart(new App(), 'a', { kinds: MANAGED_KINDS }).toJson() as {
      spec: { activate: string[] };
    }[];
    expect(policy?.spec.activate).toEqual(MANAGED_KINDS.map(({ plural, group }) => `${plural}.${group}`).sort());
    expect(policy?.spec.activate.join()).not.toContain('*');
  });
});
