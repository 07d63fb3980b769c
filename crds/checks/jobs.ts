import { type JobBuiltIn, jobDescriptors } from '../../dataplane/descriptors.ts';
import { prefixesOf } from '../crawled.ts';
import type { DataPipelineSpec, Glue, Job, Table } from '../datapipeline.ts';
import { isJobIn, isOnGlue, keepsEventLogs, keepsFiles, PLATFORM_FIELD, platformOf } from '../jobs.ts';
import { EMR_LOGS } from '../schema/emr-cluster.ts';
import { JOB_FILES } from '../schema/jobs.ts';
import { SPARK_UI } from '../schema/spark-ui.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';
import { emrClusterFaults, emrFaults, emrServerlessFaults, neverStarted } from './emr.ts';
import { argumentFaults } from './job-arguments.ts';
import { foreignTargetFaults, prefixesOverlap, prefixOf } from './table-prefix.ts';
import { zoneNames } from './zone-names.ts';

export const jobsChecks: SectionChecks = {
  faults: (spec) =>
    (spec.jobs ?? []).flatMap((job, index) => {
      const path = ['spec', 'jobs', index];
      return [
        ...placeFaults(spec, job, 'from', path),
        ...placeFaults(spec, job, 'to', path),
        ...foreignTargetFaults(`job "${job.name}"`, tableOf(spec, job.to), [...path, 'to', 'table']),
        ...platformFaults(spec, job, path),
        ...builtInFaults(spec, job, path),
        ...argumentFaults(job, [...path, 'arguments']),
        ...ownFolderFaults(spec, job, path),
      ];
    }),
  warnings: (spec) => (spec.jobs ?? []).flatMap((job, index) => jobWarnings(spec, job, ['spec', 'jobs', index])),
};

function tableOf({ tables = [] }: DataPipelineSpec, place: Job['from']): Table | undefined {
  return tables.find(({ name }) => name === place?.table);
}

function placeFaults(spec: DataPipelineSpec, job: Job, field: 'from' | 'to', path: Path): Fault[] {
  const place = job[field];
  const { table, zone } = place ?? {};
  const names = (list: readonly string[]) => list.join(', ') || 'none';
  const tables = (spec.tables ?? []).map(({ name }) => name);
  if (table !== undefined && !tables.includes(table)) {
    const rule = `job "${job.name}" names table "${table}", which does not exist`;
    return [fault([...path, field, 'table'], table, rule, `write one of: ${names(tables)}`)];
  }
  const known = zoneNames(spec);
  if (zone !== undefined && !known.includes(zone.name)) {
    const rule = `job "${job.name}" names zone "${zone.name}", which does not exist`;
    return [fault([...path, field, 'zone', 'name'], zone.name, rule, `write one of: ${names(known)}`)];
  }
  return [];
}

/** What the service that runs it takes, and what a built-in is made for. */
function platformFaults(spec: DataPipelineSpec, job: Job, path: Path): Fault[] {
  const { name, script } = job;
  const builtIn = script.builtIn === undefined ? undefined : jobDescriptors[script.builtIn];
  const platform = platformOf(job);
  const field = PLATFORM_FIELD[platform.kind];
  const at = [...path, field];
  if (platform.kind === 'Glue') return builtIn === undefined ? [] : glueFaults(name, builtIn, platform.glue, path);
  if (platform.kind === 'PythonShell') {
    if (builtIn === undefined) return [];
    const rule = `built-in ${builtIn.name} of job "${name}" runs on Spark, which a Python shell has not`;
    return [fault(at, platform.pythonShell, rule, 'write glue in place of pythonShell')];
  }
  const { release, bookmarks } = platform.kind === 'EmrServerless' ? platform.emrServerless : platform.emrCluster;
  const takesBookmark = builtIn?.arguments.some(({ binding }) => binding === 'bookmark.option') ?? false;
  return [
    ...(platform.kind === 'EmrServerless'
      ? emrServerlessFaults(name, platform.emrServerless, at)
      : emrClusterFaults(spec, job, at)),
    ...emrFaults(job, field, bookmarks, takesBookmark, path),
    ...(builtIn === undefined ? [] : releaseFaults(name, builtIn, release, at)),
  ];
}

