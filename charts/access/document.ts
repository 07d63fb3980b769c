/**
 * IAM policy documents as data. Built from typed statements and serialised in one place, so no name or ARN is ever
 * concatenated into JSON and equal policies are equal bytes.
 */

/** Operator → condition key → value(s); several values of one key are alternatives. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Statement {
  /** `[A-Za-z0-9]+`, unique in its document. */
  readonly sid: string;
  readonly effect?: 'Allow' | 'Deny';
  /** Resource policies and trusts only. */
  readonly principal?:
    | '*'
    | { readonly service: string | readonly string[] }
    | { readonly aws: string | readonly string[] };
  readonly actions: readonly string[];
  /** Absent in trusts. */
  readonly resources?: readonly string[];
  readonly conditions?: Conditions;
}

export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

/** The JSON text AWS takes; a list of one becomes a plain value, as AWS itself writes it back. */
export function serialisePolicy(document: PolicyDocument): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: document.statements.map(toJson) });
}

function toJson(statement: Statement): object {
  return {
    Sid: statement.sid,
    Effect: statement.effect ?? 'Allow',
    ...(statement.principal === undefined ? {} : { Principal: principalJson(statement.principal) }),
    Action: oneOrMany(statement.actions),
    ...(statement.resources === undefined ? {} : { Resource: oneOrMany(statement.resources) }),
    ...(statement.conditions === undefined ? {} : { Condition: statement.conditions }),
  };
}

function principalJson(principal: NonNullable<Statement['principal']>): unknown {
  if (principal === '*') return '*';
  return 'service' in principal ? { Service: plain(principal.service) } : { AWS: plain(principal.aws) };
}

function plain(values: string | readonly string[]): string | readonly string[] {
  return typeof values === 'string' ? values : oneOrMany(values);
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}
