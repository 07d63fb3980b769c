/**
 * What must be refused, and how: a table for tests. Each row is the smallest valid spec with one thing made wrong.
 * Offline validation gives path and message to the letter; so does the API server for rules, whereas faults of
 * structure it tells in words of its own.
 */
import { BAD_COMPUTE } from './bad-specs/compute.ts';
import { BAD_IDENTITY } from './bad-specs/identity.ts';
import { BAD_SCHEDULES } from './bad-specs/schedules.ts';
import { BAD_TABLES } from './bad-specs/tables.ts';
import { BAD_UPDATES } from './bad-specs/updates.ts';
import { BAD_ZONES } from './bad-specs/zones.ts';
import { API_VERSION, KIND } from './identifiers.ts';
import type { KubeObject } from './kubernetes.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface BadSpec {
  /** Why it is wrong; the name of the test. */
  readonly reason: string;
  /** Laid over the smallest valid spec; an undefined field takes it away, undefined as a whole the spec. */
  readonly spec?: Fields | undefined;
  readonly metadata?: Fields;
  /** The spec as stored before, laid over likewise: then this is an update. */
  readonly before?: Fields;
  readonly path: string;
  readonly message: string;
  readonly by: 'rule' | 'structure';
}

export const BAD_SPECS: readonly BadSpec[] = [
  ...BAD_IDENTITY,
  ...BAD_ZONES,
  ...BAD_TABLES,
  ...BAD_COMPUTE,
  ...BAD_SCHEDULES,
  ...BAD_UPDATES,
];

/** As it would come out of a YAML file: without undefined fields. */
export function pipelineWith(spec: Fields | undefined, metadata: Fields = {}): KubeObject {
  const object = {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name: 'clickstream', ...metadata },
    spec: spec === undefined ? undefined : { accountId: '123456789012', region: 'us-east-1', ...spec },
  };
  return JSON.parse(JSON.stringify(object)) as KubeObject;
}

export function badPipeline(bad: BadSpec): KubeObject {
  return pipelineWith('spec' in bad ? bad.spec : {}, bad.metadata);
}
