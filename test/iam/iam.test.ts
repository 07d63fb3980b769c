/**
 * Every role may do what it needs, and nothing that nobody needs. Needs are written from AWS's own pages (needs/), policies come
 * out of the charts, and a small evaluator decides between them.
 */
import { describe, expect, test } from '@jest/globals';
import { renderPipeline } from '../../charts/render.ts';
import { allows, list, matches, type PolicyStatement } from './evaluate.ts';
import { type Needing, needsIn } from './needs/needing.ts';
import { type Proven, randomPipelines, writtenPipelines } from './pipelines.ts';
import { type Need, type World, worldOf } from './world.ts';

interface Judged {
  readonly world: World;
  readonly needing: readonly Needing[];
  /** Statements of the policies of a role, by its name. */
  readonly policies: ReadonlyMap<string, readonly PolicyStatement[]>;
  readonly trusts: ReadonlyMap<string, readonly PolicyStatement[]>;
}

function judge({ pipeline }: Proven): Judged {
  const world = worldOf(renderPipeline(pipeline).objects, pipeline.spec);
  const statements = (text: unknown): PolicyStatement[] =>
    (JSON.parse(String(text)) as { Statement: PolicyStatement[] }).Statement;
  const roles = world.things.filter(({ kind }) => kind === 'iam.Role');
  const inline = world.things.filter(({ kind }) => kind === 'iam.RolePolicy');
  return {
    world,
    needing: needsIn(world),
    policies: new Map(inline.map(({ fields }) => [String(fields.role), statements(fields.policy)])),
    trusts: new Map(roles.map(({ name, fields }) => [name, statements(fields.assumeRolePolicy)])),
  };
}

/** What is allowed though AWS's pages do not ask for it, and why. */
const TOLERATED: readonly {
  readonly action: string;
  readonly on?: RegExp;
  readonly by: RegExp;
  readonly why: string;
}[] = [
  {
    action: 'logs:CreateLogStream',
    by: /-(delivery|application)-/,
    why: 'the group is its own, and a stream that somebody deleted is made again',
  },
  {
    action: 'lambda:InvokeFunction',
    on: /:function:[^:]+$/,
    by: /-(delivery|workflow)-/,
    why: 'whether a call of $LATEST is asked of the function or of that version differs by who calls',
  },
  {
    action: 'lambda:GetFunctionConfiguration',
    on: /:function:[^:]+$/,
    by: /-delivery-/,
    why: 'the same',
  },
  {
    action: 'kinesis:DescribeStreamSummary',
    by: /-delivery-/,
    why: 'reading a stream is one use for Firehose and Flink; it tells less than DescribeStream, which Firehose needs',
  },
];

const roleOf = (arn: string): string => arn.split('/').at(-1) ?? '';

function needsOf({ needing }: Judged, role: string): readonly Need[] {
  return needing.filter((one) => roleOf(one.role) === role).flatMap(({ needs }) => needs);
}

const unmet = (statements: readonly PolicyStatement[], needs: readonly Need[]): readonly Need[] =>
  needs.filter((need) => !allows(statements, need));

const judgements = new Map<string, readonly Need[]>();

/** One line per need that the role lacks. Most roles of random pipelines are alike, and are judged once. */
function lacking(judged: Judged): string[] {
  return [...judged.policies].flatMap(([role, statements]) => {
    const needs = needsOf(judged, role);
    const question = JSON.stringify([statements, needs]);
    const answer = judgements.get(question) ?? unmet(statements, needs);
    judgements.set(question, answer);
    return answer.map(
      ({ action, resource, context }) => `${role} ${action} ${resource} ${JSON.stringify(context ?? {})}`,
    );
  });
}

const written = writtenPipelines().map((proven) => ({ ...proven, judged: judge(proven) }));

describe.each(written)('the roles of $name', ({ judged }) => {
  test('are each needed by something', () => {
    const needed = new Set(judged.needing.map(({ role }) => roleOf(role)));
    expect([...judged.trusts.keys()].filter((role) => !needed.has(role))).toEqual([]);
  });

  test('may do all that is needed', () => {
    expect(lacking(judged)).toEqual([]);
  });

  test('are assumed by their service, which says on whose behalf, and by no other', () => {
    for (const { role, service, presents } of judged.needing) {
      const trust = judged.trusts.get(roleOf(role)) ?? [];
      expect([role, trust.map(({ Principal }) => Principal)]).toEqual([
        role,
        [{ Service: `${service}.amazonaws.com` }],
      ]);
      const assuming = { action: 'sts:AssumeRole', resource: '*', context: presents };
      expect([role, allows(trust, assuming)]).toEqual([role, true]);
      if (Object.keys(presents).length === 0) continue;
      const strangers = Object.fromEntries(Object.keys(presents).map((key) => [key, 'arn:aws:x:y:999999999999:z']));
      expect([role, allows(trust, { ...assuming, context: strangers })]).toEqual([role, false]);
    }
  });

  test('lose something that is needed with any statement taken away', () => {
    const idle = [...judged.policies].flatMap(([role, statements]) =>
      statements
        .filter(
          (taken) =>
            unmet(
              statements.filter((one) => one !== taken),
              needsOf(judged, role),
            ).length === 0,
        )
        .map(({ Sid }) => `${role} ${Sid}`),
    );
    expect(idle).toEqual([]);
  });

  test('allow no action on anything that nobody needs', () => {
    const idle = [...judged.policies].flatMap(([role, statements]) =>
      statements.flatMap((statement) =>
        list(statement.Action).flatMap((Action) =>
          list(statement.Resource ?? []).flatMap((Resource) => {
            const alone = { ...statement, Action, Resource };
            if (TOLERATED.some((one) => one.action === Action && one.by.test(role) && (one.on ?? /./).test(Resource)))
              return [];
            return needsOf(judged, role).some((need) => matches(alone, need)) ? [] : [`${role} ${Action} ${Resource}`];
          }),
        ),
      ),
    );
    expect(idle).toEqual([]);
  });
});

test('the roles of 500 random pipelines may do all that is needed', () => {
  const short = randomPipelines(500).flatMap((proven) =>
    lacking(judge(proven)).map((line) => `${proven.name}: ${line}`),
  );
  expect(short).toEqual([]);
});
