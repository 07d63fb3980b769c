import type { DataPipelineSpec } from '../datapipeline.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

export const operationChecks: SectionChecks = { warnings: deletionWarnings };

function deletionWarnings({ deletionPolicy }: DataPipelineSpec): Warning[] {
  if (deletionPolicy !== 'Delete') return [];
  const message =
    'with the confirmation annotation, deleting this object deletes buckets with all objects, the catalog and the key; write Retain unless that is wanted';
  return [warning(['spec', 'deletionPolicy'], message)];
}
