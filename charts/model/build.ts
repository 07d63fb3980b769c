/**
 * Spec → model: profile of the environment, names, references. Expects a spec as stored (CRD defaults present); what the
 * schema refuses may end in a ModelError, never in a crash or a half-made model.
 */
import type { DataPipelineSpec, Encryption, Zone } from '../../crds/datapipeline.ts';
import { PROFILES, type Profile } from '../../crds/profiles.ts';
import { DEFAULT_ZONE_NAMES } from '../../crds/schema/zones.ts';
import { KIND } from '../kinds.ts';
import {
  aliasName,
  bucketName,
  crawlerName,
  databaseName,
  type NameScope,
  objectName,
  queueName,
  roleName,
  scheduleGroupName,
  streamName,
} from '../names.ts';
import { observed } from '../observed.ts';
import { scheduleExpression } from '../orchestration/schedule-expression.ts';
import { crawlerExclusions } from './exclusions.ts';
import type {
  CrawlerModel,
  KeyModel,
  OrchestrationModel,
  PipelineModel,
  StreamModel,
  TableModel,
  ZoneModel,
} from './model.ts';
import { ModelError } from './model-error.ts';

/** The parts of a DataPipeline that rendering reads. */
export interface PipelineInput {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid?: string };
  readonly spec: DataPipelineSpec;
}

/** Zones are not called so: the component of the bucket that takes the zones' access logs. */
const LOG_COMPONENT = 'access-logs';

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
      bucket: bucketName(scope, LOG_COMPONENT),
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
  const id = `${KIND.Key.group}/${KIND.Key.kind}/${object}`;
  const alias = aliasName(scope);
  return {
    arn: observed(id, 'status.atProvider.arn'),
    identity: { alias },
    own: {
      object,
      keyId: observed(id, 'status.atProvider.keyId'),
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
    logBucket: bucketName(scope, LOG_COMPONENT),
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

function crawlerModels(
  spec: DataPipelineSpec,
  scope: NameScope,
  zones: readonly ZoneModel[],
  tables: readonly TableModel[],
): readonly CrawlerModel[] {
  return (spec.crawlers ?? []).map((crawler) => {
    const zone = named(zones, crawler.zone, `crawlers/${crawler.name}`, 'zone');
    const prefix = crawler.prefix ?? '';
    const path = `s3://${zone.bucket}/${prefix}`;
    const onlyNew = crawler.recrawl === 'CRAWL_NEW_FOLDERS_ONLY';
    // Glue cannot move a crawler to another database: another zone is another crawler, under another name.
    const own = crawler.name === zone.name ? [crawler.name] : [zone.name, crawler.name];
    return {
      name: crawler.name,
      crawler: crawlerName(scope, ...own),
      role: roleName(scope, 'crawler', ...own),
      object: own,
      zone,
      prefix,
      path,
      exclusions: crawlerExclusions(path, tables),
      // Glue takes nothing but LOG with new folders only.
      updateBehavior: onlyNew ? 'LOG' : crawler.schemaChange.update,
      deleteBehavior: onlyNew ? 'LOG' : crawler.schemaChange.delete,
      recrawlBehavior: crawler.recrawl,
    };
  });
}

function orchestrationModel(
  spec: DataPipelineSpec,
  scope: NameScope,
  crawlers: readonly CrawlerModel[],
): OrchestrationModel | undefined {
  const schedules = spec.schedules ?? [];
  if (schedules.length === 0) return undefined;
  const wanted = new Set(schedules.map((schedule) => schedule.crawler));
  const targets = crawlers
    .filter((crawler) => wanted.has(crawler.name))
    .map((crawler) => ({ name: crawler.name, crawler, role: roleName(scope, 'start-crawler', crawler.name) }));
  return {
    group: scheduleGroupName(scope),
    deadLetterQueue: queueName(scope, 'schedules-dead-letters'),
    targets,
    schedules: schedules.map((schedule) => ({
      name: schedule.name,
      expression: scheduleExpression(schedule),
      timeZone: schedule.timeZone,
      windowMinutes: schedule.windowMinutes,
      enabled: !schedule.suspend && spec.suspend === 'None',
      ...(schedule.startAt === undefined ? {} : { startAt: schedule.startAt }),
      ...(schedule.endAt === undefined ? {} : { endAt: schedule.endAt }),
      target: named(targets, schedule.crawler, `schedules/${schedule.name}`, 'crawler'),
    })),
  };
}

function named<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
  component: string,
  what: string,
): Item {
  const found = items.find((item) => item.name === name);
  if (found !== undefined) return found;
  const known = items.map((item) => item.name).join(', ');
  throw new ModelError(component, `${what} "${name}" does not exist; write one of: ${known || 'none is declared'}`);
}
