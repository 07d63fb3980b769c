import type { DataPipelineSpec } from '../datapipeline.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

export const notificationsChecks: SectionChecks = { warnings: topicWarnings };

function topicWarnings({ accountId, notifications }: DataPipelineSpec): Warning[] {
  const topicAccount = notifications?.topicArn?.split(':')[4];
  if (topicAccount === undefined || topicAccount === accountId) return [];
  return [
    warning(
      ['spec', 'notifications', 'topicArn'],
      `the topic belongs to account ${topicAccount}; its policy, and that of its key, must let account ${accountId} publish, or nobody is told`,
    ),
  ];
}
