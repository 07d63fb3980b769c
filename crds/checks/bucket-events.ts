/** Who is told of the events of a zone: what S3 refuses of several notifications, and what is not where it must be. */
import type { BucketNotification, DataPipelineSpec, Zone } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { prefixesOverlap } from './table-prefix.ts';

export function bucketEventsFaults(spec: DataPipelineSpec, { notifications = [] }: Zone, path: Path): Fault[] {
  return notifications.flatMap((notification, index) => {
    const place = [...path, 'notifications', index];
    return [
      ...receiverFaults(spec, notification, place),
      ...filterFaults(notification, place),
      ...overlapFaults(notification, notifications.slice(0, index), place),
    ];
  });
}

function receiverFaults(
  { functions = [], partition, region }: DataPipelineSpec,
  { name, function: called, queueArn, topicArn }: BucketNotification,
  place: Path,
): Fault[] {
  const faults: Fault[] = [];
  if (called !== undefined && !functions.some((one) => one.name === called)) {
    const known =
      functions.length === 0 ? 'none, for spec.functions is empty' : functions.map((one) => one.name).join(', ');
    const rule = `notification "${name}" names function "${called}", which does not exist`;
    faults.push(fault([...place, 'function'], called, rule, `write one of: ${known}`));
  }
  for (const [field, arn] of Object.entries({ queueArn, topicArn })) {
    const [, itsPartition, , itsRegion] = (arn ?? '').split(':');
    if (arn === undefined || (itsPartition === partition && itsRegion === region)) continue;
    const rule = `${field} of notification "${name}" is not in ${region}, and S3 tells nobody outside of the Region of the bucket`;
    faults.push(fault([...place, field], arn, rule, `write one in ${region}`));
  }
  return faults;
}

/** S3 knows no wildcards in filters. */
function filterFaults({ name, prefix = '' }: BucketNotification, place: Path): Fault[] {
  if (!prefix.includes('*')) return [];
  const rule = `prefix "${prefix}" of notification "${name}" has a *, which S3 does not take in a filter`;
  return [fault([...place, 'prefix'], prefix, rule, 'write the folder that is above it, or leave prefix out')];
}

/** S3 takes no two configurations by which one event of one object would be told twice. */
function overlapFaults(notification: BucketNotification, before: readonly BucketNotification[], place: Path): Fault[] {
  const { name, prefix = '', suffix = '' } = notification;
  const other = before.find(
    (one) =>
      prefixesOverlap(prefix, one.prefix ?? '') &&
      suffixesOverlap(suffix, one.suffix ?? '') &&
      notification.events.some((event) => one.events.some((theirs) => eventsOverlap(event, theirs))),
  );
  if (other === undefined) return [];
  const rule = `notifications "${other.name}" and "${name}" are of the same event of the same objects, which S3 does not take`;
  return [fault(place, name, rule, 'write prefixes or suffixes that do not overlap, or one topic for both')];
}

function suffixesOverlap(one: string, other: string): boolean {
  return one.endsWith(other) || other.endsWith(one);
}

/** "s3:ObjectCreated:*" is all that begins like it. */
function eventsOverlap(one: string, other: string): boolean {
  const covers = (all: string, single: string): boolean => all.endsWith(':*') && single.startsWith(all.slice(0, -1));
  return one === other || covers(one, other) || covers(other, one);
}
