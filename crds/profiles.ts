/**
 * Defaults that depend on the environment. They are not CRD defaults, because changing `spec.environment` must change
 * them: the charts apply them when they make their model. Plain data; units are in the names.
 */
import type { Environment, Lifecycle, StreamMode } from './datapipeline.ts';
import type { DEFAULT_ZONE_NAMES } from './schema/zones.ts';

export interface Profile {
  readonly streams: {
    /** Mode of a stream that gives neither. */
    readonly mode: StreamMode;
    /** Mode of a stream that gives `shards` but no mode. */
    readonly modeWithShards: StreamMode;
  };
  readonly encryption: { readonly rotationDays: number; readonly deletionWindowDays: number };
  /** Lifecycle of zones that give none, by name of the zone. */
  readonly lifecycles: Readonly<Record<(typeof DEFAULT_ZONE_NAMES)[number], Lifecycle>>;
  /** Lifecycle of a zone with another name that gives none. */
  readonly otherLifecycle: Lifecycle;
}

const HOUSEKEEPING = { noncurrentExpireAfterDays: 90, abortIncompleteUploadsAfterDays: 1 } as const;
const RESULTS: Lifecycle = { expireAfterDays: 30, noncurrentExpireAfterDays: 1, abortIncompleteUploadsAfterDays: 1 };
/** The warm middle of the lake: read for half a year, kept for five. */
const PROCESSED: Lifecycle = {
  transitions: [
    { afterDays: 60, storageClass: 'STANDARD_IA' },
    { afterDays: 180, storageClass: 'GLACIER' },
  ],
  expireAfterDays: 1825,
  ...HOUSEKEEPING,
};
const COOLING: Lifecycle = { transitions: [{ afterDays: 90, storageClass: 'STANDARD_IA' }], ...HOUSEKEEPING };

export const PROFILES: Readonly<Record<Environment, Profile>> = {
  Development: {
    streams: { mode: 'ON_DEMAND', modeWithShards: 'ON_DEMAND' },
    encryption: { rotationDays: 365, deletionWindowDays: 7 },
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
      processed: PROCESSED,
      curated: COOLING,
      results: RESULTS,
    },
    otherLifecycle: HOUSEKEEPING,
  },
};

/** The lifecycle of a zone that gives none; `ofName` says that the zone's name decided. */
export function defaultLifecycle(
  environment: Environment,
  zone: string,
): { readonly lifecycle: Lifecycle; readonly ofName: boolean } {
  const { lifecycles, otherLifecycle } = PROFILES[environment];
  const byName: Readonly<Record<string, Lifecycle>> = lifecycles;
  const own = Object.hasOwn(byName, zone) ? byName[zone] : undefined;
  return { lifecycle: own ?? otherLifecycle, ofName: own !== undefined };
}

/** "Development: raw is deleted after 90 days; results is deleted after 30 days. …", for descriptions of fields. */
export function defaultLifecyclesInWords(): string {
  return Object.entries(PROFILES)
    .map(([environment, { lifecycles }]) => {
      const zones = Object.entries(lifecycles).flatMap(([zone, lifecycle]) => inWords(zone, lifecycle));
      return `${environment}: ${zones.join('; ')}.`;
    })
    .join(' ');
}

function inWords(zone: string, { transitions = [], expireAfterDays }: Lifecycle): string[] {
  const moves = transitions.map(
    ({ afterDays, storageClass }, index) =>
      `${index === 0 ? 'goes ' : ''}to ${storageClass} after ${afterDays}${index === 0 ? ' days' : ''}`,
  );
  const end = expireAfterDays === undefined ? [] : [`is deleted after ${expireAfterDays} days`];
  return moves.length + end.length === 0 ? [] : [`${zone} ${[...moves, ...end].join(', ')}`];
}

export function housekeepingInWords(): string {
  const { noncurrentExpireAfterDays: days, abortIncompleteUploadsAfterDays: day } = HOUSEKEEPING;
  const { noncurrentExpireAfterDays: soon } = RESULTS;
  return `noncurrent versions are deleted after ${days} days (results: ${soon}) and incomplete uploads after ${day}`;
}
