/** What AWS refuses in policy documents: text that is none, what is too long, principals that do not exist. */
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import type { SimulatedAws } from '../aws.ts';
import type { AwsFault } from '../aws-fault.ts';
import { type Input, isObject, lastSegment, text } from '../behaviour.ts';

export interface PolicyRules {
  /** Argument that holds the document. */
  readonly field: string;
  /** In bytes, without white space for IAM. */
  readonly most: number;
  /** What the service says of a document that it cannot take. */
  readonly fault: (message: string) => AwsFault;
  readonly tooLong: (most: number) => AwsFault;
  /** Of a principal that does not exist: "Invalid principal in policy". */
  readonly invalidPrincipal: string;
}

/** An absent document is left to AWS. */
export function refusesPolicy(rules: PolicyRules, { desired, scope }: Input, aws: SimulatedAws): AwsFault | undefined {
  const document = text(desired, rules.field);
  if (document === '') return undefined;
  const statements = statementsIn(document);
  if (statements === undefined) return rules.fault('Syntax errors in policy.');
  if (Buffer.byteLength(document) > rules.most) return rules.tooLong(rules.most);
  const missing = statements
    .flatMap(({ Principal: principal }) => principalsIn(principal))
    .find((principal) => !exists(principal, scope.account, aws));
  return missing === undefined ? undefined : rules.fault(`${rules.invalidPrincipal}: ${missing}`);
}

/** undefined: not a JSON object. */
export function statementsIn(document: string): readonly JsonObject[] | undefined {
  try {
    const parsed = JSON.parse(document) as Json;
    if (!isObject(parsed)) return undefined;
    const { Statement: statement = [] } = parsed;
    return (Array.isArray(statement) ? statement : [statement]).filter(isObject);
  } catch {
    return undefined;
  }
}

export function listOf(value: Json | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}

/** "AWS arn:…", "Service glue.amazonaws.com". */
function principalsIn(principal: Json | undefined): readonly string[] {
  if (!isObject(principal)) return [];
  return Object.entries(principal).flatMap(([type, values]) => listOf(values).map((value) => `${type} ${value}`));
}

const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;

/** Roles of the own account are looked up; whatever else is well formed may exist. */
function exists(principal: string, account: string, aws: SimulatedAws): boolean {
  const [type = '', value = ''] = principal.split(' ');
  if (type === 'Service') return SERVICE.test(value);
  const [, owner] = /^arn:[^:]+:iam::(\d{12}):role\//.exec(value) ?? [];
  return owner !== account || aws.exists({ type: 'iam.Role', account, address: lastSegment(value) });
}
