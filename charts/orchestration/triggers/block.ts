/**
 * Triggers: a rule of EventBridge puts the events of a zone into a queue, and a pipe starts the workflow with all that has
 * gathered there. What could not be started is kept in a queue for 14 days.
 */
import { Rule, Target } from '../../../imports/cloudwatchevents.ts';
import { Pipe } from '../../../imports/pipes.ts';
import { Queue } from '../../../imports/sqs.ts';
import { serialisePolicy } from '../../access/document.ts';
import { pipesTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { queueArn, roleArn, ruleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { idOf } from '../../kinds/kind.ts';
import { SQS } from '../../kinds/sqs.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { addQueue, KEPT_SECONDS, tlsOnly } from '../dead-letters.ts';
import { startExecution, workflowArn } from '../workflows/uses.ts';
import { sharedTriggerAlarms, triggerAlarms } from './alarms.ts';
import type { TriggerModel, TriggersModel } from './model.ts';
import { followZone, readQueue } from './uses.ts';
import { sharedTriggerWidgets, triggerWidgets } from './widgets.ts';

/** How often the same messages are tried before they are given up. */
const TRIES = 5;
/** Seconds for which a started batch may take, beside the time in which it is gathered, before others see its messages. */
const START_SECONDS = 180;

export function triggerParts(model: PipelineModel): readonly Part[] {
  const { triggers: all } = model;
  if (all === undefined) return [];
  return [
    {
      component: all.component,
      stage: 'Orchestration',
      uses: [],
      alarms: sharedTriggerAlarms(all),
      widgets: sharedTriggerWidgets(all),
      build: (block) => addQueue(block, model, all.deadLetters),
    },
    ...all.triggers.map((trigger) => triggerPart(model, all, trigger)),
  ];
}

function triggerPart(model: PipelineModel, all: TriggersModel, trigger: TriggerModel): Part {
  const { name, component, zone, suspendedBy, queue, workflow } = trigger;
  const uses = [readQueue(model, trigger), startExecution(component, model, workflow)];
  return {
    component,
    stage: 'Orchestration',
    classification: zone.classification,
    uses: [followZone(trigger), ...uses],
    alarms: triggerAlarms(trigger),
    widgets: triggerWidgets(trigger),
    facts: { triggers: { name, ...(suspendedBy === undefined ? {} : { suspendedBy }), queue: queue.queue } },
    build(block) {
      addEventQueue(block, model, all, trigger);
      addRule(block, model, trigger);
      addPipe(block, model, trigger, uses);
    },
  };
}

function addEventQueue(
  block: Block,
  model: PipelineModel,
  { deadLetters }: TriggersModel,
  trigger: TriggerModel,
): void {
  const { place } = model;
  const { queue, rule, batch } = trigger;
  block.managed(Queue, {
    name: queue.object,
    after: [idOf(SQS.Queue, deadLetters.object)],
    forProvider: {
      region: place.region,
      name: queue.queue,
      messageRetentionSeconds: KEPT_SECONDS,
      visibilityTimeoutSeconds: batch.seconds + START_SECONDS,
      // EventBridge comes in its own name: a key that is somebody else's may not let it in, and events would be lost unseen.
      sqsManagedSseEnabled: true,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(place, deadLetters.queue),
        maxReceiveCount: TRIES,
      }),
      policy: serialisePolicy({
        statements: [
          tlsOnly(place, queue.queue),
          {
            sid: 'TakeEvents',
            principal: { service: 'events.amazonaws.com' },
            actions: ['sqs:SendMessage'],
            resources: [queueArn(place, queue.queue)],
            conditions: {
              StringEquals: { 'aws:SourceAccount': place.accountId },
              ArnLike: { 'aws:SourceArn': ruleArn(place, rule) },
            },
          },
        ],
      }),
    },
  });
}

function addRule(block: Block, model: PipelineModel, trigger: TriggerModel): void {
  const { place } = model;
  const { object, rule, pattern, queue, zone, name } = trigger;
  const made = block.managed(Rule, {
    name: object,
    awsName: rule,
    after: afterAll([followZone(trigger)]),
    forProvider: {
      region: place.region,
      // The provider identifies a rule by its bus as well, and takes no default for it.
      eventBusName: 'default',
      description: `Objects in zone ${zone.name} of ${titleOf(model)}, for trigger ${name}`,
      eventPattern: pattern,
      state: 'ENABLED',
    },
  });
  block.managed(Target, {
    name: object,
    after: [made, idOf(SQS.Queue, queue.object)],
    forProvider: {
      region: place.region,
      eventBusName: 'default',
      rule,
      targetId: 'queue',
      arn: queueArn(place, queue.queue),
    },
  });
}

function addPipe(block: Block, model: PipelineModel, trigger: TriggerModel, uses: readonly Use[]): void {
  const { place } = model;
  const { object, pipe, role, queue, batch, workflow, name, suspendedBy } = trigger;
  const access = block.role(role, {
    description: `Starts workflow ${workflow.name} of ${titleOf(model)} for trigger ${name}`,
    trust: pipesTrust(place, pipe),
    uses,
  });
  block.managed(Pipe, {
    name: object,
    awsName: pipe,
    after: [access, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      description: `Starts workflow ${workflow.name} of ${titleOf(model)}`,
      // What arrives meanwhile waits in the queue.
      desiredState: suspendedBy === undefined ? 'RUNNING' : 'STOPPED',
      roleArn: roleArn(place, role),
      source: queueArn(place, queue.queue),
      sourceParameters: {
        sqsQueueParameters: { batchSize: batch.objects, maximumBatchingWindowInSeconds: batch.seconds },
      },
      target: workflowArn(place, workflow),
      targetParameters: {
        // What S3 says of the object, whole: a list of these is valid JSON whatever the key is called.
        inputTemplate: '<$.body.detail>',
        // The only way in which a standard workflow can be started.
        stepFunctionStateMachineParameters: { invocationType: 'FIRE_AND_FORGET' },
      },
    },
  });
}
