/**
 * Defaults that depend on the environment. They are not CRD defaults, because changing `spec.environment` must change
 * them: the charts apply them when they make their model. Plain data; units are in the names.
 */
import type { AlarmLevel, AuditTrail, Environment, Lifecycle, StreamMode, Zone } from './datapipeline.ts';
import type { DEFAULT_ZONE_NAMES } from './schema/zones.ts';

export interface Profile {
  readonly streams: {
    /** Mode of a stream that gives neither. */
    readonly mode: StreamMode;
    /** Mode of a stream that gives `shards` but no mode. */
    readonly modeWithShards: StreamMode;
  };
  readonly encryption: { readonly rotationDays: number; readonly deletionWindowDays: number };
  /** Of a pipeline with compute that says nothing of its network; without zones it has none. */
  readonly network: { readonly availabilityZones: number };
  readonly logs: { readonly retentionDays: number };
  /** Most workers of a job, and whether it waits for spare capacity. */
  readonly jobs: { readonly workers: number; readonly flex: boolean };
  readonly audit: { readonly trail: AuditTrail; readonly retentionDays: number; readonly locked: boolean };
  readonly monitoring: { readonly alarms: AlarmLevel; readonly dashboard: boolean };
  /** Lifecycle of zones that give none, by name of the zone. */
  readonly lifecycles: Readonly<Record<(typeof DEFAULT_ZONE_NAMES)[number], Lifecycle>>;
  /** Lifecycle of a zone with another name that gives none. */
  readonly otherLifecycle: Lifecycle;
}

const HOUSEKEEPING = { noncurrentExpireAfterDays: 90, abortIncompleteUploadsAfterDays: 1 } as const;
const RESULTS: Lifecycle = { expireAfterDays: 30, noncurrentExpireAfterDays: 1, abortIncompleteUploadsAfterDays: 1 };
const COOLING: Lifecycle = { transitions: [{ afterDays: 90, storageClass: 'STANDARD_IA' }], ...HOUSEKEEPING };

export const PROFILES: Readonly<Record<Environment, Profile>> = {
  Development: {
    streams: { mode: 'ON_DEMAND', modeWithShards: 'ON_DEMAND' },
    encryption: { rotationDays: 365, deletionWindowDays: 7 },
    network: { availabilityZones: 0 },
    logs: { retentionDays: 14 },
    jobs: { workers: 2, flex: true },
    audit: { trail: 'None', retentionDays: 365, locked: false },
    monitoring: { alarms: 'Essential', dashboard: false },
    lifecycles: {
      raw: { expireAfterDays: 90, ...HOUSEKEEPING },
      processed: HOUSEKEEPING,
      curated: HOUSEKEEPING,
      results: RESULTS,
    },
    otherLifecycle: HOUSEKEEPING,
  },
  Staging: {
    streams: { mode: 'ON_DEMAND', modeWithShards: 'ON_DEMAND' },
    encryption: { rotationDays: 365, deletionWindowDays: 7 },
    network: { availabilityZones: 2 },
    logs: { retentionDays: 30 },
    jobs: { workers: 5, flex: true },
    audit: { trail: 'WriteOnly', retentionDays: 365, locked: false },
    monitoring: { alarms: 'All', dashboard: true },
    lifecycles: {
      raw: { expireAfterDays: 365, ...HOUSEKEEPING },
      processed: HOUSEKEEPING,
      curated: HOUSEKEEPING,
      results: RESULTS,
    },
    otherLifecycle: HOUSEKEEPING,
  },
  Production: {
    streams: { mode: 'ON_DEMAND', modeWithShards: 'PROVISIONED' },
    encryption: { rotationDays: 365, deletionWindowDays: 30 },
    network: { availabilityZones: 3 },
    logs: { retentionDays: 90 },
    jobs: { workers: 10, flex: false },
    audit: { trail: 'All', retentionDays: 365, locked: true },
    monitoring: { alarms: 'All', dashboard: true },
    lifecycles: {
      raw: {
        transitions: [
          { afterDays: 30, storageClass: 'STANDARD_IA' },
          { afterDays: 90, storageClass: 'GLACIER' },
          { afterDays: 365, storageClass: 'DEEP_ARCHIVE' },
        ],
        expireAfterDays: 2555,
        ...HOUSEKEEPING,
      },
      processed: {
        transitions: [
          { afterDays: 60, storageClass: 'STANDARD_IA' },
          { afterDays: 180, storageClass: 'GLACIER' },
        ],
        expireAfterDays: 1825,
        ...HOUSEKEEPING,
      },
      curated: COOLING,
      results: RESULTS,
    },
    otherLifecycle: HOUSEKEEPING,
  },
};

/** What a zone gives, else what zones of its name get. */
export function lifecycleOf({ name, lifecycle }: Pick<Zone, 'name' | 'lifecycle'>, profile: Profile): Lifecycle {
  const byName: Readonly<Record<string, Lifecycle>> = profile.lifecycles;
  return lifecycle ?? (Object.hasOwn(byName, name) ? byName[name] : undefined) ?? profile.otherLifecycle;
}
