/** PutRecords through the AWS SDK. The SDK's own retries are off: they would send whole batches again, unseen. */
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { toError } from '../controller/runtime/errors.ts';
import type { StreamRecord } from './event.ts';
import { PutError, type RecordSink } from './producer.ts';
import type { RequestFailure } from './retry-plan.ts';

export interface KinesisTarget {
  readonly stream: string;
  /** Absent: the SDK's usual sources (environment, profile). */
  readonly region: string | undefined;
  /** For emulators and VPC endpoints. */
  readonly endpointUrl: string | undefined;
}

/** Requests use HTTP/1.1, which emulators speak too. */
export function kinesisSink(target: KinesisTarget): RecordSink & { close(): void } {
  const client = new KinesisClient({
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    }),
    ...(target.region === undefined ? {} : { region: target.region }),
    ...(target.endpointUrl === undefined ? {} : { endpoint: target.endpointUrl }),
  });
  return {
    async put(records, signal) {
      const command = new PutRecordsCommand({ StreamName: target.stream, Records: records.map(toEntry) });
      try {
        const answer = await client.send(command, { abortSignal: signal });
        const results = answer.Records ?? [];
        // A record without a verdict must not count as stored.
        return records.map((_, position) => {
          const result = results[position];
          return result === undefined ? 'MissingResult' : result.ErrorCode;
        });
      } catch (thrown) {
        const error = toError(thrown);
        const failure = describeFailure(error);
        throw new PutError(explain(error, failure), failure, error);
      }
    },
    close: () => client.destroy(),
  };
}

function toEntry(record: StreamRecord): { Data: Uint8Array; PartitionKey: string } {
  return { Data: record.data, PartitionKey: record.partitionKey };
}

function explain(error: Error, failure: RequestFailure): string {
  if (error.message === 'Region is missing') return 'no AWS region is known; pass --region or set AWS_REGION';
  const kind = failure.socketCode ?? failure.name;
  return kind === 'Error' || error.message.includes(kind) ? error.message : `${kind}: ${error.message}`;
}

/** Reads the parts of an SDK error that classify it. */
function describeFailure(error: Error): RequestFailure {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  const code = 'code' in error ? error.code : undefined;
  return {
    name: error.name,
    httpStatus: typeof status === 'number' ? status : undefined,
    socketCode: typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? code : undefined,
  };
}
