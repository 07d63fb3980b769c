/**
 * What a dashboard shows of a job on EMR Serverless. AWS publishes by the id of the application and by its name; only the name is
 * known before AWS made it, so the graphs search for it. Source: docs/aws-rules.md, CloudWatch.
 */
import type { Widget } from '../../../monitoring/widget.ts';
import type { EmrServerlessJobModel } from './model.ts';

const HOUR = 3_600;
const DIMENSIONS = ['ApplicationId', 'ApplicationName'] as const;

export function emrServerlessWidgets({
  applicationName,
}: Pick<EmrServerlessJobModel, 'applicationName'>): readonly Widget[] {
  const search = (name: string, statistic: 'Sum' | 'Maximum') => ({
    search: {
      namespace: 'AWS/EMRServerless',
      dimensions: DIMENSIONS,
      name,
      of: { ApplicationName: applicationName },
      statistic,
    },
  });
  return [
    {
      title: 'Runs',
      unit: 'runs in an hour',
      periodSeconds: HOUR,
      lines: [
        { ...search('SuccessJobs', 'Sum'), of: 'succeeded' },
        { ...search('FailedJobs', 'Sum'), of: 'failed' },
      ],
    },
    {
      title: 'vCPU of EMR Serverless',
      unit: 'vCPU',
      periodSeconds: 60,
      lines: [
        { ...search('CPUAllocated', 'Maximum'), of: 'has' },
        { ...search('MaxCPUAllowed', 'Maximum'), of: 'may have' },
      ],
    },
  ];
}
