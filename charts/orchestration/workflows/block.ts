/** One workflow: its log, the queue for the input of failed executions, its role, and the state machine. */
import { StateMachine } from '../../../imports/sfn.ts';
import { statesTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { logGroupArn, roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { addLogGroup, encryptLogs } from '../../foundation/logs/group.ts';
import { deliverLogs } from '../../foundation/logs/uses.ts';
import { publishTo } from '../../foundation/notifications/uses.ts';
import { SFN } from '../../kinds/sfn.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { observed } from '../../observed.ts';
import type { Part } from '../../part.ts';
import { addQueue, sendDeadLetters } from '../dead-letters.ts';
import { workflowAlarms } from './alarms.ts';
import { definitionOf } from './asl/definition.ts';
import { orderOf } from './asl/order.ts';
import { planOf } from './asl/plan.ts';
import { workflowCost } from './cost.ts';
import type { WorkflowModel } from './model.ts';
import { usesOfSteps } from './tasks/all.ts';
import { workflowWidgets } from './widgets.ts';

export function workflowParts(model: PipelineModel): readonly Part[] {
  return model.workflows.map((workflow) => {
    const uses = usesOf(model, workflow);
    return {
      component: workflow.component,
      stage: 'Orchestration',
      uses,
      facts: {
        workflows: {
          name: workflow.name,
          order: orderOf(planOf(workflow.steps)),
          stateMachineArn: observed(SFN.StateMachine, workflow.object, 'arn'),
          logGroup: workflow.logs.group,
          ...(workflow.deadLetters === undefined ? {} : { deadLetterQueue: workflow.deadLetters.queue }),
        },
      },
      cost: workflowCost(workflow, model.monthlyRuns.get(workflow.component) ?? 0),
      alarms: workflowAlarms(model.place, workflow),
      widgets: workflowWidgets(model.place, workflow),
      build: (block) => build(block, model, workflow, uses),
    };
  });
}

function usesOf(model: PipelineModel, { component, steps, logs, deadLetters, notify }: WorkflowModel): readonly Use[] {
  return [
    ...usesOfSteps(component, model, steps),
    deliverLogs(component, model, logs),
    encryptLogs(component, model),
    trace(component),
    ...(deadLetters === undefined ? [] : [sendDeadLetters(component, model, deadLetters)]),
    ...(notify ? [publishTo(component, model)] : []),
  ];
}

/** X-Ray has no resources. Source: Step Functions guide, "Trace state machine requests with X-Ray". */
function trace(by: string): Use {
  return {
    by,
    of: by,
    after: [],
    allow: [
      {
        sid: 'Trace',
        actions: [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
        ],
        resources: ['*'],
      },
    ],
    calls: ['xray'],
  };
}

function build(block: Block, model: PipelineModel, workflow: WorkflowModel, uses: readonly Use[]): void {
  const { place } = model;
  const { name, role, logs, logLevel, deadLetters } = workflow;
  const group = addLogGroup(block, model, logs);
  if (deadLetters !== undefined) addQueue(block, model, deadLetters);
  const access = block.role(role, {
    description: `Workflow ${name} of ${titleOf(model)}`,
    trust: statesTrust(place, workflow.stateMachine),
    uses,
  });
  block.managed(StateMachine, {
    name: workflow.object,
    awsName: workflow.stateMachine,
    after: [group, access, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      type: 'STANDARD',
      roleArn: roleArn(place, role),
      definition: definitionOf(model, workflow),
      loggingConfiguration: {
        level: logLevel,
        // What steps got and gave stands in the history of the execution, behind IAM.
        includeExecutionData: false,
        logDestination: `${logGroupArn(place, logs.group)}:*`,
      },
      tracingConfiguration: { enabled: true },
    },
  });
}
