/**
 * What each service needs of the role that it acts as, for every kind that has a role. Written from the pages of AWS that the
 * functions name, and from nothing but what AWS itself would see: the fields of the objects. The uses of charts/ are not read.
 */
import type { Need, Thing, World } from '../world.ts';
import { crawler, job, optimizer } from './batch.ts';
import { clusters, instances, serverless } from './emr.ts';
import { pipe, ruleTarget, schedule, stateMachine } from './orchestration.ts';
import { application, delivery, flowLog, lambdaFunction } from './streaming.ts';

export interface Needing {
  /** ARN of the role. */
  readonly role: string;
  /** "glue": who assumes it. */
  readonly service: string;
  /** What the service says of on whose behalf it comes. */
  readonly presents: Readonly<Record<string, string>>;
  readonly needs: readonly Need[];
}

const BY_KIND: Readonly<Record<string, (world: World, thing: Thing) => readonly Needing[]>> = {
  'firehose.DeliveryStream': delivery,
  'lambda.Function': lambdaFunction,
  'kinesisanalyticsv2.Application': application,
  'ec2.FlowLog': flowLog,
  'glue.Crawler': crawler,
  'glue.Job': job,
  'glue.CatalogTableOptimizer': optimizer,
  'emr.SecurityConfiguration': clusters,
  'emrserverless.Application': serverless,
  'iam.InstanceProfile': instances,
  'cloudwatchevents.Target': ruleTarget,
  'scheduler.Schedule': schedule,
  'pipes.Pipe': pipe,
  'sfn.StateMachine': stateMachine,
};

export function needsIn(world: World): readonly Needing[] {
  return world.things.flatMap((thing) => BY_KIND[thing.kind]?.(world, thing) ?? []);
}
