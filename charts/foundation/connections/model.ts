/**
 * The ways by which jobs of Glue come into the network: one connection for each private subnet. Before each run Glue looks
 * through them in their order, and takes the first whose zone is well and whose subnet has addresses left.
 */

import { EC2 } from '../../kinds/ec2.ts';
import { GLUE } from '../../kinds/glue.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';
import { observed } from '../../observed.ts';
import type { NetworkModel } from '../network/model.ts';

export const CONNECTIONS = 'glue-connections';

export interface ConnectionModel {
  readonly object: string;
  /** In Glue. */
  readonly name: string;
  readonly subnetId: string;
  /** "eu-central-1a", which means another zone in every account: known of a subnet of the pipeline's own only. */
  readonly availabilityZone?: string;
}

/** None without a network. */
export function connectionModels({ scope }: Given, network: NetworkModel | undefined): readonly ConnectionModel[] {
  if (network === undefined) return [];
  const { own, subnetIds } = network;
  const named = (word: string) => ({
    object: objectName(scope, CONNECTIONS, word),
    name: awsName(GLUE.Connection, scope, word),
  });
  if (own === undefined) return subnetIds.map((subnetId) => ({ ...named(subnetId), subnetId }));
  return own.zones.map(({ zoneId, object }) => ({
    ...named(zoneId),
    subnetId: observed(EC2.Subnet, object, 'id'),
    availabilityZone: observed(EC2.Subnet, object, 'availabilityZone'),
  }));
}
