/** What Athena refuses of workgroups and saved queries. */
import type { AwsObject, SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, text } from '../behaviour.ts';

const LEAST_CUTOFF_BYTES = 10_485_760;
const MOST_QUERY_BYTES = 262_144;
const NAME = /^[a-zA-Z0-9._-]{1,128}$/;

const invalid = (message: string) => serviceError(400, 'InvalidRequestException', message);

export function refusesWorkgroup({ name, desired }: Input): AwsFault | undefined {
  if (!NAME.test(name))
    return invalid(`1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint`);
  const { configuration } = desired;
  if (!isObject(configuration)) return undefined;
  const cutoff = configuration.bytesScannedCutoffPerQuery;
  if (typeof cutoff === 'number' && cutoff !== 0 && cutoff < LEAST_CUTOFF_BYTES)
    return invalid(`BytesScannedCutoffPerQuery must be at least ${LEAST_CUTOFF_BYTES}`);
  const { resultConfiguration: results } = configuration;
  const { encryptionConfiguration: encryption = {} } = isObject(results) ? results : {};
  if (!isObject(encryption)) return undefined;
  const option = text(encryption, 'encryptionOption');
  return option.endsWith('_KMS') && text(encryption, 'kmsKeyArn') === ''
    ? invalid(`KmsKey is required for encryption option ${option}`)
    : undefined;
}

/** A workgroup with saved queries, or one that ran any, goes only by force. */
export function refusesDeletion({ attributes, scope, address }: AwsObject, aws: SimulatedAws): AwsFault | undefined {
  if (attributes.forceDestroy === true) return undefined;
  const { account, region } = scope;
  const queries = aws.list({ type: 'athena.NamedQuery', account, region, state: 'Active' });
  return queries.some((query) => query.attributes.workgroup === address)
    ? invalid(`WorkGroup ${address} is not empty`)
    : undefined;
}

export function refusesNamedQuery({ desired }: Input): AwsFault | undefined {
  const query = text(desired, 'query');
  if (query === '' || Buffer.byteLength(query) > MOST_QUERY_BYTES)
    return invalid(
      `'queryString' failed to satisfy constraint: Member must have length less than or equal to ${MOST_QUERY_BYTES}`,
    );
  return text(desired, 'database') === ''
    ? invalid("'database' must have length greater than or equal to 1")
    : undefined;
}
