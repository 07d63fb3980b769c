import type { DataPipelineSpec } from '../datapipeline.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

export const budgetChecks: SectionChecks = { warnings: topicWarnings };

/** The topic's own policy is its owner's. */
function topicWarnings({ budget, notifications }: DataPipelineSpec): Warning[] {
  if (budget?.monthlyUSD === undefined || notifications?.topicArn === undefined) return [];
  const message =
    'the policy of the topic, and of its key, must let budgets.amazonaws.com publish, or nobody is told; write notifications without topicArn for a topic of the pipeline';
  return [warning(['spec', 'budget', 'monthlyUSD'], message)];
}
