/** What Glue refuses of jobs. */
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { isObject, text } from '../behaviour.ts';

const FLEXIBLE = ['G.1X', 'G.2X'];
/** In data processing units. */
const PYTHON_CAPACITIES = [0.0625, 1];
const MOST_MINUTES = 7 * 24 * 60;

export function refusesJob(desired: JsonObject): AwsFault | undefined {
  const { command, executionClass, maxCapacity, numberOfWorkers, timeout } = desired;
  const workerType = text(desired, 'workerType');
  const refused = (message: string) => serviceError(400, 'InvalidInputException', message);
  if (typeof maxCapacity === 'number' && maxCapacity > 0 && workerType !== '')
    return refused('Please do not set Max Capacity if using Worker Type and Number of Workers.');
  const isPython = isObject(command) && text(command, 'name') === 'pythonshell';
  if (isPython && !PYTHON_CAPACITIES.includes(Number(maxCapacity)))
    return refused('Max Capacity of Python shell jobs must be 0.0625 or 1.');
  if (!isPython && typeof maxCapacity === 'number' && maxCapacity > 0)
    return refused(
      'Please do not set Max Capacity for Glue version 2.0 or later, but Worker Type and Number of Workers.',
    );
  if (executionClass === 'FLEX') {
    if (isObject(command) && text(command, 'name') !== 'glueetl')
      return refused('The flexible execution class is available for Spark jobs only.');
    if (!FLEXIBLE.includes(workerType))
      return refused(`Worker type ${workerType} is not supported for flexible execution.`);
  }
  if (typeof numberOfWorkers === 'number' && numberOfWorkers < 2)
    return refused('Number of workers must be at least 2.');
  if (typeof timeout === 'number' && timeout > MOST_MINUTES) return refused(`Timeout must not exceed ${MOST_MINUTES}.`);
  return undefined;
}
