/** What services have in common about tags. */
import type { ManagedKind } from '../../../charts/kinds/kind.ts';
import type { Tags } from '../aws.ts';
import { type AwsFault, apiError, serviceError } from '../aws-fault.ts';

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function refusesTags(
  tags: Tags,
  { key, tagLimit = MOST_TAGS }: Pick<ManagedKind, 'key' | 'tagLimit'>,
): AwsFault | undefined {
  const says = (code: string, message: string) =>
    key.startsWith('s3.') ? apiError(400, 'InvalidTag', message) : serviceError(400, code, message);
  const keys = Object.keys(tags);
  if (keys.length > tagLimit) {
    return says('LimitExceeded', `Cannot exceed quota for tags per resource: ${tagLimit}`);
  }
  const reserved = keys.find((each) => each.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) {
    return says('InvalidInput', `aws: prefixed tag key names are not allowed for external use: ${reserved}`);
  }
  const malformed = Object.entries(tags).find(
    ([name, value]) =>
      name.length < 1 ||
      name.length > LONGEST_KEY ||
      value.length > LONGEST_VALUE ||
      !ALLOWED.test(name) ||
      !ALLOWED.test(value),
  );
  if (malformed !== undefined) return says('ValidationError', `The tag ${malformed[0]} is not valid.`);
  const distinct = new Set(keys.map((each) => each.toLowerCase()));
  return key.startsWith('iam.') && distinct.size < keys.length
    ? serviceError(400, 'InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.')
    : undefined;
}
