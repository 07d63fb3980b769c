/**
 * One job: its script as an object named after its content, and what its kind makes. Another script is another object, and the
 * old one stays until the job names the new one: a run that has begun has loaded its own.
 */
import type { Classification } from '../../../crds/datapipeline.ts';
import { CLASSIFICATIONS } from '../../../crds/schema/identity.ts';
import type { Use } from '../../access/use.ts';
import { addCode } from '../../foundation/code/block.ts';
import { bringCode, readGivenCode, readOwnCode } from '../../foundation/code/uses.ts';
import { openCatalog } from '../../foundation/tables/uses.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { emrClusterKind } from './emr-cluster/block.ts';
import { emrServerlessKind } from './emr-serverless/block.ts';
import { glueKind } from './glue/block.ts';
import type { JobKind } from './kind.ts';
import type { JobModel } from './model.ts';
import { readPlace, type SourcePlace, writePlace } from './places.ts';

const KINDS: { readonly [Kind in JobModel['kind']]: JobKind<Extract<JobModel, { readonly kind: Kind }>> } = {
  Glue: glueKind,
  EmrServerless: emrServerlessKind,
  EmrCluster: emrClusterKind,
};

/** The table pairs each kind with its own models; an index by a union cannot say so. */
function kindOf(job: JobModel): JobKind<JobModel> {
  return KINDS[job.kind] as unknown as JobKind<JobModel>;
}

export function jobParts(model: PipelineModel): readonly Part[] {
  return model.jobs.map((job) => {
    const kind = kindOf(job);
    const common = usesOf(model, job);
    const uses = [...common, ...kind.uses(model, job, common)];
    const classification = strictest([job.source, job.target]);
    const { script } = job;
    return {
      component: job.component,
      stage: 'Batch',
      ...(classification === undefined ? {} : { classification }),
      uses,
      facts: { jobs: kind.facts(job) },
      cost: kind.cost(model, job, model.monthlyRuns.get(job.component) ?? 0),
      alarms: kind.alarms?.(job) ?? [],
      widgets: kind.widgets?.(job) ?? [],
      build: (block) =>
        kind.build(block, model, job, {
          uses,
          script: 'own' in script ? [addCode(block, model, script.own, uses)] : [],
        }),
    };
  });
}

/** Of what it reads and what it writes: whoever may look at its runs sees something of both. */
function strictest(places: readonly (SourcePlace | undefined)[]): Classification | undefined {
  const met = new Set(places.map((place) => place?.zone?.classification));
  return CLASSIFICATIONS.findLast((each) => met.has(each));
}

function usesOf(model: PipelineModel, job: JobModel): readonly Use[] {
  const { component, script, source, target, files } = job;
  return [
    ...('own' in script
      ? [bringCode(component, model), readOwnCode(component, model, script.own)]
      : [readGivenCode(component, model, script.given, ['s3:GetObject'])]),
    ...(source === undefined ? [] : readPlace(component, model, source)),
    ...(target === undefined ? [] : writePlace(component, model, target)),
    ...(files === undefined ? [] : writePlace(component, model, files)),
    ...(isSpark(job) ? [openCatalog(component, model)] : []),
  ];
}

function isSpark(job: JobModel): boolean {
  return job.kind !== 'Glue' || job.engine.type === 'Spark';
}
