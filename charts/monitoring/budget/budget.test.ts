import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';

const budgeted = (budget: DataPipelineSpec['budget'], uid = '0b5f3c1e-0000-4000-8000-000000000001') => {
  const pipeline = aPipeline({ notifications: {}, ...(budget === undefined ? {} : { budget }) });
  return { ...pipeline, metadata: { ...pipeline.metadata, uid } };
};
const budgetOf = (pipeline: ReturnType<typeof aPipeline>) => forProvider(pipeline, 'Budget', 'shop');
const ARN = 'arn:aws:sns:eu-central-1:123456789012:team-a-shop-notifications';

describe('a budget', () => {
  test('is compared with the bill of what bears the uid of the pipeline, and tells its topic at each share', () => {
    const alert = {
      notificationType: 'ACTUAL',
      comparisonOperator: 'GREATER_THAN',
      thresholdType: 'PERCENTAGE',
      subscriberSnsTopicArns: [ARN],
    };
    expect(budgetOf(budgeted({ monthlyUSD: 2500, alertAtPercent: [100, 50] }))).toMatchObject({
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: '2500',
      limitUnit: 'USD',
      costFilter: [
        { name: 'TagKeyValue', values: ['user:datapipelines.dev/uid$0b5f3c1e-0000-4000-8000-000000000001'] },
      ],
      notification: [
        { ...alert, threshold: 50 },
        { ...alert, threshold: 100 },
      ],
    });
  });

  test('tells at 80 and 100 percent where nothing is said', () => {
    const { notification } = budgetOf(budgeted({ monthlyUSD: 100 })) as { notification: { threshold: number }[] };
    expect(notification.map(({ threshold }) => threshold)).toEqual([80, 100]);
  });

  test('is let into the topic, which no other budget is', () => {
    const { Statement } = policyIn(forProvider(budgeted({ monthlyUSD: 100 }), 'Topic', 'shop-notifications'), 'policy');
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Sid: 'Budget',
        Principal: { Service: 'budgets.amazonaws.com' },
        Resource: ARN,
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': ['arn:aws:budgets::123456789012:budget/team-a-shop-eu-central-1'] },
        },
      }),
    );
    const { Statement: without } = policyIn(forProvider(budgeted(undefined), 'Topic', 'shop-notifications'), 'policy');
    expect(JSON.stringify(without)).not.toContain('budgets.amazonaws.com');
  });

  test('is there where it is asked for, and a limit alone makes none', () => {
    const has = (budget: DataPipelineSpec['budget']) =>
      renderPipeline(budgeted(budget)).objects.some(({ kind }) => kind.key === 'budgets.Budget');
    expect(has({ monthlyUSD: 1 })).toBe(true);
    expect(has({ refuseAboveUSD: 1 })).toBe(false);
  });

  test('says what the estimate assumes', () => {
    expect(decide(budgeted({ expected: { gibPerDay: 50 } })).usage).toEqual({
      gibPerDay: 50,
      recordKiB: 1,
      jobMinutes: 15,
    });
  });
});
