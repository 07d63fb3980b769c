/** For how long CloudWatch Logs can be told to keep a group. */
import type { Rule } from './rules.ts';

/** Source: CloudWatch Logs API, PutRetentionPolicy. */
const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
].join(', ');

/** `field` is the one that carries the rule. */
export function isLogRetention(field: string): Rule {
  return {
    cel: `self in [${DAYS}]`,
    message: `${field} is not one that CloudWatch Logs knows; write one of: ${DAYS}`,
  };
}
