/** AWS objects that were there before us, made by somebody else. */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { JsonObject } from '../../crds/kubernetes.ts';
import type { AwsObject, SimulatedAws, Tags } from './aws.ts';
import { typeOf } from './external.ts';
import { BEHAVIOURS } from './kinds/all.ts';
import { complete } from './recorded-values.ts';

export interface Foreign {
  readonly tags?: Tags;
  /** Arguments; what is not given has the value that AWS gives it. */
  readonly attributes?: JsonObject;
  /** @default 123456789012 */
  readonly account?: string;
  /** @default us-east-1 */
  readonly region?: string;
}

/** @param address what tells it apart: a bucket's or role's name, "database/table", "group/schedule", a key's id */
export function foreignObject(aws: SimulatedAws, kind: ManagedKind, address: string, foreign: Foreign = {}): AwsObject {
  const behaviour = BEHAVIOURS.find((each) => each.kind === kind);
  if (behaviour === undefined) throw new Error(`the simulated provider does not know ${kind.key}`);
  const { tags = {}, attributes = {}, account = '123456789012' } = foreign;
  const region = behaviour.global ? '' : (foreign.region ?? 'us-east-1');
  return aws.create({
    type: typeOf(behaviour),
    account,
    region,
    address,
    scope: { partition: 'aws', account, region },
    attributes: complete({ ...(region !== '' && { region }), ...attributes }, behaviour.unset),
    tags,
    by: undefined,
  });
}
