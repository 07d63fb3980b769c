/** What a table of cases holds: specs that must be taken, and specs that must be refused in exactly these words. */
import { API_VERSION, KIND } from '../identifiers.ts';
import type { KubeObject } from '../kubernetes.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Cases {
  readonly good: readonly GoodSpec[];
  readonly bad: readonly BadSpec[];
}

export interface GoodSpec {
  /** Why it must be taken; the name of the test. */
  readonly reason: string;
  /** Laid over the smallest valid spec. */
  readonly spec: Fields;
  readonly metadata?: Fields;
  /** The spec as stored before, laid over likewise: then this is an update. */
  readonly before?: Fields;
}

/**
 * The smallest valid spec with one thing made wrong. Offline validation gives path and message to the letter; so does the
 * API server for rules, whereas faults of structure it tells in words of its own, and faults that only a check finds it
 * does not see.
 */
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
  /** `rule` is CEL, `check` is checks/. */
  readonly by: 'structure' | 'rule' | 'check';
}

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