function glueFaults(name: string, builtIn: JobBuiltIn, glue: Glue, path: Path): Fault[] {
  const versions: readonly string[] = builtIn.spark.flatMap((line) => line.glue);
  const faults: Fault[] = [];
  if (!versions.includes(glue.version)) {
    const rule = `built-in ${builtIn.name} of job "${name}" is made for other versions of Glue than ${glue.version}`;
    faults.push(fault([...path, 'glue', 'version'], glue.version, rule, `write one of: ${versions.join(', ')}`));
  }
  if (glue.maxConcurrentRuns > builtIn.maxConcurrentRuns) {
    const rule = `runs of built-in ${builtIn.name} of job "${name}" write the same partitions`;
    const at = [...path, 'glue', 'maxConcurrentRuns'];
    faults.push(fault(at, glue.maxConcurrentRuns, rule, `write ${builtIn.maxConcurrentRuns}`));
  }
  return faults;
}

function releaseFaults(name: string, builtIn: JobBuiltIn, release: string, path: Path): Fault[] {
  const releases: readonly string[] = builtIn.spark.flatMap((line) => line.emr);
  if (releases.includes(release)) return [];
  const rule = `built-in ${builtIn.name} of job "${name}" is made for other releases of EMR than ${release}`;
  return [fault([...path, 'release'], release, rule, `write one of: ${releases.join(', ')}`)];
}

function builtInFaults(spec: DataPipelineSpec, job: Job, path: Path): Fault[] {
  const { name, script } = job;
  if (script.builtIn === undefined) return [];
  const builtIn = jobDescriptors[script.builtIn];
  const faults: Fault[] = [];
  for (const field of ['from', 'to'] as const) {
    if (job[field] !== undefined) continue;
    const rule = `built-in ${builtIn.name} of job "${name}" has to be told where to ${field === 'from' ? 'read' : 'write'}`;
    faults.push(fault([...path, field], undefined, rule, `write ${field}: {table: …}`));
  }
  const [source, target] = [tableOf(spec, job.from), tableOf(spec, job.to)];
  const takesFormats = builtIn.arguments.some(({ binding }) => binding === 'source.format');
  if (source !== undefined && !(takesFormats ? ['Parquet', 'Orc', 'Json'] : ['Parquet']).includes(source.format)) {
    const rule = `built-in ${builtIn.name} of job "${name}" cannot read ${source.format}, which table "${source.name}" is`;
    const remedy = `read a table with format ${takesFormats ? 'Parquet, Orc or Json' : 'Parquet'}`;
    faults.push(fault([...path, 'from', 'table'], source.name, rule, remedy));
  }
  return target === undefined ? faults : [...faults, ...targetFaults(job, target, [...path, 'to', 'table'])];
}

function targetFaults({ name, script }: Job, target: Table, path: Path): Fault[] {
  if (script.builtIn === undefined) return [];
  const { name: builtIn, writes } = jobDescriptors[script.builtIn];
  if (target.format !== 'Parquet') {
    const rule = `built-in ${builtIn} of job "${name}" writes Parquet, but table "${target.name}" is ${target.format}`;
    return [fault(path, target.name, rule, 'write a table with format Parquet')];
  }
  const wanted = writes.partitionKeys.map((key) => key.name).join(', ');
  const keys = (target.partitionKeys ?? []).map((key) => key.name).join(', ');
  if (wanted === keys) return [];
  const rule = `built-in ${builtIn} of job "${name}" writes partitions by ${wanted}, but table "${target.name}" has ${keys === '' ? 'none' : keys}`;
  return [fault(path, target.name, rule, `write a table with partitionKeys ${wanted}`)];
}

