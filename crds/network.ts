/** Which network a pipeline has, with what its environment and Region decide. */
import { zoneIdsOf } from './availability-zones.ts';
import type { DataPipelineSpec, ManagedNetwork, Network } from './datapipeline.ts';
import { isJobIn } from './jobs.ts';
import { PROFILES } from './profiles.ts';
import { DEFAULT_CIDR } from './schema/network.ts';

/** What can stand in a network. */
export function hasCompute({ functions = [], applications = [], jobs = [], environment }: DataPipelineSpec): boolean {
  return functions.length > 0 || applications.length > 0 || jobs.some((job) => isJobIn(job, environment));
}

/** `given`, or the default of the environment: a network that nothing stands in is not made unless it is asked for. */
export function networkOf(spec: DataPipelineSpec): Network {
  if (spec.network !== undefined) return spec.network;
  const { availabilityZones } = PROFILES[spec.environment].network;
  if (availabilityZones === 0 || !hasCompute(spec)) return { none: {} };
  return { managed: { cidr: DEFAULT_CIDR, nat: 'None', interfaceEndpoints: 'Auto' } };
}

/** Ids of the zones with a private subnet, as many as wanted or as the Region has. */
export function zonesOf(
  { region, environment }: DataPipelineSpec,
  { availabilityZones }: ManagedNetwork,
): readonly string[] {
  const usual = Math.max(2, PROFILES[environment].network.availabilityZones);
  return zoneIdsOf(region).slice(0, availabilityZones ?? usual);
}
