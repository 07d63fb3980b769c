/** A job on Glue: its two log groups, its role, and itself. */
import { Job } from '../../../../imports/glue.ts';
import { glueTrust } from '../../../access/trust.ts';
import { afterAll, type Use } from '../../../access/use.ts';
import { roleArn } from '../../../arns.ts';
import type { Block } from '../../../block.ts';
import { addLogGroup, logTo } from '../../../foundation/logs/group.ts';
import { makeLogGroups } from '../../../foundation/logs/uses.ts';
import { keepBookmark, runSecured } from '../../../foundation/security/uses.ts';
import { type PipelineModel, titleOf } from '../../../model.ts';
import { scriptLocation } from '../base.ts';
import type { JobKind, Made } from '../kind.ts';
import { writePlace } from '../places.ts';
import { glueAlarms } from './alarms.ts';
import { glueCost } from './cost.ts';
import type { GlueJobModel } from './model.ts';
import { glueWidgets } from './widgets.ts';

export const glueKind: JobKind<GlueJobModel> = {
  uses: (model, { component, sparkUI, logs, bookmarks }) => [
    ...(sparkUI === undefined ? [] : writePlace(component, model, sparkUI)),
    ...logs.groups.flatMap((group) => logTo(model, group)),
    makeLogGroups(component, model, logs.groups),
    runSecured(component, model),
    ...(bookmarks ? [keepBookmark(component, model)] : []),
    putMetrics(component),
  ],
  facts: ({ name, job, logs }) => ({ name, jobName: job, logGroups: logs.prefix }),
  cost: ({ usage }, job, runs) => glueCost(job, usage, runs),
  alarms: glueAlarms,
  widgets: glueWidgets,
  build,
};

/** CloudWatch has no resources for metrics, but namespaces. */
function putMetrics(by: string): Use {
  return {
    by,
    of: by,
    after: [],
    allow: [
      {
        sid: 'PutMetrics',
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': 'Glue' } },
      },
    ],
    calls: ['cloudwatch'],
  };
}

function build(block: Block, model: PipelineModel, job: GlueJobModel, { uses, script }: Made): void {
  const { place } = model;
  const description = `Job ${job.name} of ${titleOf(model)}`;
  const logs = job.logs.groups.map((group) => addLogGroup(block, model, group));
  const access = block.role(job.role, { description, trust: glueTrust(place), uses });
  block.managed(Job, {
    name: job.object,
    awsName: job.job,
    after: [...script, access, ...logs, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      description,
      roleArn: roleArn(place, job.role),
      command: { name: 'glueetl', pythonVersion: '3', scriptLocation: scriptLocation(job, model.code) },
      glueVersion: job.version,
      securityConfiguration: model.security.name,
      workerType: job.workerType,
      numberOfWorkers: job.workers,
      executionClass: job.flex ? 'FLEX' : 'STANDARD',
      executionProperty: { maxConcurrentRuns: job.maxConcurrentRuns },
      maxRetries: job.retries,
      timeout: job.timeoutMinutes,
      // Never empty: the provider does not clear a map.
      defaultArguments: { '--job-language': 'python', ...job.arguments },
      nonOverridableArguments: { ...job.ownArguments },
    },
  });
}
