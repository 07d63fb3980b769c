/** What EMR refuses: of applications, and of security configurations. */
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { isObject, text } from '../behaviour.ts';

const RELEASE = /^emr-(\d+\.\d+\.\d+|spark-\d+\.\d+(\.\d+|-preview)?)$/;
const AMOUNT = {
  cpu: /^[1-9]\d*\s?(vCPU|vcpu|VCPU)?$/,
  memory: /^[1-9]\d*\s?(GB|gb|gB|Gb)?$/,
  disk: /^[1-9]\d*\s?(GB|gb|gB|Gb)$/,
};
const MOST_IDLE_MINUTES = 7 * 24 * 60;

export function refusesServerless(desired: JsonObject): AwsFault | undefined {
  const { maximumCapacity: maximum, autoStopConfiguration: stop, schedulerConfiguration: scheduler } = desired;
  const refused = (message: string) => serviceError(400, 'ValidationException', message);
  const release = text(desired, 'releaseLabel');
  if (!RELEASE.test(release)) return refused(`Invalid release label: ${release}`);
  if (isObject(maximum)) {
    for (const part of ['cpu', 'memory', 'disk'] as const) {
      const amount = text(maximum, part);
      if (!AMOUNT[part].test(amount)) return refused(`Value '${amount}' at 'maximumCapacity.${part}' is not valid`);
    }
  }
  const idle = isObject(stop) ? stop.idleTimeoutMinutes : undefined;
  if (typeof idle === 'number' && (idle < 1 || idle > MOST_IDLE_MINUTES)) {
    return refused(`idleTimeoutMinutes must be from 1 to ${MOST_IDLE_MINUTES}`);
  }
  // Source: EMR Serverless user guide, "Job concurrency and queuing".
  if (isObject(scheduler) && /^emr-[1-6]\./.test(release)) {
    return refused('Job concurrency and queuing is available from release emr-7.0.0 on');
  }
  return undefined;
}

/** Of S3 and of local disks, each with a key where it names KMS. */
export function refusesSecurity(desired: JsonObject): AwsFault | undefined {
  const refused = (message: string) => serviceError(400, 'InvalidRequestException', message);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text(desired, 'configuration'));
  } catch {
    return refused('Security configuration is not valid JSON.');
  }
  const encryption = isObject(parsed) ? parsed.EncryptionConfiguration : undefined;
  if (!isObject(encryption)) return refused('EncryptionConfiguration is required.');
  const atRest = encryption.AtRestEncryptionConfiguration;
  if (encryption.EnableAtRestEncryption === true && !isObject(atRest)) {
    return refused('AtRestEncryptionConfiguration is required when EnableAtRestEncryption is true.');
  }
  if (!isObject(atRest)) return undefined;
  const { S3EncryptionConfiguration: s3, LocalDiskEncryptionConfiguration: disk } = atRest;
  const lacksKey =
    (isObject(s3) && ['SSE-KMS', 'CSE-KMS'].includes(text(s3, 'EncryptionMode')) && text(s3, 'AwsKmsKey') === '') ||
    (isObject(disk) && text(disk, 'EncryptionKeyProviderType') === 'AwsKms' && text(disk, 'AwsKmsKey') === '');
  return lacksKey ? refused('AwsKmsKey is required for this encryption mode.') : undefined;
}
