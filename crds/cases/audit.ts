/** Audit. */
import type { Cases } from './cases.ts';

const audit = (fields: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  ...more,
  audit: fields,
});

export const auditCases: Cases = {
  good: [
    { reason: 'nothing said', spec: audit({}) },
    { reason: 'everything, for seven years', spec: audit({ trail: 'All', retentionDays: 2555 }) },
    { reason: 'none in production', spec: audit({ trail: 'None' }, { environment: 'Production' }) },
    { reason: 'days only, for every environment', spec: audit({ retentionDays: 30 }) },
    { reason: 'as long as there is', spec: audit({ trail: 'WriteOnly', retentionDays: 3653 }) },
  ],
  bad: [
    {
      reason: 'reads alone',
      spec: audit({ trail: 'ReadOnly' }),
      path: 'spec.audit.trail',
      message: '"ReadOnly" is not a value of trail; write one of: None, WriteOnly, All',
      by: 'structure',
    },
    {
      reason: 'a trail of another spelling',
      spec: audit({ trail: 'all' }),
      path: 'spec.audit.trail',
      message: '"all" is not a value of trail; write All',
      by: 'structure',
    },
    {
      reason: 'no days at all',
      spec: audit({ trail: 'All', retentionDays: 0 }),
      path: 'spec.audit.retentionDays',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'a century',
      spec: audit({ trail: 'All', retentionDays: 36500 }),
      path: 'spec.audit.retentionDays',
      message: 'must be at most 3653; write 3653 or less',
      by: 'structure',
    },
    {
      reason: 'a day and a half',
      spec: audit({ trail: 'All', retentionDays: 1.5 }),
      path: 'spec.audit.retentionDays',
      message: 'must be a whole number, not number 1.5; write it like 365',
      by: 'structure',
    },
    {
      reason: 'a day more than there is',
      spec: audit({ trail: 'All', retentionDays: 3654 }),
      path: 'spec.audit.retentionDays',
      message: 'must be at most 3653; write 3653 or less',
      by: 'structure',
    },
    {
      reason: 'days of nothing',
      spec: audit({ trail: 'None', retentionDays: 30 }),
      path: 'spec.audit.retentionDays',
      message: 'retentionDays does not apply to trail None; remove it, or write trail: WriteOnly or All',
      by: 'rule',
    },
    {
      reason: 'a bucket of one’s own',
      spec: audit({ trail: 'All', bucket: 'audit' }),
      path: 'spec.audit.bucket',
      message: 'there is no field bucket in spec.audit; use one of: trail, retentionDays',
      by: 'structure',
    },
  ],
};
