/**
 * One application on managed Flink: its log, its role, and itself, running unless it is suspended (docs/adr/0035). It comes
 * after all that it reads and writes, so it goes before these.
 */
import { Stream as LogStream } from '../../../imports/cloudwatchlogs.ts';
import { Application } from '../../../imports/kinesisanalyticsv2.ts';
import { flinkTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { bucketArn, logGroupArn, roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { readGivenCode } from '../../foundation/code/uses.ts';
import { addLogGroup, logTo } from '../../foundation/logs/group.ts';
import { describeLogs } from '../../foundation/logs/uses.ts';
import { applicationInterfaces, inNetwork, vpcConfigOf } from '../../foundation/network/uses.ts';
import { FLINK } from '../../kinds/kinesisanalyticsv2.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { observed } from '../../observed.ts';
import type { Part } from '../../part.ts';
import { FETCH, runArtifact } from '../artifacts/uses.ts';
import { readStream, writeStream } from '../streams/uses.ts';
import { applicationAlarms } from './alarms.ts';
import { applicationCost } from './cost.ts';
import type { ApplicationModel, GivenCode } from './model.ts';
import { applicationWidgets } from './widgets.ts';

export function applicationParts(model: PipelineModel): readonly Part[] {
  return model.applications.map((one) => {
    const uses = usesOf(model, one);
    return {
      component: one.component,
      stage: 'Streaming',
      uses,
      facts: {
        applications: {
          name: one.name,
          applicationName: one.application,
          applicationArn: observed(FLINK.Application, one.object, 'arn'),
          state: observed(FLINK.Application, one.object, 'status'),
          logGroup: one.logs.group,
        },
      },
      cost: applicationCost(one),
      alarms: applicationAlarms(one),
      widgets: applicationWidgets(one),
      build: (block) => build(block, model, one, uses),
    };
  });
}

function usesOf(model: PipelineModel, one: ApplicationModel): readonly Use[] {
  const { component, from, to, code, logs } = one;
  const codeUse =
    'packed' in code ? runArtifact(component, model, code.packed) : readGivenCode(component, model, code.given, FETCH);
  const uses = [
    readStream(component, model, from),
    ...(to === undefined ? [] : [writeStream(component, model, to)]),
    ...[codeUse, ...logTo(model, logs), describeLogs(component, model, logs)].map(byFlink),
  ];
  return [...uses, ...inNetwork(component, model, uses, applicationInterfaces(model))];
}

/** What the service does as the role of the application, outside the network that the application stands in. */
function byFlink(use: Use): Use {
  return { ...use, calls: [] };
}

function build(block: Block, model: PipelineModel, one: ApplicationModel, uses: readonly Use[]): void {
  const { place } = model;
  const { logs } = one;
  const group = addLogGroup(block, model, logs);
  const log = block.managed(LogStream, {
    name: one.logStream,
    after: [group],
    forProvider: { region: place.region, logGroupName: logs.group, name: one.name },
  });
  const title = `Application ${one.name} of ${titleOf(model)}`;
  const access = block.role(one.role, { description: title, trust: flinkTrust(place, one.application), uses });
  block.managed(Application, {
    name: one.object,
    awsName: one.application,
    after: [log, access, ...afterAll(uses)],
    ...(one.isRunning ? { adjustment: { by: 'Running', logGroup: logs.group } } : {}),
    forProvider: {
      region: place.region,
      description: title,
      runtimeEnvironment: one.runtime,
      applicationMode: 'STREAMING',
      serviceExecutionRole: roleArn(place, one.role),
      startApplication: one.isRunning,
      cloudwatchLoggingOptions: { logStreamArn: `${logGroupArn(place, logs.group)}:log-stream:${one.name}` },
      applicationConfiguration: configuration(model, one),
    },
  });
}

function configuration(model: PipelineModel, one: ApplicationModel) {
  const { code, snapshots, properties, isRunning } = one;
  const vpcConfiguration = vpcConfigOf(model);
  return {
    applicationCodeConfiguration: {
      codeContentType: 'ZIPFILE',
      codeContent: {
        s3ContentLocation: {
          ...('packed' in code
            ? locationOf(model, { bucket: model.code.bucket, key: code.packed.key })
            : locationOf(model, code.given)),
        },
      },
    },
    applicationSnapshotConfiguration: { snapshotsEnabled: snapshots },
    environmentProperties: {
      propertyGroup: properties.map(({ propertyGroupId, propertyMap }) => ({
        propertyGroupId,
        propertyMap: { ...propertyMap },
      })),
    },
    flinkApplicationConfiguration: flink(one),
    // AWS knows it only of an application that has been started: said of one that stands still it would differ for ever.
    ...(isRunning
      ? {
          runConfiguration: {
            applicationRestoreConfiguration: {
              applicationRestoreType: snapshots ? 'RESTORE_FROM_LATEST_SNAPSHOT' : 'SKIP_RESTORE_FROM_SNAPSHOT',
            },
          },
        }
      : {}),
    ...(vpcConfiguration === undefined ? {} : { vpcConfiguration }),
  };
}

function locationOf({ place }: PipelineModel, { bucket, key, version }: GivenCode) {
  return {
    bucketArn: bucketArn(place, bucket),
    fileKey: key,
    ...(version === undefined ? {} : { objectVersion: version }),
  };
}

/** AWS takes numbers of ours only with the type CUSTOM, and all of them then. */
function flink({ parallelism, parallelismPerKpu, autoScaling, checkpointing, monitoring }: ApplicationModel) {
  return {
    checkpointConfiguration: {
      configurationType: 'CUSTOM',
      checkpointingEnabled: checkpointing.enabled,
      checkpointInterval: checkpointing.intervalSeconds * 1_000,
      minPauseBetweenCheckpoints: checkpointing.minPauseSeconds * 1_000,
    },
    monitoringConfiguration: {
      configurationType: 'CUSTOM',
      logLevel: monitoring.logs,
      metricsLevel: monitoring.metrics,
    },
    parallelismConfiguration: {
      configurationType: 'CUSTOM',
      autoScalingEnabled: autoScaling,
      parallelism,
      parallelismPerKpu,
    },
  };
}
