/**
 * Who uses whom, as data. The thing that is used declares what using it means, in the uses.ts of its folder; the user lists
 * its uses. Roles, the policies of keys, buckets and queues, and the apply order are all computed from these lists, so no
 * policy is written for a pair of user and thing, and nothing that is used keeps a list of its users by hand.
 */
import type { PolicyDocument, Statement } from './document.ts';

export interface Use {
  /** Component of the user: "deliveries/lake". */
  readonly by: string;
  /** Component of what is used: "streams/main". */
  readonly of: string;
  /** ids of the objects that must be ready before the user's own. */
  readonly after: readonly string[];
  /** ids of objects whose owner must have let the pipeline in before any role gets rights on them. */
  readonly entrusted?: readonly string[];
  /** What the user's role may do with it, the statements for the KMS key included; sids say what, not with which thing. */
  readonly allow: readonly Statement[];
  /** What the policy of the used thing must let in: services that come in their own name, never roles. */
  readonly admit?: readonly Statement[];
  /** AWS services that the user calls for it, as in their endpoints: "s3", "kinesis". */
  readonly calls: readonly string[];
}

/** ids that must be ready before whoever has these uses. */
export function afterAll(uses: readonly Use[]): readonly string[] {
  return [...new Set(uses.flatMap((use) => use.after))];
}

/**
 * The policy of a role: what its uses allow, each thing said once and nothing that is said by more. Where two uses say a different thing under one sid (a job
 * reads one zone and writes another) the sid tells of which thing it speaks: ReadZoneRaw, ReadZoneCurated.
 */
export function rolePolicy(uses: readonly Use[]): PolicyDocument {
  const distinct = new Map(
    uses.flatMap(({ of, allow }) => allow.map((statement) => [JSON.stringify(statement), { of, statement }] as const)),
  );
  const all = [...distinct.values()];
  const said = all.filter((one, at) => !all.some((other, place) => covers(other, one, place < at)));
  const taken = new Set<string>();
  const statements = said.map(({ of, statement }) => {
    const alone = said.filter((other) => other.statement.sid === statement.sid).length === 1;
    const sid = free(alone ? statement.sid : `${statement.sid}${wordsOf(of)}`, taken);
    taken.add(sid);
    return { ...statement, sid };
  });
  return { statements };
}

interface Said {
  readonly of: string;
  readonly statement: Statement;
}

/**
 * Whether `other` allows on the same things all that `one` does, and asks no more for it; of two that say the same, the
 * `earlier`.
 */
function covers({ statement: other }: Said, { statement: one }: Said, earlier: boolean): boolean {
  if (other === one || !one.actions.every((action) => other.actions.includes(action))) return false;
  const onWhat = ({ effect, principal, resources }: Statement): string =>
    JSON.stringify([effect, principal, resources]);
  if (onWhat(other) !== onWhat(one)) return false;
  const [asked, met] = [conditionsOf(other), conditionsOf(one)];
  if (!asked.every((condition) => met.includes(condition))) return false;
  return earlier || other.actions.length > one.actions.length || asked.length < met.length;
}

/** Each condition by itself: all must be met. */
function conditionsOf({ conditions = {} }: Statement): readonly string[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map((condition) => JSON.stringify([operator, condition])),
  );
}

/** `sid`, or the first of sid2, sid3, … that is not taken. */
function free(sid: string, taken: ReadonlySet<string>): string {
  if (!taken.has(sid)) return sid;
  let count = 2;
  while (taken.has(`${sid}${count}`)) count += 1;
  return `${sid}${count}`;
}

/** "zones/raw-eu" → "RawEu": a sid takes letters and digits only. */
function wordsOf(component: string): string {
  const name = component.slice(component.indexOf('/') + 1);
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/**
 * What the policy of `component` has to let in for `uses`. Statements that differ in nothing but the ARNs on whose behalf a
 * service comes (aws:SourceArn under ArnLike) are one statement with all of them: policies of buckets and keys are short.
 */
export function admissionsTo(component: string, uses: readonly Use[]): readonly Statement[] {
  const merged = new Map<string, Statement>();
  for (const { of, admit = [] } of uses) {
    if (of !== component) continue;
    for (const statement of admit) {
      const key = JSON.stringify(withSources(statement, []));
      const known = merged.get(key);
      const sources = [...(known === undefined ? [] : sourcesOf(known)), ...sourcesOf(statement)];
      merged.set(key, withSources(statement, [...new Set(sources)]));
    }
  }
  return [...merged.values()];
}

function sourcesOf({ conditions }: Statement): readonly string[] {
  const sources = conditions?.ArnLike?.['aws:SourceArn'] ?? [];
  return typeof sources === 'string' ? [sources] : sources;
}

function withSources(statement: Statement, sources: readonly string[]): Statement {
  const { conditions } = statement;
  if (conditions?.ArnLike?.['aws:SourceArn'] === undefined) return statement;
  return {
    ...statement,
    conditions: { ...conditions, ArnLike: { ...conditions.ArnLike, 'aws:SourceArn': sources } },
  };
}