/** What a job keeps for itself must not lie where a table is read. */
function ownFolderFaults(spec: DataPipelineSpec, job: Job, path: Path): Fault[] {
  const { name, script, from, to } = job;
  const { tables = [], crawlers = [], zones } = spec;
  const [source, target] = [from, to].map((place) => tableOf(spec, place)?.zone ?? place?.zone?.name);
  const faults: Fault[] = [];
  const covered = (zone: string | undefined, prefix: string, what: string): void => {
    const table = tables.find(
      (other) => zone !== undefined && other.zone === zone && prefixesOverlap(prefixOf(other), prefix),
    );
    if (table === undefined) return;
    const at = ['spec', 'tables', tables.indexOf(table), 'prefix'];
    const rule = `${what} of job "${name}" lie below ${prefix} of zone "${zone}", where table "${table.name}" is read`;
    faults.push(fault(at, prefixOf(table), rule, `give table "${table.name}" another prefix`));
  };
  if (script.builtIn !== undefined && keepsFiles(jobDescriptors[script.builtIn]))
    covered(source ?? target, `${JOB_FILES}${name}/`, 'refused records');
  for (const { what, zone, prefix, at, remedy } of logFolders(job, path)) {
    if (zones !== undefined && !zones.some((each) => each.name === zone)) {
      const rule = `${what} of job "${name}" have no place, for there is no zone "${zone}"`;
      faults.push(fault(at.path, at.value, rule, `declare a zone "${zone}"${remedy}`));
    }
    covered(zone, `${prefix}${name}/`, what);
    for (const [index, crawler] of crawlers.entries()) {
      if (crawler.zone !== zone) continue;
      const within = prefixesOf(crawler).find((one) => one.startsWith(prefix));
      if (within === undefined) continue;
      const place = ['spec', 'crawlers', index, crawler.prefixes === undefined ? 'prefix' : 'prefixes'];
      const rule = `crawler "${crawler.name}" would make tables of the ${what} of job "${name}"`;
      faults.push(fault(place, within, rule, `give it a prefix outside of ${prefix}`));
    }
  }
  return faults;
}

/** Where a job logs into a zone: what, and the field that asks for it. */
function logFolders(job: Job, path: Path) {
  const field = PLATFORM_FIELD[platformOf(job).kind];
  const events = {
    what: 'event logs',
    ...SPARK_UI,
    at: { path: [...path, field, 'sparkUI'], value: true },
    remedy: ', or write false',
  };
  const clusters = { what: 'logs', ...EMR_LOGS, at: { path: [...path, field], value: undefined }, remedy: '' };
  return [...(keepsEventLogs(job) ? [events] : []), ...(job.emrCluster === undefined ? [] : [clusters])];
}

function jobWarnings(spec: DataPipelineSpec, job: Job, path: Path): Warning[] {
  const { environment } = spec;
  const { name, from, to, script } = job;
  const warnings: Warning[] = isOnGlue(job) ? [] : neverStarted(spec, job, path);
  if (!isJobIn(job, environment)) {
    warnings.push(
      warning([...path, 'onlyIn'], `job "${name}" is not made in ${environment}; add it to onlyIn to have it`),
    );
  }
  if (script.builtIn === undefined && from === undefined && to === undefined) {
    warnings.push(warning(path, `job "${name}" may read and write nothing of the lake; write from and to`));
  }
  if (to?.table !== undefined && to.table === from?.table) {
    warnings.push(
      warning(
        [...path, 'to', 'table'],
        `job "${name}" writes the table that it reads; write to another table unless it only replaces what it read`,
      ),
    );
  }
  const iceberg = [from, to].map((place) => tableOf(spec, place)).find((table) => table?.format === 'Iceberg');
  if (iceberg !== undefined && job.pythonShell === undefined && job.arguments?.['--datalake-formats'] === undefined) {
    const message = `job "${name}" uses the Iceberg table "${iceberg.name}", for which Glue loads no library unasked; write the argument --datalake-formats: iceberg`;
    warnings.push(warning([...path, 'arguments'], message));
  }
  return warnings;
}
