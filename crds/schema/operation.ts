import { STAGE_ORDER } from '../identifiers.ts';
import { choice, object, type Stored } from './fields.ts';
import { section } from './section.ts';

const suspend = choice(['None', 'Schedules', 'Compute', 'All'], {
  description:
    'Pause a layer without deleting anything. Schedules: no schedule runs, and triggers wait. Compute: neither does anything else that computes by itself. All: the operator writes nothing until this is something else; what exists in AWS goes on as it is, schedules included.',
  default: 'None',
});

const rollout = object(
  {
    through: choice(STAGE_ORDER, {
      description:
        'The last stage to build, for a roll-out step by step. Going back to an earlier stage takes the later ones down, data excepted; streams stay until that is approved.',
      default: 'Monitoring',
    }),
  },
  { description: 'How far the pipeline is built.', default: {} },
);

const deletionPolicy = choice(['Retain', 'Delete'], {
  description:
    'What happens to data when the pipeline is deleted. Retain: buckets, key and catalog stay in AWS. Delete: they go too, with all objects, but only if the annotation datapipelines.dev/confirm-deletion carries the uid of this object.',
  default: 'Retain',
});

export const operationSection = section({ spec: { suspend, rollout, deletionPolicy } });

export type SuspendLayer = Stored<typeof suspend>;
export type DeletionPolicy = Stored<typeof deletionPolicy>;
