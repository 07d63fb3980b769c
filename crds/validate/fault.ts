/** One reason why a DataPipeline is refused: enough for a person to find the place and mend it. */
export interface Fault {
  /** Where: `spec.zones[1].lifecycle.transitions`, `spec.tags[cost-center]`; `.` is the whole object. */
  readonly path: string;
  /** What stands there, as JSON on one line, cut to a readable length; `(absent)` when nothing does. */
  readonly value: string;
  /** What is wrong. */
  readonly rule: string;
  /** What to write instead. */
  readonly remedy: string;
  /** `<rule>; <remedy>`. For CEL rules exactly the text of the API server. */
  readonly message: string;
}

/** Object keys and list indices from the root. */
export type Path = readonly (string | number)[];

const VALUE_MAX_LENGTH = 80;

export function fault(path: Path, value: unknown, rule: string, remedy: string): Fault {
  return { path: formatPath(path), value: formatValue(value), rule, remedy, message: `${rule}; ${remedy}` };
}

/** A fault whose text came as one message; the last "; " parts it, for the quoted value may hold one. */
export function faultOfMessage(path: Path, value: unknown, message: string): Fault {
  const cut = message.lastIndexOf('; ');
  const [rule, remedy] = cut < 0 ? [message, ''] : [message.slice(0, cut), message.slice(cut + 2)];
  return { path: formatPath(path), value: formatValue(value), rule, remedy, message };
}

/** Of the second and every later item of that name; `path` leads to the name. */
export function repeatedName(name: unknown, path: Path): Fault {
  return fault(path, name, `${path.at(-1)} ${JSON.stringify(name)} occurs twice in its list`, 'give each its own');
}

export function formatPath(path: Path): string {
  if (path.length === 0) return '.';
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[A-Za-z][A-Za-z0-9]*$/.test(step)) return `[${step}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

export function formatValue(value: unknown): string {
  if (value === undefined) return '(absent)';
  const text = typeof value === 'bigint' ? `${value}` : (JSON.stringify(value) ?? `${value}`);
  return text.length <= VALUE_MAX_LENGTH ? text : `${text.slice(0, VALUE_MAX_LENGTH - 1)}…`;
}

/** What stands at `path` below `root`; undefined when nothing does. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (isRecord(value) || Array.isArray(value) ? own(value, step) : undefined),
    root,
  );
}

function own(container: object, key: string | number): unknown {
  return Object.hasOwn(container, key) ? (container as Record<string | number, unknown>)[key] : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
