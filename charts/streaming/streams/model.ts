/** Kinesis data streams. */
import type { Stream, StreamMode } from '../../../crds/datapipeline.ts';
import { KINESIS } from '../../kinds/kinesis.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';

export interface StreamModel {
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** In Kinesis. */
  readonly stream: string;
  readonly mode: StreamMode;
  /** With PROVISIONED, and only then. */
  readonly shards?: number;
  readonly retentionHours: number;
  readonly consumers: readonly ConsumerModel[];
}

/** Enhanced fan-out. */
export interface ConsumerModel {
  readonly name: string;
  readonly object: string;
}

export function streamModels(given: Given): readonly StreamModel[] {
  return (given.spec.streams ?? []).map((stream) => streamModel(given, stream));
}

function streamModel({ scope, profile }: Given, stream: Stream): StreamModel {
  const fallback = stream.shards === undefined ? profile.streams.mode : profile.streams.modeWithShards;
  const mode = stream.mode ?? fallback;
  return {
    name: stream.name,
    component: `streams/${stream.name}`,
    object: objectName(scope, stream.name),
    stream: awsName(KINESIS.Stream, scope, stream.name),
    mode,
    ...(mode === 'PROVISIONED' && stream.shards !== undefined ? { shards: stream.shards } : {}),
    retentionHours: stream.retentionHours,
    consumers: (stream.consumers ?? []).map(({ name }) => ({ name, object: objectName(scope, stream.name, name) })),
  };
}
