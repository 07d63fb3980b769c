/** What EMR takes: sizes of workers and a maximum in which one run has room, and a network that clusters can stand in. */
import type { DataPipelineSpec, EmrServerless, EmrWorker, Job } from '../datapipeline.ts';
import { sizeOf, sizeText, WORKER_DISK, WORKERS } from '../emr-sizes.ts';
import { isJobIn } from '../jobs.ts';
import { networkOf } from '../network.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';

export function emrServerlessFaults(name: string, emr: EmrServerless, path: Path): Fault[] {
  return [
    ...(['driver', 'executor'] as const).flatMap((role) => workerFaults(name, role, emr[role], [...path, role])),
    ...maximumFaults(name, emr, [...path, 'maximum']),
  ];
}

function workerFaults(job: string, role: 'driver' | 'executor', worker: EmrWorker, path: Path): Fault[] {
  const { cpu, memory, disk } = sizeOf(worker);
  const faults: Fault[] = [];
  const known = WORKERS.find((each) => each.cpu === cpu);
  if (known === undefined) {
    const rule = `${role}.cpu of job "${job}" is ${cpu} vCPU, which no worker has`;
    const all = WORKERS.map((each) => `${each.cpu} vCPU`).join(', ');
    faults.push(fault([...path, 'cpu'], worker.cpu, rule, `write one of: ${all}`));
  } else if (memory < known.least || memory > known.most || (memory - known.least) % known.step !== 0) {
    const { least, most, step } = known;
    const rule = `${role}.memory of job "${job}" is ${memory} GB, which a worker of ${cpu} vCPU cannot have`;
    const remedy = `write ${least} GB to ${most} GB${step === 1 ? '' : ` in steps of ${step}`}, or another cpu`;
    faults.push(fault([...path, 'memory'], worker.memory, rule, remedy));
  }
  const { least, most } = WORKER_DISK;
  if (disk < least || disk > most) {
    const rule = `${role}.disk of job "${job}" is ${disk} GB, which no worker has`;
    faults.push(fault([...path, 'disk'], worker.disk, rule, `write ${least} GB to ${most} GB`));
  }
  return faults;
}

/** With less no run ever begins. */
function maximumFaults(job: string, { driver, executor, maximum }: EmrServerless, path: Path): Fault[] {
  const [one, other, most] = [sizeOf(driver), sizeOf(executor), sizeOf(maximum)];
  const needed = { cpu: one.cpu + other.cpu, memory: one.memory + other.memory, disk: one.disk + other.disk };
  return (['cpu', 'memory', 'disk'] as const)
    .filter((part) => most[part] < needed[part])
    .map((part) => {
      const least = sizeText(needed)[part];
      const rule = `maximum.${part} of job "${job}" is ${sizeText(most)[part]}, but driver and one executor need ${least}`;
      return fault([...path, part], maximum[part], rule, `write ${least} or more`);
    });
}

/**
 * A cluster has security groups that EMR adds rules to, so they are the pipeline's; and what scales it reports to a public
 * endpoint. Source: EMR management guide, "Amazon VPC options" and "Using managed scaling".
 */
export function emrClusterFaults(spec: DataPipelineSpec, job: Job, path: Path): Fault[] {
  if (!isJobIn(job, spec.environment)) return [];
  const { managed } = networkOf(spec);
  const remedy = 'write network.managed with nat: Single or PerZone';
  if (managed === undefined) {
    const rule = `job "${job.name}" runs on a cluster, which stands in private subnets that the pipeline makes`;
    return [fault(path, undefined, rule, remedy)];
  }
  if (managed.nat !== 'None') return [];
  const rule = `the cluster of job "${job.name}" has to tell its load to EMR, and nothing leads out of the network`;
  return [fault(path, undefined, rule, remedy)];
}

/** EMR runs nothing again by itself, and keeps no bookmarks. */
export function emrFaults(job: Job, platform: string, bookmarks: boolean, takesBookmark: boolean, path: Path): Fault[] {
  const faults: Fault[] = [];
  if (job.retries > 0) {
    const rule = `job "${job.name}" has retries, but EMR runs nothing again by itself`;
    faults.push(fault([...path, 'retries'], job.retries, rule, 'write retry at the step of the workflow'));
  }
  if (bookmarks && !takesBookmark) {
    const rule = `script of job "${job.name}" knows of no bookmarks, and EMR keeps none for it`;
    faults.push(fault([...path, platform, 'bookmarks'], true, rule, 'remove bookmarks'));
  }
  return faults;
}

/** Only a step of a workflow starts a job on EMR. */
export function neverStarted({ workflows = [], environment }: DataPipelineSpec, job: Job, path: Path): Warning[] {
  if (!isJobIn(job, environment)) return [];
  if (workflows.some(({ steps }) => steps.some((step) => step.job === job.name))) return [];
  return [warning(path, `nothing starts job "${job.name}"; add a step with it to a workflow`)];
}
