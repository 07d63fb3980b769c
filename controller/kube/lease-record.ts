/** The rules of a coordination.k8s.io/v1 Lease as leader election uses it: pure, shared by all candidates. */
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import { microTime } from './micro-time.ts';
import { isRecord } from './status.ts';

export const leaseKind: ResourceKind = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
};

export interface LeaseIdentity {
  readonly namespace: string;
  readonly name: string;
  /** Unique among all processes that ever want the lease. */
  readonly identity: string;
  readonly durationMs: number;
}

export type LeaseStep =
  | { readonly type: 'Create'; readonly lease: KubeObject }
  | { readonly type: 'Update'; readonly lease: KubeObject }
  /** Somebody else holds it. */
  | { readonly type: 'Wait'; readonly holder: string };

/** @param isExpired the holder has shown no sign of life for the whole duration, as observed by us */
export function takeOrRenew(
  lease: KubeObject | undefined,
  self: LeaseIdentity,
  nowMs: number,
  isExpired: boolean,
): LeaseStep {
  const now = microTime(nowMs);
  const mine = {
    holderIdentity: self.identity,
    leaseDurationSeconds: Math.ceil(self.durationMs / 1000),
    renewTime: now,
  };
  if (lease === undefined) {
    const metadata = { name: self.name, namespace: self.namespace };
    const spec = { ...mine, acquireTime: now, leaseTransitions: 0 };
    return { type: 'Create', lease: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec } };
  }
  const spec = specOf(lease);
  const holder = holderOf(lease);
  if (holder === self.identity) return { type: 'Update', lease: { ...lease, spec: { ...spec, ...mine } } };
  if (holder !== '' && !isExpired) return { type: 'Wait', holder };
  const transitions = typeof spec.leaseTransitions === 'number' ? spec.leaseTransitions : 0;
  const taken = { ...spec, ...mine, acquireTime: now, leaseTransitions: transitions + 1 };
  return { type: 'Update', lease: { ...lease, spec: taken } };
}

/** The lease given back: whoever looks next may take it at once. */
export function released(lease: KubeObject, nowMs: number): KubeObject {
  const now = microTime(nowMs);
  const spec = { ...specOf(lease), holderIdentity: '', leaseDurationSeconds: 1, renewTime: now, acquireTime: now };
  return { ...lease, spec };
}

/** Empty when nobody holds it. */
export function holderOf(lease: KubeObject): string {
  const { holderIdentity } = specOf(lease);
  return typeof holderIdentity === 'string' ? holderIdentity : '';
}

/** The duration that the holder promised to renew within. */
export function durationMsOf(lease: KubeObject, fallbackMs: number): number {
  const { leaseDurationSeconds } = specOf(lease);
  return typeof leaseDurationSeconds === 'number' && leaseDurationSeconds > 0
    ? leaseDurationSeconds * 1000
    : fallbackMs;
}

/** Equal texts mean that the holder gave no sign of life in between. */
export function signOfLife(lease: KubeObject): string {
  return JSON.stringify(lease.spec ?? {});
}

function specOf(lease: KubeObject): Readonly<Record<string, unknown>> {
  return isRecord(lease.spec) ? lease.spec : {};
}
