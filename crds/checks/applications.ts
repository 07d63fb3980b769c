import type { Application, DataPipelineSpec } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import { sqlFaults } from './application-sql.ts';
import type { SectionChecks } from './checks.ts';

/** KPUs of one application; source: Managed Service for Apache Flink quotas. More is AWS's to grant. */
const MOST_KPUS = 64;

/** Runtimes whose Flink its makers no longer mend, and since when; source: endoflife.date, Apache Flink. */
const SUPPORT_ENDED: Readonly<Record<string, string>> = { 'FLINK-1_19': '2026-07-01' };

export const applicationsChecks: SectionChecks = {
  faults: (spec) =>
    (spec.applications ?? []).flatMap((one, index) => [
      ...faultsOf(spec, one, ['spec', 'applications', index]),
      ...sqlFaults(spec, one, ['spec', 'applications', index]),
    ]),
  warnings: (spec) =>
    (spec.applications ?? []).flatMap((one, index) => warningsOf(one, ['spec', 'applications', index])),
};

function faultsOf({ region, partition }: DataPipelineSpec, application: Application, path: Path): Fault[] {
  const { name, parallelism, parallelismPerKpu, checkpointing, code } = application;
  const faults: Fault[] = [];
  const kpus = Math.ceil(parallelism / parallelismPerKpu);
  if (kpus > MOST_KPUS) {
    const rule = `parallelism ${parallelism} of application "${name}" takes ${kpus} KPUs, and AWS gives one application ${MOST_KPUS}`;
    const remedy = `write ${MOST_KPUS * parallelismPerKpu} or less, or a higher parallelismPerKpu`;
    faults.push(fault([...path, 'parallelism'], parallelism, rule, remedy));
  }
  const { enabled, intervalSeconds, minPauseSeconds } = checkpointing;
  if (enabled && minPauseSeconds > intervalSeconds) {
    const rule = `minPauseSeconds of application "${name}" is ${minPauseSeconds}, longer than the ${intervalSeconds} seconds from one checkpoint to the next`;
    const at = [...path, 'checkpointing', 'minPauseSeconds'];
    faults.push(fault(at, minPauseSeconds, rule, `write ${intervalSeconds} or less`));
  }
  const key = code.s3?.kmsKeyArn;
  const [, keyPartition, , keyRegion] = key?.split(':') ?? [];
  if (key !== undefined && (keyPartition !== partition || keyRegion !== region)) {
    const rule = `kmsKeyArn of application "${name}" is not of region ${region}, where its code lies`;
    faults.push(fault([...path, 'code', 's3', 'kmsKeyArn'], key, rule, `write the key of region ${region}`));
  }
  return faults;
}

function warningsOf({ name, runtime, snapshots, checkpointing, monitoring }: Application, path: Path): Warning[] {
  const warnings: Warning[] = [];
  const ended = SUPPORT_ENDED[runtime];
  if (ended !== undefined)
    warnings.push(
      warning([...path, 'runtime'], `Flink of ${runtime} is not mended any more since ${ended}; move to FLINK-1_20`),
    );
  if (!checkpointing.enabled)
    warnings.push(
      warning(
        [...path, 'checkpointing', 'enabled'],
        `application "${name}" begins with no state after every fault and every change`,
      ),
    );
  else if (!snapshots)
    warnings.push(
      warning([...path, 'snapshots'], `application "${name}" begins with no state after every change and every stop`),
    );
  if (monitoring.logs === 'DEBUG')
    warnings.push(
      warning(
        [...path, 'monitoring', 'logs'],
        'DEBUG slows the application down and fills its log; write INFO again soon',
      ),
    );
  return warnings;
}
