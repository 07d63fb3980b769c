/**
 * What Step Functions and the provider refuse of state machines. The provider has AWS validate a definition before it plans;
 * here its structure is looked at: where states lead, what they are called, what each must have.
 */
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import type { SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, lastSegment, text } from '../behaviour.ts';

const NAME = /^[0-9A-Za-z_-]{1,80}$/;
const MOST_BYTES = 1_048_576;
const MOST_NAME = 80;
const TYPES: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail']);
const TERMINAL: ReadonlySet<string> = new Set(['Succeed', 'Fail']);
const CATCHING: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map']);

/** "observe failed: cannot compute the instance diff: …" */
export function refusesDefinition({ definition }: JsonObject): string | undefined {
  const problem = problemOf(typeof definition === 'string' ? definition : '');
  return problem === undefined ? undefined : `validating Step Functions State Machine definition: ${problem}`;
}

export function refusesStateMachine(
  { name, desired, scope: { account } }: Input,
  aws: SimulatedAws,
): AwsFault | undefined {
  if (!NAME.test(name)) return serviceError(400, 'InvalidName', `Invalid Name: '${name}'`);
  const logging = desired.loggingConfiguration;
  if (!isObject(logging) || (logging.level ?? 'OFF') === 'OFF') return undefined;
  const destination = text(logging, 'logDestination');
  if (!destination.endsWith(':*')) {
    return serviceError(400, 'InvalidLoggingConfiguration', `Invalid Logging Configuration: ${destination}`);
  }
  const role = lastSegment(text(desired, 'roleArn'));
  const allowed = aws
    .list({ type: 'iam.RolePolicy', account, state: 'Active' })
    .some(
      ({ address, attributes }) =>
        address.startsWith(`${role}:`) && text(attributes, 'policy').includes('logs:CreateLogDelivery'),
    );
  const rule = 'The state machine IAM Role is not authorized to access the Log Destination';
  return allowed ? undefined : serviceError(400, 'AccessDeniedException', rule);
}

function problemOf(definition: string): string | undefined {
  if (Buffer.byteLength(definition) > MOST_BYTES) return `the definition has more than ${MOST_BYTES} bytes`;
  try {
    return machineProblem(JSON.parse(definition) as Json, new Set());
  } catch {
    return 'INVALID_JSON_DESCRIPTION: the definition is not JSON';
  }
}

/** `taken`: names of states so far, which are one space in all branches. */
function machineProblem(machine: Json | undefined, taken: Set<string>): string | undefined {
  if (!isObject(machine) || !isObject(machine.States)) return 'SCHEMA_VALIDATION_FAILED: no States';
  const states = machine.States;
  const names = Object.keys(states);
  for (const name of names) {
    if (taken.has(name)) return `SCHEMA_VALIDATION_FAILED: duplicate state name ${name}`;
    if (name.length > MOST_NAME) return `SCHEMA_VALIDATION_FAILED: state name ${name} is too long`;
    taken.add(name);
  }
  if (!names.includes(text(machine, 'StartAt')))
    return `MISSING_TRANSITION_TARGET: StartAt ${text(machine, 'StartAt')}`;
  for (const [name, state] of Object.entries(states)) {
    const problem = isObject(state) ? stateProblem(name, state, names, taken) : `SCHEMA_VALIDATION_FAILED: ${name}`;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function stateProblem(
  name: string,
  state: JsonObject,
  siblings: readonly string[],
  taken: Set<string>,
): string | undefined {
  const type = text(state, 'Type');
  const wrong = (what: string): string => `SCHEMA_VALIDATION_FAILED: ${what} at /States/${name}`;
  if (!TYPES.has(type)) return wrong(`Type ${type}`);
  if (type === 'Task' && text(state, 'Resource') === '') return wrong('no Resource');
  if (type === 'Wait' && !['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].some((field) => field in state)) {
    return wrong('nothing to wait for');
  }
  if (!CATCHING.has(type) && ('Retry' in state || 'Catch' in state)) return wrong('Retry or Catch');
  const leads = 'Next' in state || state.End === true;
  if (type !== 'Choice' && leads === TERMINAL.has(type)) return wrong('Next or End');
  const missing = targetsOf(state).find((target) => !siblings.includes(target));
  if (missing !== undefined) return `MISSING_TRANSITION_TARGET: ${missing} at /States/${name}`;
  if (!allLast(state.Retry) || !allLast(state.Catch)) return wrong('States.ALL must stand alone and last');
  if (type !== 'Parallel') return undefined;
  const branches = list(state.Branches);
  if (branches.length === 0) return wrong('no Branches');
  return branches.map((branch) => machineProblem(branch, taken)).find((problem) => problem !== undefined);
}

/** The objects of a list. */
function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function targetsOf(state: JsonObject): readonly string[] {
  const holders = [state, ...list(state.Catch), ...list(state.Choices)];
  const found = holders.flatMap((holder) => ('Next' in holder ? [text(holder, 'Next')] : []));
  return 'Default' in state ? [...found, text(state, 'Default')] : found;
}

function allLast(handlers: Json | undefined): boolean {
  const lists = list(handlers).map(({ ErrorEquals }) => (Array.isArray(ErrorEquals) ? ErrorEquals : []));
  return lists.every(
    (errors, index) => !errors.includes('States.ALL') || (errors.length === 1 && index === lists.length - 1),
  );
}
