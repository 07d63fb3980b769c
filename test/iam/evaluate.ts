/**
 * Whether a policy allows a request, as IAM decides it: a Deny that matches wins, then an Allow, else no. Knows the operators
 * that our policies use and refuses others, so that no condition is ever taken for met because it was not understood.
 * Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators".
 */

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: '*' | Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Request {
  /** "s3:GetObject". */
  readonly action: string;
  /** An ARN; "*" for what has no resource. */
  readonly resource: string;
  /** Condition keys that the request bears; several values for keys that may have several. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export function allows(statements: readonly PolicyStatement[], request: Request): boolean {
  const matching = statements.filter((statement) => matches(statement, request));
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}

export function matches({ Action, Resource, Condition = {} }: PolicyStatement, request: Request): boolean {
  if (!list(Action).some((pattern) => like(pattern.toLowerCase(), request.action.toLowerCase()))) return false;
  if (Resource !== undefined && !list(Resource).some((pattern) => like(pattern, request.resource))) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => met(operator, list(wanted), request.context?.[key])),
  );
}

function met(operator: string, wanted: readonly string[], found: string | readonly string[] | undefined): boolean {
  if (operator === 'Null') return wanted.includes(String(found === undefined));
  if (operator.startsWith('ForAnyValue:')) {
    return list(found ?? []).some((value) => met(operator.slice('ForAnyValue:'.length), wanted, value));
  }
  if (operator.startsWith('ForAllValues:')) {
    return list(found ?? []).every((value) => met(operator.slice('ForAllValues:'.length), wanted, value));
  }
  if (operator.endsWith('IfExists')) {
    return found === undefined || met(operator.slice(0, -'IfExists'.length), wanted, found);
  }
  if (found !== undefined && typeof found !== 'string') {
    throw new Error(`${operator} compares one value, and the request bears ${found.length}`);
  }
  switch (operator) {
    case 'StringEquals':
    case 'Bool':
    case 'ArnEquals':
      return (
        found !== undefined &&
        wanted.some((pattern) => (operator === 'ArnEquals' ? like(pattern, found) : pattern === found))
      );
    case 'StringLike':
    case 'ArnLike':
      return found !== undefined && wanted.some((pattern) => like(pattern, found));
    // What a request does not bear is not alike.
    case 'ArnNotLike':
      return found === undefined || !wanted.some((pattern) => like(pattern, found));
    case 'StringNotEquals':
      return found === undefined || !wanted.includes(found);
    default:
      throw new Error(`the operator ${operator} is not known here; teach it to evaluate.ts`);
  }
}

export function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

const compiled = new Map<string, RegExp>();

/** IAM's wildcards; what stands as ${*} and the like is that letter. */
function like(pattern: string, text: string): boolean {
  if (!/[*?$]/.test(pattern)) return pattern === text;
  const known = compiled.get(pattern) ?? expressionOf(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

function expressionOf(pattern: string): RegExp {
  const source = pattern.replaceAll(/\$\{([*?$])\}|[*?]|[^*?$]+|\$/g, (piece, letter: string | undefined) => {
    if (letter !== undefined) return literally(letter);
    if (piece === '*') return '.*';
    return piece === '?' ? '.' : literally(piece);
  });
  return new RegExp(`^${source}$`, 's');
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
