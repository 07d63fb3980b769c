import { functionDescriptors } from '../../dataplane/descriptors.ts';
import type { LambdaFunction } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

/** With base64 and everything around it, an object of so many bytes still fits into one Kubernetes object. */
const MOST_INLINE_BYTES = 256 * 1024;
/** Names and values together; source: Lambda quotas, "Environment variables". */
const MOST_ENVIRONMENT_BYTES = 4 * 1024;

/** What Lambda sets itself and lets nobody set; source: Lambda developer guide, "Defined runtime environment variables". */
const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** Runtimes that have a successor, and the day on which AWS stops supporting them; source: Lambda runtimes. */
const SUPPORT_ENDS: Readonly<Record<string, { readonly on: string; readonly next: string }>> = {
  'python3.11': { on: '2027-06-30', next: 'python3.14' },
  'python3.12': { on: '2028-10-31', next: 'python3.14' },
  'nodejs22.x': { on: '2027-04-30', next: 'nodejs24.x' },
};

export const functionsChecks: SectionChecks = {
  faults: ({ functions = [] }) =>
    functions.flatMap((one, index) => {
      const path = ['spec', 'functions', index];
      return [...codeFaults(one, path), ...environmentFaults(one, [...path, 'environment'])];
    }),
  warnings: ({ functions = [] }) =>
    functions.flatMap((one, index) => runtimeWarnings(one, ['spec', 'functions', index, 'runtime'])),
};

function codeFaults({ name, code, runtime }: LambdaFunction, path: Path): Fault[] {
  const faults: Fault[] = [];
  const builtIn = code.builtIn === undefined ? undefined : functionDescriptors[code.builtIn];
  if (builtIn !== undefined && runtime !== undefined && runtime !== builtIn.runtime) {
    const rule = `built-in ${builtIn.name} of function "${name}" is made for ${builtIn.runtime}`;
    faults.push(fault([...path, 'runtime'], runtime, rule, `remove runtime, or write ${builtIn.runtime}`));
  }
  const { inline } = code;
  if (inline === undefined) return faults;
  const files = [...path, 'code', 'inline', 'files'];
  const bytes = Object.values(inline.files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > MOST_INLINE_BYTES) {
    const rule = `files of function "${name}" have ${bytes} bytes together, and at most ${MOST_INLINE_BYTES} fit into one Kubernetes object`;
    faults.push(fault(files, `${bytes} bytes`, rule, 'upload a zip and write code.s3'));
  }
  const module = inline.handler.slice(0, inline.handler.lastIndexOf('.'));
  const found = Object.keys(inline.files).some((file) => file.replace(/\.[a-z]+$/, '') === module);
  if (!found && module !== '' && bytes > 0) {
    const rule = `handler "${inline.handler}" of function "${name}" is in none of its files`;
    const remedy = `write one of: ${Object.keys(inline.files).sort().join(', ')}, without its ending and with a function`;
    faults.push(fault([...path, 'code', 'inline', 'handler'], inline.handler, rule, remedy));
  }
  return faults;
}

function environmentFaults({ name, code, environment = {} }: LambdaFunction, path: Path): Fault[] {
  const settings = code.builtIn === undefined ? undefined : functionDescriptors[code.builtIn].environment;
  const faults = Object.entries(environment).flatMap(([key, value]): Fault[] => {
    if (RESERVED_VARIABLES.has(key)) {
      const rule = `environment variable "${key}" of function "${name}" is set by Lambda itself`;
      return [fault([...path, key], value, rule, 'remove it, or call it otherwise')];
    }
    if (settings === undefined || settings.some((setting) => setting.name === key)) return [];
    const rule = `built-in ${code.builtIn} of function "${name}" has no setting "${key}"`;
    const known = settings.map((setting) => setting.name).join(', ');
    return [fault([...path, key], value, rule, `write one of: ${known}`)];
  });
  const bytes = Buffer.byteLength(Object.entries(environment).flat().join(''));
  if (bytes > MOST_ENVIRONMENT_BYTES) {
    const rule = `environment of function "${name}" has ${bytes} bytes, and Lambda takes ${MOST_ENVIRONMENT_BYTES}`;
    faults.push(fault(path, `${bytes} bytes`, rule, 'write less, or put it into a file of the code'));
  }
  return faults;
}

function runtimeWarnings({ runtime }: LambdaFunction, path: Path): Warning[] {
  const end = runtime === undefined ? undefined : SUPPORT_ENDS[runtime];
  if (end === undefined) return [];
  return [warning(path, `AWS supports ${runtime} until ${end.on}; move to ${end.next} before`)];
}
