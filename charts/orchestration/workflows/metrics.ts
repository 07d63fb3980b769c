/** What Step Functions counts of a workflow. */
import type { Place } from '../../arns.ts';
import { metricsOf } from '../../monitoring/metric.ts';
import type { WorkflowModel } from './model.ts';
import { workflowArn } from './uses.ts';

export function workflowMetrics(place: Place, workflow: WorkflowModel) {
  return metricsOf('AWS/States', { StateMachineArn: workflowArn(place, workflow) });
}
