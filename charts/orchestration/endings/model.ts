/**
 * Endings that no step can see: an execution that ran into its time-out or was stopped runs no further state. Events tell of
 * it, and start a state machine that does what a Catch does (docs/adr/0042).
 */
import { type RoleModel, roleModel } from '../../access/role.ts';
import { type LogGroupModel, logGroupModel } from '../../foundation/logs/group.ts';
import { EVENTS } from '../../kinds/cloudwatchevents.ts';
import { SFN } from '../../kinds/sfn.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';
import type { WorkflowModel } from '../workflows/model.ts';
import { workflowArn } from '../workflows/uses.ts';
import { executionsEnded } from './pattern.ts';

export interface EndingsModel {
  readonly component: string;
  readonly object: string;
  /** In Step Functions. */
  readonly stateMachine: string;
  /** Of the state machine. */
  readonly role: RoleModel;
  /** Of EventBridge, which starts it. */
  readonly starter: RoleModel;
  readonly logs: LogGroupModel;
  /** Whose executions it is told of: at least one, and each wants its input kept or somebody told. */
  readonly workflows: readonly WorkflowModel[];
  readonly rules: readonly EndingRule[];
}

export interface EndingRule {
  readonly object: string;
  /** In EventBridge. */
  readonly rule: string;
  /** JSON. */
  readonly pattern: string;
}

/** No workflow begins with a dash, so none is called so. */
const ENDINGS = '-endings';
/** Of ARNs in one pattern, which takes 2,048 characters. */
const MOST_IN_RULE = 10;

/** Undefined where nobody is to be told and nothing to be kept. */
export function endingsModel(given: Given, workflows: readonly WorkflowModel[]): EndingsModel | undefined {
  const { scope, spec } = given;
  const heard = workflows.filter(({ deadLetters, notify }) => deadLetters !== undefined || notify);
  if (heard.length === 0) return undefined;
  const component = 'endings';
  return {
    component,
    object: objectName(scope, ENDINGS),
    stateMachine: awsName(SFN.StateMachine, scope, ENDINGS),
    role: roleModel(scope, component, 'endings'),
    starter: roleModel(scope, `${component}/start`, 'start-endings'),
    logs: logGroupModel(given, 'workflows', ENDINGS, 'states'),
    workflows: heard,
    rules: inParts(heard).map((some, index): EndingRule => {
      const words = ['endings', ...(index === 0 ? [] : [`${index + 1}`])];
      const pattern = executionsEnded(some.map((workflow) => workflowArn(spec, workflow)));
      return { object: objectName(scope, ...words), rule: awsName(EVENTS.Rule, scope, ...words), pattern };
    }),
  };
}

function inParts<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / MOST_IN_RULE);
  return Array.from({ length: count }, (_, index) => items.slice(index * MOST_IN_RULE, (index + 1) * MOST_IN_RULE));
}
