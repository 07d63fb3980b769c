/**
 * Whom a zone tells of its objects. S3 keeps one document of it for each bucket and looks, whenever it is written, whether it
 * may reach every receiver. So where a function of the pipeline is one, the document stands in a part of its own, after the
 * function and the statement by which it lets S3 in; without functions it is there as soon as the bucket.
 */
import { Permission } from '../../../imports/lambda.ts';
import { BucketNotification } from '../../../imports/s3.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { bucketArn, functionArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { idOf } from '../../kinds/kind.ts';
import { LAMBDA } from '../../kinds/lambda.ts';
import { S3 } from '../../kinds/s3.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { named } from '../../reference.ts';
import type { FunctionModel } from '../../streaming/functions/model.ts';
import { replacing } from './existing.ts';
import type { CalledFunction, ZoneModel } from './model.ts';

/** The parts of zones that call functions. */
export function zoneEventParts(model: PipelineModel): readonly Part[] {
  return model.zones.filter(callsFunctions).map((zone) => {
    const component = `zone-events/${zone.name}`;
    const uses = zone.called.map((called) => callFunction(component, functionOf(model, zone, called.name)));
    return {
      component,
      stage: 'Streaming',
      classification: zone.classification,
      uses,
      build(block) {
        const admitted = zone.called.map((called) => letS3Call(block, model, zone, called, uses));
        addNotifications(block, model, zone, [idOf(S3.Bucket, zone.object), ...admitted]);
      },
    };
  });
}

export function callsFunctions({ called }: ZoneModel): boolean {
  return called.length > 0;
}

/** An existing bucket keeps what its owner configured where the spec says nothing; one of ours says that it tells nobody. */
export function tells({ existing, eventNotifications, notifications }: ZoneModel): boolean {
  return !existing || eventNotifications || notifications.length > 0;
}

export function addNotifications(block: Block, model: PipelineModel, zone: ZoneModel, after: readonly string[]): void {
  const queue: object[] = [];
  const topic: object[] = [];
  const lambdaFunction: object[] = [];
  for (const { name, events, prefix, suffix, queueArn, topicArn, function: called } of zone.notifications) {
    const told = {
      id: name,
      events: [...events],
      ...(prefix === undefined ? {} : { filterPrefix: asFilter(prefix) }),
      ...(suffix === undefined ? {} : { filterSuffix: asFilter(suffix) }),
    };
    if (queueArn !== undefined) queue.push({ ...told, queueArn });
    if (topicArn !== undefined) topic.push({ ...told, topicArn });
    if (called !== undefined) {
      const { functionName } = functionOf(model, zone, called);
      lambdaFunction.push({ ...told, lambdaFunctionArn: functionArn(model.place, functionName) });
    }
  }
  block.managed(BucketNotification, {
    name: zone.object,
    after,
    forProvider: {
      region: model.place.region,
      bucket: zone.bucket,
      eventbridge: zone.eventNotifications,
      ...(queue.length === 0 ? {} : { queue }),
      ...(topic.length === 0 ? {} : { topic }),
      ...(lambdaFunction.length === 0 ? {} : { lambdaFunction }),
    },
    ...replacing(zone, 'notifications'),
  });
}

/** S3 takes filters encoded as in URLs, slashes as they are: one with a plain "=" is accepted, and never met. */
function asFilter(text: string): string {
  return text.split('/').map(encodeURIComponent).join('/');
}

function functionOf({ functions }: PipelineModel, { component }: ZoneModel, name: string): FunctionModel {
  return named(functions, name, component, 'function');
}

/** S3 comes in its own name, and is let in by a statement in the policy of the function. */
function callFunction(by: string, { component, object }: FunctionModel): Use {
  return { by, of: component, after: [idOf(LAMBDA.Function, object)], allow: [], calls: [] };
}

function letS3Call(
  block: Block,
  model: PipelineModel,
  zone: ZoneModel,
  { name, object, statementId }: CalledFunction,
  uses: readonly Use[],
): string {
  const { place } = model;
  return block.managed(Permission, {
    name: object,
    after: afterAll(uses),
    forProvider: {
      region: place.region,
      statementId,
      functionName: functionOf(model, zone, name).functionName,
      action: 'lambda:InvokeFunction',
      principal: 's3.amazonaws.com',
      // The name of a bucket that is gone is free for others.
      sourceAccount: place.accountId,
      sourceArn: bucketArn(place, zone.bucket),
    },
  });
}
