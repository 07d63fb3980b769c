import type { DataPipelineSpec } from '../datapipeline.ts';
import { type Fault, fault } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

export const identityChecks: SectionChecks = { faults: tagFaults, warnings: namingWarnings };

/** Tag keys are case-sensitive for most services but one key to IAM, and every role carries all of them. */
function tagFaults({ tags = {} }: DataPipelineSpec): Fault[] {
  const first = new Map<string, string>();
  return Object.entries(tags).flatMap(([key, value]) => {
    const folded = key.toLowerCase();
    const twin = first.get(folded);
    if (twin === undefined) {
      first.set(folded, key);
      return [];
    }
    const rule = `tag keys "${twin}" and "${key}" differ only by case, which makes them one key to IAM`;
    return [fault(['spec', 'tags', key], value, rule, 'keep one of them, or rename one')];
  });
}

function namingWarnings({ naming }: DataPipelineSpec): Warning[] {
  if (naming.bucketNamespace !== 'Global') return [];
  return [
    warning(
      ['spec', 'naming', 'bucketNamespace'],
      'bucket names of the Global namespace can be taken by any AWS account before this pipeline gets them; prefer AccountRegional',
    ),
  ];
}
