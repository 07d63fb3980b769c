/** Triggers: what starts a workflow when objects arrive (docs/adr/0044). */
import { type RoleModel, roleModel } from '../../access/role.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
import { EVENTS } from '../../kinds/cloudwatchevents.ts';
import { PIPES } from '../../kinds/pipes.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import { type QueueModel, queueModel } from '../dead-letters.ts';
import type { WorkflowModel } from '../workflows/model.ts';
import { objectCreatedPattern } from './pattern.ts';

export interface TriggersModel {
  readonly component: string;
  /** What could not start anything. */
  readonly deadLetters: QueueModel;
  readonly triggers: readonly TriggerModel[];
}

export interface TriggerModel {
  readonly name: string;
  readonly component: string;
  /** metadata.name of its rule, target, queue and pipe. */
  readonly object: string;
  /** In EventBridge. */
  readonly rule: string;
  readonly pattern: string;
  /** In EventBridge Pipes. */
  readonly pipe: string;
  readonly role: RoleModel;
  /** Where objects gather. */
  readonly queue: QueueModel;
  readonly batch: { readonly objects: number; readonly seconds: number };
  readonly zone: ZoneModel;
  readonly workflow: WorkflowModel;
  /** The field that keeps it from starting anything; absent when it does. */
  readonly suspendedBy?: string;
}

/** Undefined without triggers. */
export function triggersModel(
  { spec, scope }: Given,
  zones: readonly ZoneModel[],
  workflows: readonly WorkflowModel[],
): TriggersModel | undefined {
  const { triggers = [], suspend, accountId } = spec;
  if (triggers.length === 0) return undefined;
  return {
    component: 'triggers',
    deadLetters: queueModel(scope, 'triggers', 'triggers-dead-letters'),
    triggers: triggers.map(({ name, objectCreated, workflow, batch }): TriggerModel => {
      const component = `triggers/${name}`;
      const word = `trigger-${name}`;
      const zone = named(zones, objectCreated.zone, component, 'zone');
      return {
        name,
        component,
        object: objectName(scope, word),
        rule: awsName(EVENTS.Rule, scope, word),
        pattern: objectCreatedPattern({ ...objectCreated, accountId, bucket: zone.bucket }),
        pipe: awsName(PIPES.Pipe, scope, word),
        role: roleModel(scope, component, word),
        queue: queueModel(scope, component, word),
        batch,
        zone,
        workflow: named(workflows, workflow, component, 'workflow'),
        ...(suspend === 'None' ? {} : { suspendedBy: `spec.suspend: ${suspend}` }),
      };
    }),
  };
}
