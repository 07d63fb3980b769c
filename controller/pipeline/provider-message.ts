/**
 * A provider error in stable, short words. The raw text wraps AWS's answer in four layers and carries request ids,
 * pointers and counters that change with every attempt; in a condition they would make a new status, hence a new
 * write, each time.
 */

const LIMIT = 300;

const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\b(RequestID|Request ID|request id|HostID|Host ID): ?[\w/+=-]*,? ?/gi, ''],
  [/0x[0-9a-f]{6,}/gi, ''],
  [/\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z?\b/g, ''],
  [/\b(\d{1,3}\.){3}\d{1,3}(:\d+)?\b/g, ''],
  [/https response error StatusCode: (\d+), ?/g, ''],
  [/^(create|observe|update|delete) failed: /, ''],
  [/^async (create|update|delete) failed: /, ''],
  [/^failed to (create|update|delete) the resource: /, ''],
  [/^(apply|destroy) failed: /, ''],
  [/\[\{\d+ /g, ''],
  [/ *\[\] *\}\]/g, ''],
  [/\s+/g, ' '],
];

/** "creating S3 Bucket (x): operation error S3: CreateBucket, api error BucketAlreadyExists: ..." becomes what AWS said. */
export function providerMessage(raw: string): string {
  let text = raw;
  for (const [pattern, replacement] of VOLATILE) text = text.replace(pattern, replacement);
  const verdict = /^(.*?): operation error ([^:]+): (\w+), (?:api error )?(.+)$/.exec(text.trim());
  if (verdict !== null) {
    const [, doing, service, operation, said] = verdict;
    text = `${doing}: AWS ${service} refused ${operation}: ${said}`;
  }
  const trimmed = text.trim();
  return trimmed.length > LIMIT ? `${trimmed.slice(0, LIMIT - 1)}…` : trimmed;
}
