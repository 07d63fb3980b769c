/** One managed resource of a kind on a stage of its own, for tests. */
import type { ManagedKind } from '../../../charts/kinds/kind.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { BEHAVIOURS } from '../kinds/all.ts';
import { readResource } from '../managed-resource.ts';
import { Play } from './play.ts';

export const REGION = 'us-east-1';
export const ACCOUNT = '123456789012';

export interface Given {
  readonly forProvider?: JsonObject;
  readonly policies?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly account?: string;
  readonly aws?: SimulatedAws;
}

/** `aws` is at the epoch unless one is given. */
export function play(kind: ManagedKind, name: string, given: Given = {}): { play: Play; aws: SimulatedAws } {
  const behaviour = BEHAVIOURS.find((each) => each.kind === kind);
  if (behaviour === undefined) throw new Error(`no behaviour of ${kind.kind}`);
  const aws = given.aws ?? new SimulatedAws(() => 0);
  let drawn = 0;
  let seconds = 0;
  const object: KubeObject = {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name, namespace: 'demo', uid: given.uid ?? `uid-${name}`, annotations: given.annotations ?? {} },
    spec: {
      managementPolicies: given.policies ?? ['*'],
      forProvider: { ...(behaviour.global ? {} : { region: REGION }), ...given.forProvider },
    },
  };
  const stage = {
    behaviour,
    aws,
    account: given.account ?? ACCOUNT,
    ids: { uuid: () => `id-${aws.history().length}-${drawn++}` },
    now: () => new Date(Date.UTC(2026, 0, 1) + seconds++ * 1000).toISOString(),
  };
  return { play: new Play(stage, object), aws };
}

/** As often as it takes to come to rest, one failed attempt told included. */
export function settle(actor: Play): void {
  for (let round = 0; round < 6; round += 1) actor.reconcile();
}

/** Somebody applies these arguments over what stands there, and the provider comes to rest. */
export function apply(actor: Play, forProvider: JsonObject): void {
  actor.change({}, { forProvider: { ...readResource(actor.object).forProvider, ...forProvider } });
  settle(actor);
}

/** What AWS said last: of a create, an update or a deletion. */
export function verdict(actor: Play): string {
  const { reason = '', message = '' } = actor.condition('LastAsyncOperation') ?? {};
  return message || reason;
}

/** What `aws` says when somebody makes the first object of a kind there, under this name or one that AWS chooses. */
export function verdictOn(aws: SimulatedAws, kind: ManagedKind, forProvider: JsonObject, name?: string): string {
  const annotations = name === undefined ? {} : { [CROSSPLANE.externalName]: name };
  const { play: actor } = play(kind, 'thing', { aws, forProvider, annotations });
  settle(actor);
  return verdict(actor);
}
