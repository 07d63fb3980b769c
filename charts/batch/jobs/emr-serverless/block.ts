/**
 * A job on EMR Serverless: its log group, its role, and the application that its runs run in. The application starts with a run,
 * and stops when there was none for a while; workflows start runs (tasks/emr-serverless.ts).
 */

import { sizeText } from '../../../../crds/emr-sizes.ts';
import { Application } from '../../../../imports/emrserverless.ts';
import { emrServerlessTrust } from '../../../access/trust.ts';
import { afterAll } from '../../../access/use.ts';
import type { Block } from '../../../block.ts';
import { addLogGroup, logTo } from '../../../foundation/logs/group.ts';
import { describeLogs } from '../../../foundation/logs/uses.ts';
import { inNetwork, vpcConfigOf } from '../../../foundation/network/uses.ts';
import { EMR_SERVERLESS } from '../../../kinds/emrserverless.ts';
import { type PipelineModel, titleOf } from '../../../model.ts';
import { observed } from '../../../observed.ts';
import type { JobKind, Made } from '../kind.ts';
import { writePlace } from '../places.ts';
import { emrServerlessAlarms } from './alarms.ts';
import { emrServerlessCost } from './cost.ts';
import type { EmrServerlessJobModel } from './model.ts';
import { emrServerlessWidgets } from './widgets.ts';

export const emrServerlessKind: JobKind<EmrServerlessJobModel> = {
  uses: (model, { component, sparkUI, logs }, common) => {
    const uses = [
      ...(sparkUI === undefined ? [] : writePlace(component, model, sparkUI)),
      ...logTo(model, logs),
      describeLogs(component, model, logs),
    ];
    // Its service-linked role makes the interfaces.
    return [...uses, ...inNetwork(component, model, [...common, ...uses], [])];
  },
  facts: ({ name, application, logs }) => ({
    name,
    applicationId: observed(EMR_SERVERLESS.Application, application, 'id'),
    logGroups: logs.group,
  }),
  alarms: emrServerlessAlarms,
  widgets: emrServerlessWidgets,
  cost: ({ usage }, job, runs) => emrServerlessCost(job, usage, runs),
  build,
};

/** Hours that a run may wait for its turn. */
const QUEUE_MINUTES = 6 * 60;

function build(block: Block, model: PipelineModel, job: EmrServerlessJobModel, { uses, script }: Made): void {
  const { place, key } = model;
  const network = vpcConfigOf(model);
  const logs = addLogGroup(block, model, job.logs);
  const access = block.role(job.role, {
    description: `Job ${job.name} of ${titleOf(model)}`,
    trust: emrServerlessTrust(place),
    uses,
  });
  block.managed(Application, {
    name: job.application,
    after: [...script, access, logs, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      name: job.applicationName,
      type: 'spark',
      releaseLabel: job.release,
      architecture: job.architecture,
      maximumCapacity: sizeText(job.maximum),
      autoStartConfiguration: { enabled: true },
      autoStopConfiguration: { enabled: true, idleTimeoutMinutes: job.idleTimeoutMinutes },
      ...(job.maxConcurrentRuns === undefined
        ? {}
        : {
            schedulerConfiguration: { maxConcurrentRuns: job.maxConcurrentRuns, queueTimeoutMinutes: QUEUE_MINUTES },
          }),
      ...(network === undefined ? {} : { networkConfiguration: network }),
      monitoringConfiguration: {
        cloudwatchLoggingConfiguration: {
          enabled: true,
          logGroupName: job.logs.group,
          logTypes: [{ name: 'SPARK_DRIVER', values: ['STDERR', 'STDOUT'] }],
        },
        // Else AWS keeps a copy of all logs for itself, under a key of its own.
        managedPersistenceMonitoringConfiguration: { enabled: false },
        ...(job.sparkUI === undefined
          ? {}
          : { s3MonitoringConfiguration: { logUri: job.sparkUI.path, encryptionKeyArn: key.arn } }),
      },
    },
  });
}
