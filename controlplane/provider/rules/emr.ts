/** What EMR Serverless refuses of applications. */
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
