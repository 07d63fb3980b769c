/**
 * Why the API server refused to write an object, in words for people. A 403 has many speakers: RBAC, whose remedy is known, and
 * policies, quotas and webhooks of the cluster, which say themselves what they want. So the server's own words are kept.
 */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { ApiError } from '../kube/api.ts';
import { kindRefusal } from './kind-refusal.ts';
import type { Refusal } from './readiness.ts';

/** Webhooks quote whole documents. */
const LONGEST_QUOTE = 800;
/** What the API server says when no authorizer allows a request; admission comes later and says it otherwise. */
const UNAUTHORIZED = /\bUser "[^"]*" cannot [a-z]+ resource "[^"]+" in API group\b/;

/** undefined when it is not the object's fault: a conflict, an overloaded or unreachable API server. */
export function refusalOf(error: unknown, kind: ManagedKind): Refusal | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')) {
    return {
      reason: 'NamespaceTerminating',
      message: 'its namespace is being deleted, so nothing can be created in it',
    };
  }
  switch (error.code) {
    case 403:
      return isUnauthorized(error) ? unauthorized(error, kind) : refusedByPolicy(error);
    case 404:
      return kindRefusal(kind, 'KindMissing');
    case 400:
    case 422:
      return { reason: 'ApplyRefused', message: `the API server refused it: ${quote(error)}` };
    default:
      return undefined;
  }
}

/** Whether the operator lacks the right, other than an admission policy, a webhook or a quota having refused. */
function isUnauthorized({ message }: ApiError): boolean {
  return UNAUTHORIZED.test(message);
}

function unauthorized(error: ApiError, { plural, group }: ManagedKind): Refusal {
  return {
    reason: 'Forbidden',
    message: `the operator may not write ${plural}.${group}: ${quote(error)}; apply the ClusterRole of manifests/install.yaml`,
  };
}

function refusedByPolicy(error: ApiError): Refusal {
  return {
    reason: 'AdmissionRefused',
    message: `a policy or quota of this cluster refused it: ${quote(error)}; change the pipeline to comply, or ask whoever keeps that policy or quota`,
  };
}

function quote({ message }: ApiError): string {
  return message.length > LONGEST_QUOTE ? `${message.slice(0, LONGEST_QUOTE - 1)}…` : message;
}
