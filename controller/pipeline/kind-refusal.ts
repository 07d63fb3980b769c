/** Why a whole kind cannot be worked with, and what to do about it. */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { ReflectorState } from '../kube/api.ts';
import type { Refusal } from './readiness.ts';

export function kindRefusal(kind: ManagedKind, state: ReflectorState): Refusal | undefined {
  const { plural, group, family } = kind;
  if (state === 'KindMissing') {
    return {
      reason: 'KindMissing',
      message: `the kind ${kind.kind} is not installed, or not in version ${kind.version}; install ${family} (v2.6.0 or newer), or add ${plural}.${group} to the ManagedResourceActivationPolicy`,
    };
  }
  if (state === 'Forbidden') {
    return {
      reason: 'Forbidden',
      message: `the operator may not read or write ${plural}.${group}; apply the ClusterRole of manifests/install.yaml`,
    };
  }
  return undefined;
}
