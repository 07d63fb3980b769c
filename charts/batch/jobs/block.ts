/**
 * One job on Glue: its script as an object named after its content, its two log groups, its role, and itself. Another script is
 * another object, and the old one stays until the job names the new one: a run that has begun has loaded its own.
 */
import type { Classification } from '../../../crds/datapipeline.ts';
import { CLASSIFICATIONS } from '../../../crds/schema/identity.ts';
import { Job } from '../../../imports/glue.ts';
import { glueTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { addCode } from '../../foundation/code/block.ts';
import { bringCode, readGivenCode, readOwnCode } from '../../foundation/code/uses.ts';
import { addLogGroup, logTo } from '../../foundation/logs/group.ts';
import { makeLogGroups } from '../../foundation/logs/uses.ts';
import { readTable, writePartitions } from '../../foundation/tables/uses.ts';
import { readZone, writeZone } from '../../foundation/zones/uses.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { type JobModel, scriptLocation } from './model.ts';
import type { DataPlace } from './places.ts';

export function jobParts(model: PipelineModel): readonly Part[] {
  return model.jobs.map((job) => {
    const uses = usesOf(model, job);
    const classification = strictest([job.source, job.target]);
    return {
      component: job.component,
      stage: 'Batch',
      ...(classification === undefined ? {} : { classification }),
      uses,
      facts: { jobs: { name: job.name, jobName: job.job, logGroups: job.logs.prefix } },
      build: (block) => build(block, model, job, uses),
    };
  });
}

/** Of what it reads and what it writes: whoever may look at its runs sees something of both. */
function strictest(places: readonly (DataPlace | undefined)[]): Classification | undefined {
  const met = new Set(places.map((place) => place?.zone.classification));
  return CLASSIFICATIONS.findLast((each) => met.has(each));
}

function usesOf(model: PipelineModel, job: JobModel): readonly Use[] {
  const { component, script, source, target, files, sparkUI, logs } = job;
  return [
    ...('own' in script
      ? [bringCode(component, model), readOwnCode(component, model, script.own)]
      : [readGivenCode(component, model, script.given)]),
    ...(source === undefined ? [] : reads(component, model, source)),
    ...(target === undefined ? [] : writes(component, model, target)),
    ...[files, sparkUI].flatMap((place) => (place === undefined ? [] : writes(component, model, place))),
    ...logs.groups.flatMap((group) => logTo(model, group)),
    makeLogGroups(component, model, logs.groups),
    putMetrics(component),
  ];
}

function reads(by: string, model: PipelineModel, { zone, prefix, table }: DataPlace): readonly Use[] {
  return [readZone(by, model, zone, prefix), ...(table === undefined ? [] : [readTable(by, model, table)])];
}

/** A job that is run again looks at what it wrote, and takes away what it replaces. */
function writes(by: string, model: PipelineModel, { zone, prefix, table }: DataPlace): readonly Use[] {
  return [
    readZone(by, model, zone, prefix),
    writeZone(by, model, zone, prefix, { deletes: true }),
    ...(table === undefined ? [] : [writePartitions(by, model, table)]),
  ];
}

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

function build(block: Block, model: PipelineModel, job: JobModel, uses: readonly Use[]): void {
  const { place } = model;
  const description = `Job ${job.name} of ${titleOf(model)}`;
  const logs = job.logs.groups.map((group) => addLogGroup(block, model, group));
  const script = 'own' in job.script ? [addCode(block, model, job.script.own, uses)] : [];
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
