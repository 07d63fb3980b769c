/** Lifecycle rules of zones, beside the lifecycle of all objects. */
import { expiring, zoneOf } from './build.ts';
import type { BadSpec, Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

export const OUT_OF_ORDER =
  'transitions are out of order; write growing afterDays, in the order STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE, and leave objects in STANDARD_IA for 30 days';

const ruled = (...rules: readonly Fields[]): Fields => ({
  zones: [zoneOf({ lifecycleRules: rules.map((rule) => ({ name: 'exports', ...rule })) })],
});
const badRule = (reason: string, rule: Fields, field: string, message: string): BadSpec => ({
  reason,
  spec: ruled(rule),
  path: `spec.zones[0].lifecycleRules[0]${field}`,
  message,
  by: 'rule',
});
const to = (storageClass: string, afterDays: number): Fields => ({ storageClass, afterDays });

export const lifecycleRulesCases: Cases = {
  good: [
    {
      reason: 'noncurrent versions that move before they go',
      spec: expiring({ noncurrentTransitions: [to('GLACIER_IR', 30)], noncurrentExpireAfterDays: 400 }),
    },
    {
      reason: 'rules by prefix, tags and size',
      spec: ruled(
        { prefix: 'exports/', expireAfterDays: 14 },
        { name: 'drafts', tags: { keep: 'false', 'team:owner': '' }, noncurrentExpireAfterDays: 1 },
        { name: 'large', sizeGreaterThanBytes: 131072, transitions: [to('GLACIER_IR', 0), to('DEEP_ARCHIVE', 180)] },
        { name: 'small', sizeLessThanBytes: 1024, prefix: 'tmp/', tags: {}, expireAfterDays: 1 },
        { name: 'old', noncurrentTransitions: [to('GLACIER_IR', 30)], noncurrentVersionsKept: 3 },
      ),
    },
    {
      reason: 'twenty rules in each of twelve zones',
      spec: {
        zones: Array.from({ length: 12 }, (_, zone) => ({
          name: `z${zone}`,
          lifecycleRules: Array.from({ length: 20 }, (_, rule) => ({
            name: `r${rule}`,
            prefix: `p${rule}/`,
            expireAfterDays: 400,
            noncurrentExpireAfterDays: 400,
            transitions: [to('STANDARD_IA', 30), to('GLACIER_IR', 60), to('GLACIER', 90), to('DEEP_ARCHIVE', 180)],
            noncurrentTransitions: [to('STANDARD_IA', 30), to('GLACIER_IR', 60), to('GLACIER', 90)],
          })),
        })),
      },
    },
  ],
  bad: [
    badRule(
      'rule with the name of our own',
      { name: 'zone', expireAfterDays: 1 },
      '.name',
      'rule name "zone" is that of the zone\'s own lifecycle; choose another',
    ),
    badRule(
      'rule name in capitals',
      { name: 'Exports', expireAfterDays: 1 },
      '.name',
      'name "Exports" is not at most 24 lower-case letters, digits and inner dashes; write one like exports',
    ),
    badRule(
      'rule that does nothing',
      { prefix: 'a/' },
      '',
      'lifecycle rule "exports" does nothing; write one of transitions, expireAfterDays, noncurrentTransitions, noncurrentExpireAfterDays',
    ),
    badRule(
      'rule that keeps versions from nothing',
      { expireAfterDays: 1, noncurrentVersionsKept: 3 },
      '.noncurrentVersionsKept',
      'noncurrentVersionsKept keeps versions from nothing; write noncurrentTransitions or noncurrentExpireAfterDays beside it',
    ),
    badRule(
      'rule for no size at all',
      { expireAfterDays: 1, sizeGreaterThanBytes: 9, sizeLessThanBytes: 9 },
      '.sizeLessThanBytes',
      'no object has more bytes than sizeGreaterThanBytes and fewer than sizeLessThanBytes; write a sizeLessThanBytes that is greater',
    ),
    badRule(
      'prefix of a rule without a slash',
      { expireAfterDays: 1, prefix: 'exports' },
      '.prefix',
      'prefix "exports" is not a path of letters, digits and ! _ . * \' ( ) = - that ends in a slash; write it like exports/',
    ),
    badRule(
      'tag key that no object can bear',
      { expireAfterDays: 1, tags: { 'a;b': '1' } },
      '.tags',
      'a tag key is not 1 to 128 letters, digits, spaces and _ . : / = + - @; write the key that the objects bear',
    ),
    badRule(
      'rule that expires before it moves',
      { expireAfterDays: 90, transitions: [to('GLACIER', 90)] },
      '.expireAfterDays',
      'expireAfterDays is not later than the transition to GLACIER; write more days, or remove that transition',
    ),
    badRule(
      'versions of a rule that go before they move',
      { noncurrentExpireAfterDays: 30, noncurrentTransitions: [to('GLACIER_IR', 30)] },
      '.noncurrentExpireAfterDays',
      'noncurrentExpireAfterDays is not later than the transition to GLACIER_IR; write more days, or remove that transition',
    ),
    badRule(
      'transitions of a rule backwards in class',
      { transitions: [to('GLACIER', 30), to('GLACIER_IR', 60)] },
      '.transitions',
      OUT_OF_ORDER,
    ),
    badRule(
      'noncurrent versions in STANDARD_IA too early',
      { noncurrentTransitions: [to('STANDARD_IA', 1)] },
      '.noncurrentTransitions[0].afterDays',
      'afterDays is too early for STANDARD_IA, which takes objects from day 30 on; write 30 or more',
    ),
    {
      reason: 'versions of a zone that move when they are gone, by the default',
      spec: expiring({ noncurrentTransitions: [to('GLACIER_IR', 90)] }),
      path: 'spec.zones[0].lifecycle.noncurrentExpireAfterDays',
      message:
        'noncurrentExpireAfterDays is not later than the transition to GLACIER_IR; write more days, or remove that transition',
      by: 'rule',
    },
    {
      reason: 'two rules of one name',
      spec: ruled({ expireAfterDays: 1 }, { expireAfterDays: 2 }),
      path: 'spec.zones[0].lifecycleRules[1].name',
      message: 'name "exports" occurs twice in its list; give each its own',
      by: 'structure',
    },
  ],
};
