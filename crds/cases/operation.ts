/** How the pipeline is run and ended. */
import type { Cases } from './cases.ts';

export const operationCases: Cases = {
  good: [],
  bad: [
    {
      reason: 'suspend value',
      spec: { suspend: 'Schedule' },
      path: 'spec.suspend',
      message: '"Schedule" is not a value of suspend; write Schedules',
      by: 'structure',
    },
    {
      reason: 'rollout stage',
      spec: { rollout: { through: 'monitoring' } },
      path: 'spec.rollout.through',
      message: '"monitoring" is not a value of through; write Monitoring',
      by: 'structure',
    },
    {
      reason: 'deletion policy',
      spec: { deletionPolicy: 'Orphan' },
      path: 'spec.deletionPolicy',
      message: '"Orphan" is not a value of deletionPolicy; write one of: Retain, Delete',
      by: 'structure',
    },
  ],
};
