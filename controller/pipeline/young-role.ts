/**
 * A role that IAM made moments ago is not yet known to the service that is to assume it, which then refuses what names it.
 * That is on its way, not wrong: told as progress, until the role is old enough to be known everywhere. Pure.
 */
import { IAM } from '../../charts/kinds/iam.ts';
import type { Child } from './child.ts';
import type { ObjectState } from './plan.ts';

/** Usually seconds; the provider's own two minutes of trying are not always enough (docs/aws-rules.md, Firehose). */
const YOUNG_MS = 5 * 60_000;

/**
 * "Firehose is unable to assume role x", "cannot be assumed by Lambda", "must allow … to assume the role". Not the
 * "assumed-role" in the ARN of who was refused something else. Managed Flink looks for code as the role.
 */
const CANNOT_ASSUME = /\bassumed?\b(?!-).*\brole\b|\brole\b.*\bassumed?\b(?!-)|check the role provided/i;

export interface Judgement {
  readonly state: ObjectState;
  /** After so many ms it is to be judged anew, though nothing else changes. */
  readonly againMs?: number;
}

/** `children` are those of the pipeline; the roles that count are those of the same component. */
export function withYoungRole(
  state: ObjectState,
  component: string,
  children: ReadonlyMap<string, Child>,
  nowMs: number,
): Judgement {
  if (state.state !== 'Failed' || state.reason !== 'AWSError' || !CANNOT_ASSUME.test(state.message)) return { state };
  const made = [...children.values()]
    .filter((child) => child.kind === IAM.Role && child.component === component)
    .map(({ createdAt }) => Date.parse(createdAt ?? ''))
    .filter((ms) => !Number.isNaN(ms));
  const againMs = Math.max(...made) + YOUNG_MS - nowMs;
  // A clock that is ahead makes a role that is not made yet: as young as can be, but not for longer.
  if (againMs <= 0) return { state };
  return {
    state: { state: 'Progressing', reason: 'waits until AWS knows its new role everywhere' },
    againMs: Math.min(againMs, YOUNG_MS),
  };
}
