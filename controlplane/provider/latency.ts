/** How long AWS takes. Reality takes minutes where the demo takes seconds; the proportions are kept. */
import type { Clock } from '../../controller/runtime/clock.ts';
import type { Operation } from './behaviour.ts';

/** Milliseconds that one background operation on an object of this kind takes. */
export type Latency = (kind: string, operation: Operation) => number;

/** Near nothing, but never the same order twice. */
export function testLatency(clock: Clock): Latency {
  return () => clock.random() * 20;
}

const DEMO_CREATE_MS: Readonly<Record<string, number>> = {
  Key: 1_500,
  Alias: 300,
  Bucket: 400,
  BucketLifecycleConfiguration: 900,
  BucketPolicy: 300,
  CatalogDatabase: 200,
  CatalogTable: 250,
  Crawler: 600,
  Role: 500,
  RolePolicy: 250,
  Stream: 1_800,
  StreamConsumer: 800,
  Queue: 1_200,
  Schedule: 300,
  ScheduleGroup: 300,
};
const DEMO_OTHER_MS = 200;
const SHARE: Readonly<Record<Operation, number>> = { Create: 1, Update: 0.5, Delete: 0.7 };

/** @param factor 1 for the usual pace, 10 for a slow show */
export function demoLatency(clock: Clock, factor = 1): Latency {
  return (kind, operation) => {
    const typicalMs = (DEMO_CREATE_MS[kind] ?? DEMO_OTHER_MS) * SHARE[operation] * factor;
    return typicalMs * (0.8 + 0.4 * clock.random());
  };
}
