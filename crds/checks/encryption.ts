import type { DataPipelineSpec } from '../datapipeline.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

export const encryptionChecks: SectionChecks = { warnings: keyWarnings };

function keyWarnings({ accountId, encryption }: DataPipelineSpec): Warning[] {
  const keyAccount = encryption?.existingKeyArn?.split(':')[4];
  if (keyAccount === undefined || keyAccount === accountId) return [];
  return [
    warning(
      ['spec', 'encryption', 'existingKeyArn'],
      `the key belongs to account ${keyAccount}; its key policy must let account ${accountId} use it, or nothing can be written`,
    ),
  ];
}
