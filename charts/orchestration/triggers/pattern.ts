/** Which events a trigger notices, in EventBridge's language of patterns. */

export interface Watched {
  readonly accountId: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

/** JSON. */
export function objectCreatedPattern({ accountId, bucket, prefix, suffix }: Watched): string {
  const key = keyFilter(prefix, suffix);
  return JSON.stringify({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    account: [accountId],
    detail: { bucket: { name: [bucket] }, ...(key === undefined ? {} : { object: { key: [key] } }) },
  });
}

/** Several filters of one field are alternatives, so both ends of a key are one filter. */
function keyFilter(prefix: string | undefined, suffix: string | undefined): object | undefined {
  if (prefix !== undefined && suffix !== undefined) return { wildcard: `${literal(prefix)}*${literal(suffix)}` };
  if (prefix !== undefined) return { prefix };
  return suffix === undefined ? undefined : { suffix };
}

/** A star of the user's stands for itself. */
function literal(text: string): string {
  return text.replaceAll(/[\\*]/g, (mark) => `\\${mark}`);
}
