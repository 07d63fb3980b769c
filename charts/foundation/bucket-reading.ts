/** What it takes to look for objects in a bucket, whosever it is. */
import type { Statement } from '../access/document.ts';
import { bucketArn, literal, type Place } from '../arns.ts';

interface Folder {
  readonly bucket: string;
  /** Ends in "/"; empty for all of the bucket. */
  readonly prefix: string;
}

/** `what`: how sids call the bucket, "Zone". */
export function lookInto(place: Place, { bucket, prefix }: Folder, what: string): readonly Statement[] {
  const resources = [bucketArn(place, bucket)];
  const find = { sid: `Find${what}`, actions: ['s3:GetBucketLocation'], resources };
  const list = { sid: `List${what}`, actions: ['s3:ListBucket'], resources };
  if (prefix === '') return [find, list];
  // The folder itself is looked up without its slash.
  const folder = literal(prefix.replace(/\/$/, ''));
  return [find, { ...list, conditions: { StringLike: { 's3:prefix': [folder, `${folder}/*`] } } }];
}
