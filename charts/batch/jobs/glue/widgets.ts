/** What a dashboard shows of a job. Names of metrics and their dimensions: docs/aws-rules.md, CloudWatch. */
import { metricsOf } from '../../../monitoring/metric.ts';
import type { Widget } from '../../../monitoring/widget.ts';
import type { GlueJobModel } from './model.ts';

const HOUR = 3_600;

function jobMetrics({ job }: GlueJobModel) {
  const ofAllRuns = { JobName: job, JobRunId: 'ALL' };
  return {
    ofRuns: metricsOf('Glue', { ...ofAllRuns, Type: 'count', ObservabilityGroup: 'error' }),
    counted: metricsOf('Glue', { ...ofAllRuns, Type: 'count' }),
    measured: metricsOf('Glue', { ...ofAllRuns, Type: 'gauge' }),
  };
}

export function glueWidgets(job: GlueJobModel): readonly Widget[] {
  // All these are metrics of Spark.
  if (job.engine.type === 'PythonShell') return [];
  const { ofRuns, counted, measured } = jobMetrics(job);
  return [
    {
      title: 'Runs',
      unit: 'runs in an hour',
      periodSeconds: HOUR,
      lines: [
        { metric: ofRuns('glue.succeed.ALL', 'Sum'), of: 'succeeded' },
        { metric: ofRuns('glue.error.ALL', 'Sum'), of: 'failed' },
      ],
    },
    {
      title: 'Executors',
      unit: 'executors',
      periodSeconds: 60,
      lines: [
        {
          metric: measured('glue.driver.ExecutorAllocationManager.executors.numberAllExecutors', 'Maximum'),
          of: 'has',
        },
        {
          metric: measured('glue.driver.ExecutorAllocationManager.executors.numberMaxNeededExecutors', 'Maximum'),
          of: 'could use',
        },
      ],
    },
    {
      title: 'Failed tasks',
      unit: 'tasks in an hour',
      periodSeconds: HOUR,
      lines: [{ metric: counted('glue.driver.aggregate.numFailedTasks', 'Sum') }],
    },
  ];
}
