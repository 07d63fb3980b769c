/** A job on Glue: its two log groups, its role, and itself. */
import { Job } from '../../../../imports/glue.ts';
import { glueTrust } from '../../../access/trust.ts';
import { afterAll, type Use } from '../../../access/use.ts';
import { roleArn } from '../../../arns.ts';
import type { Block } from '../../../block.ts';
import { runInNetwork } from '../../../foundation/connections/uses.ts';
import { addLogGroup, logTo } from '../../../foundation/logs/group.ts';
import { makeLogGroups } from '../../../foundation/logs/uses.ts';
import { runSecured } from '../../../foundation/security/uses.ts';
import { type PipelineModel, titleOf } from '../../../model.ts';
import type { JobKind, Made } from '../kind.ts';
import { glueAlarms } from './alarms.ts';
import { glueCost } from './cost.ts';
import type { GlueJobModel } from './model.ts';
import { pythonShellFields } from './python-shell.ts';
import { sparkFields, sparkUses } from './spark.ts';
import { glueWidgets } from './widgets.ts';

export const glueKind: JobKind<GlueJobModel> = {
  uses: usesOf,
  facts: ({ name, job, logs }) => ({ name, jobName: job, logGroups: logs.prefix }),
  cost: ({ usage }, job, runs) => glueCost(job, usage, runs),
  alarms: glueAlarms,
  widgets: glueWidgets,
  build,
};

function usesOf(model: PipelineModel, job: GlueJobModel, common: readonly Use[]): readonly Use[] {
  const { component, engine, logs } = job;
  const uses = [
    ...logs.groups.flatMap((group) => logTo(model, group)),
    makeLogGroups(component, model, logs.groups),
    runSecured(component, model),
    ...(engine.type === 'Spark' ? sparkUses(component, model, engine) : []),
  ];
  return [...uses, ...runInNetwork(component, model, [...common, ...uses])];
}

function build(block: Block, model: PipelineModel, job: GlueJobModel, { uses, script }: Made): void {
  const { place } = model;
  const { engine } = job;
  const description = `Job ${job.name} of ${titleOf(model)}`;
  const connections = model.connections.map(({ name }) => name);
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
      securityConfiguration: model.security.name,
      ...(engine.type === 'Spark' ? sparkFields(model, job, engine) : pythonShellFields(model, job, engine)),
      executionProperty: { maxConcurrentRuns: job.maxConcurrentRuns },
      ...(connections.length === 0 ? {} : { connections }),
      maxRetries: job.retries,
      timeout: job.timeoutMinutes,
      // Never empty: the provider does not clear a map.
      defaultArguments: { '--job-language': 'python', ...job.arguments },
    },
  });
}
