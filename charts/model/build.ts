/**
 * Spec → model: profile of the environment, names, references. Expects a spec as stored (CRD defaults present); what the
 * schema refuses may end in a ModelError, never in a crash or a half-made model.
 */
import type { DataPipelineSpec, Encryption, Zone } from '../../crds/datapipeline.ts';
import { PROFILES, type Profile } from '../../crds/profiles.ts';
import { DEFAULT_ZONE_NAMES } from '../../crds/schema/zones.ts';
import { KMS } from '../kinds/kms.ts';
import { ACCESS_LOGS, aliasName, bucketName, databaseName, type NameScope, objectName, streamName } from '../names.ts';
import { observed } from '../observed.ts';
import { crawlerModels, orchestrationModel } from './crawlers.ts';
import type { KeyModel, PipelineModel, StreamModel, TableModel, ZoneModel } from './model.ts';
import { named } from './reference.ts';

/** The parts of a DataPipeline that rendering reads. */
export interface PipelineInput {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid?: string };
  readonly spec: DataPipelineSpec;
}

/** Enough to look into an incident found late; the logs hold who read what, not the data. */
const ACCESS_LOG_DAYS = { Development: 30, Staging: 90, Production: 365 } as const;

export function buildModel(pipeline: PipelineInput): PipelineModel {
  const { metadata, spec } = pipeline;
  const namespace = metadata.namespace ?? 'default';
  const profile = PROFILES[spec.environment];
  const scope: NameScope = {
    namespace,
    pipeline: metadata.name,
    accountId: spec.accountId,
    region: spec.region,
    bucketNamespace: spec.naming.bucketNamespace,
  };
  const zones = (spec.zones ?? DEFAULT_ZONE_NAMES.map(defaultZone)).map((zone) =>
    zoneModel(spec, scope, profile, zone),
  );
  const tables = tableModels(spec, zones);
  const crawlers = crawlerModels(spec, scope, zones, tables);
  const orchestration = orchestrationModel(spec, scope, crawlers);
  return {
    namespace,
    name: metadata.name,
    ...(metadata.uid === undefined ? {} : { uid: metadata.uid }),
    place: { partition: spec.partition, accountId: spec.accountId, region: spec.region },
    scope,
    providerConfigRef: spec.providerConfigRef,
    environment: spec.environment,
    classification: spec.classification,
    tags: spec.tags ?? {},
    key: keyModel(spec.encryption ?? {}, scope, profile),
    logs: {
      bucket: bucketName(scope, ACCESS_LOGS),
      expireAfterDays: ACCESS_LOG_DAYS[spec.environment],
      sources: zones.map((zone) => zone.bucket),
    },
    zones,
    tables,
    streams: streamModels(spec, scope, profile),
    crawlers,
    ...(orchestration === undefined ? {} : { orchestration }),
    through: spec.rollout.through,
  };
}

function keyModel(encryption: Encryption, scope: NameScope, profile: Profile): KeyModel {
  if (encryption.existingKeyArn !== undefined) {
    return { arn: encryption.existingKeyArn, identity: { arn: encryption.existingKeyArn } };
  }
  const object = objectName(scope);
  const alias = aliasName(scope);
  return {
    arn: observed(KMS.Key, object, 'arn'),
    identity: { alias },
    own: {
      object,
      keyId: observed(KMS.Key, object, 'keyId'),
      alias,
      description: `Data of the pipeline ${scope.namespace}/${scope.pipeline}`,
      rotationDays: encryption.rotationDays ?? profile.encryption.rotationDays,
      deletionWindowDays: encryption.deletionWindowDays ?? profile.encryption.deletionWindowDays,
    },
  };
}

function defaultZone(name: string): Zone {
  return { name, eventNotifications: false };
}

function zoneModel(spec: DataPipelineSpec, scope: NameScope, profile: Profile, zone: Zone): ZoneModel {
  const byName: Readonly<Record<string, Profile['otherLifecycle']>> = profile.lifecycles;
  return {
    name: zone.name,
    classification: zone.classification ?? spec.classification,
    bucket: bucketName(scope, zone.name),
    accountRegional: scope.bucketNamespace === 'AccountRegional',
    database: databaseName(scope, zone.name),
    lifecycle:
      zone.lifecycle ?? (Object.hasOwn(byName, zone.name) ? byName[zone.name] : undefined) ?? profile.otherLifecycle,
    ...(zone.objectLock === undefined ? {} : { objectLock: zone.objectLock }),
    eventNotifications: zone.eventNotifications,
    logBucket: bucketName(scope, ACCESS_LOGS),
  };
}

function tableModels(spec: DataPipelineSpec, zones: readonly ZoneModel[]): readonly TableModel[] {
  return (spec.tables ?? []).map((table) => {
    const zone = named(zones, table.zone, `tables/${table.name}`, 'zone');
    return {
      name: table.name,
      zone,
      location: `s3://${zone.bucket}/${table.prefix ?? `${table.name}/`}`,
      format: table.format,
      ...(table.description === undefined ? {} : { description: table.description }),
      columns: table.columns,
      partitionKeys: table.partitionKeys ?? [],
      partitionProjection: table.partitionProjection,
    };
  });
}

function streamModels(spec: DataPipelineSpec, scope: NameScope, profile: Profile): readonly StreamModel[] {
  return (spec.streams ?? []).map((stream) => {
    const fallback = stream.shards === undefined ? profile.streams.mode : profile.streams.modeWithShards;
    const mode = stream.mode ?? fallback;
    return {
      name: stream.name,
      stream: streamName(scope, stream.name),
      mode,
      ...(mode === 'PROVISIONED' && stream.shards !== undefined ? { shards: stream.shards } : {}),
      retentionHours: stream.retentionHours,
      consumers: (stream.consumers ?? []).map((consumer) => consumer.name),
    };
  });
}
