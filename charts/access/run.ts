/** What a state machine must be allowed so that it can run something of another service and wait for its end. */
import { type Place, roleArn, ruleArn } from '../arns.ts';
import type { Statement } from './document.ts';
import type { RoleModel } from './role.ts';

/** Hands a role to one service, and to no other. */
export function passRole(
  place: Place,
  role: Pick<RoleModel, 'role' | 'path'>,
  service: string,
  sid = 'PassRole',
): Statement {
  return {
    sid,
    actions: ['iam:PassRole'],
    resources: [roleArn(place, role)],
    conditions: { StringEquals: { 'iam:PassedToService': service } },
  };
}

/**
 * Step Functions hears of the end through a rule of EventBridge that it makes itself, one for all state machines of the account.
 * Source: Step Functions guide, the pages "IAM policies for calling …" of each service.
 */
export function hearOfEnd(place: Place, rules: readonly string[]): Statement {
  return {
    sid: 'HearOfEnd',
    actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
    resources: rules.map((rule) => ruleArn(place, rule)),
  };
}
