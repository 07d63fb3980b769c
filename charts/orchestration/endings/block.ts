/** The rules that notice endings, the state machine that deals with them, and the role as which EventBridge starts it. */
import { Rule, Target } from '../../../imports/cloudwatchevents.ts';
import { StateMachine } from '../../../imports/sfn.ts';
import { eventsTrust, statesTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { logGroupArn, roleArn, ruleArn, stateMachineArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { logCost } from '../../foundation/logs/cost.ts';
import { addLogGroup, encryptLogs } from '../../foundation/logs/group.ts';
import { deliverLogs } from '../../foundation/logs/uses.ts';
import { publishTo } from '../../foundation/notifications/uses.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { sendDeadLetters } from '../dead-letters.ts';
import { endingsDefinition } from './definition.ts';
import type { EndingsModel } from './model.ts';

export function endingParts(model: PipelineModel): readonly Part[] {
  const { endings } = model;
  if (endings === undefined) return [];
  const uses = usesOf(model, endings);
  return [
    {
      component: endings.component,
      stage: 'Orchestration',
      uses,
      cost: logCost(1),
      build: (block) => build(block, model, endings, uses),
    },
  ];
}

function usesOf(model: PipelineModel, { component, workflows, logs }: EndingsModel): readonly Use[] {
  return [
    deliverLogs(component, model, logs),
    encryptLogs(component, model),
    ...workflows.flatMap(({ deadLetters }) =>
      deadLetters === undefined ? [] : [sendDeadLetters(component, model, deadLetters)],
    ),
    ...(workflows.some(({ notify }) => notify) ? [publishTo(component, model)] : []),
  ];
}

function build(block: Block, model: PipelineModel, endings: EndingsModel, uses: readonly Use[]): void {
  const { place } = model;
  const { component, object, stateMachine, role, starter, logs, rules } = endings;
  const arn = stateMachineArn(place, stateMachine);
  const group = addLogGroup(block, model, logs);
  const access = block.role(role, {
    description: `Endings of workflows of ${titleOf(model)}`,
    trust: statesTrust(place, stateMachine),
    uses,
  });
  const machine = block.managed(StateMachine, {
    name: object,
    awsName: stateMachine,
    after: [group, access, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      type: 'STANDARD',
      roleArn: roleArn(place, role),
      definition: endingsDefinition(model, endings),
      loggingConfiguration: {
        level: 'ERROR',
        includeExecutionData: false,
        logDestination: `${logGroupArn(place, logs.group)}:*`,
      },
    },
  });
  const start: Use = {
    by: component,
    of: component,
    after: [machine],
    allow: [{ sid: 'StartEndings', actions: ['states:StartExecution'], resources: [arn] }],
    calls: ['states'],
  };
  const started = block.role(starter, {
    description: `Starts what deals with endings of ${titleOf(model)}`,
    trust: eventsTrust(
      place,
      rules.map(({ rule }) => ruleArn(place, rule)),
    ),
    uses: [start],
  });
  for (const { object: name, rule, pattern } of rules) {
    const made = block.managed(Rule, {
      name,
      awsName: rule,
      forProvider: {
        region: place.region,
        // The provider identifies a rule by its bus as well, and takes no default for it.
        eventBusName: 'default',
        description: `Executions of workflows of ${titleOf(model)} that timed out or were stopped`,
        eventPattern: pattern,
        state: 'ENABLED',
      },
    });
    block.managed(Target, {
      name,
      after: [made, machine, started],
      forProvider: {
        region: place.region,
        eventBusName: 'default',
        rule,
        targetId: 'endings',
        arn,
        roleArn: roleArn(place, starter),
      },
    });
  }
}
