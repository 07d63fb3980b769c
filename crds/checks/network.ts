import { zoneIdsOf } from '../availability-zones.ts';
import { contains, formatCidr, networkOf as networkAt, parseCidr } from '../cidr.ts';
import type { DataPipelineSpec, ManagedNetwork } from '../datapipeline.ts';
import { isJobIn } from '../jobs.ts';
import { hasCompute, networkOf } from '../network.ts';
import { type Fault, fault } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

/** Of nobody on the internet; source: RFC 1918 and 6598. A VPC with another range cannot reach whoever has it there. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** Source: Glue, "Using Python libraries with Glue". */
const MODULES = '--additional-python-modules';

const PATH = ['spec', 'network'];
const MANAGED = [...PATH, 'managed'];

export const networkChecks: SectionChecks = {
  faults: (spec) => {
    const { managed } = networkOf(spec);
    return managed === undefined
      ? []
      : [...cidrFaults(managed), ...zoneFaults(spec, managed), ...installFaults(spec, managed)];
  },
  warnings: (spec) => [...natWarnings(spec), ...existingWarnings(spec)],
};

function cidrFaults({ cidr }: ManagedNetwork): Fault[] {
  const path = [...MANAGED, 'cidr'];
  const parsed = parseCidr(cidr);
  if (parsed === undefined) {
    // What has not even the form is the schema's to tell.
    if (!/^\d{1,3}(\.\d{1,3}){3}\/\d\d$/.test(cidr)) return [];
    return [fault(path, cidr, `cidr "${cidr}" has a number above 255`, 'write one like 10.1.0.0/16')];
  }
  const aligned = networkAt(parsed);
  if (aligned.address !== parsed.address) {
    const rule = `cidr "${cidr}" does not begin at the first address of its range`;
    return [fault(path, cidr, rule, `write ${formatCidr(aligned)}`)];
  }
  const isPrivate = PRIVATE_RANGES.some((range) => {
    const outer = parseCidr(range);
    return outer !== undefined && contains(outer, parsed);
  });
  if (isPrivate) return [];
  const rule = `cidr "${cidr}" lies in none of the private ranges`;
  return [fault(path, cidr, rule, `write a part of one of: ${PRIVATE_RANGES.join(', ')}`)];
}

function zoneFaults(spec: DataPipelineSpec, { availabilityZones }: ManagedNetwork): Fault[] {
  const { region, network } = spec;
  const known = zoneIdsOf(region).length;
  if (known === 0) {
    const rule = `of region ${region} no Availability Zones are known that a VPC could be spread over`;
    return [
      fault(
        network === undefined ? PATH : MANAGED,
        region,
        rule,
        'write network.existing with subnets of your own, or network.none',
      ),
    ];
  }
  if (availabilityZones === undefined || availabilityZones <= known) return [];
  const rule = `availabilityZones is ${availabilityZones}, and region ${region} has ${known} for every account`;
  return [fault([...MANAGED, 'availabilityZones'], availabilityZones, rule, `write ${known} or less`)];
}

/** Modules that a run installs come from PyPI, unless each is named by where it lies in S3. */
function installFaults({ jobs = [] }: DataPipelineSpec, { nat }: ManagedNetwork): Fault[] {
  if (nat !== 'None') return [];
  return jobs.flatMap((job, index) => {
    const modules = job.arguments?.[MODULES];
    if (modules === undefined || modules.split(',').every((module) => module.trim().startsWith('s3://'))) return [];
    const rule = `job "${job.name}" installs modules from PyPI, to which nothing leads from its private subnets`;
    const remedy =
      'write network.managed.nat: Single or PerZone, or name wheels like s3://my-code/tool-1.4.0-py3-none-any.whl';
    return [fault(['spec', 'jobs', index, 'arguments', MODULES], modules, rule, remedy)];
  });
}

function natWarnings(spec: DataPipelineSpec): Warning[] {
  const { managed } = networkOf(spec);
  if (managed === undefined) return [];
  if (!hasCompute(spec))
    return [warning(MANAGED, 'nothing stands in the network; leave it out until there is compute')];
  if (managed.nat === 'Single' && spec.environment === 'Production') {
    const path = [...MANAGED, 'nat'];
    return [warning(path, 'all zones lose their way out when the zone of the one NAT gateway fails; write PerZone')];
  }
  if (managed.nat !== 'None') return [];
  const own = [
    ...(spec.functions ?? []).map(({ name, code }, index) => ({
      what: `function "${name}"`,
      isOurs: code.builtIn !== undefined,
      path: ['spec', 'functions', index, 'code'],
    })),
    // SQL calls nothing but its streams.
    ...(spec.applications ?? []).map(({ name, code }, index) => ({
      what: `application "${name}"`,
      isOurs: code.s3 === undefined,
      path: ['spec', 'applications', index, 'code'],
    })),
    ...(spec.jobs ?? []).map((job, index) => ({
      what: `job "${job.name}"`,
      isOurs: job.script.builtIn !== undefined || !isJobIn(job, spec.environment),
      path: ['spec', 'jobs', index, 'script'],
    })),
  ].filter(({ isOurs }) => !isOurs);
  return own.map(({ what, path }) =>
    warning(
      path,
      `${what} stands in private subnets without NAT and reaches S3 and the endpoints of the network only; write network.managed.nat if its code calls anything else`,
    ),
  );
}

function existingWarnings({ network }: DataPipelineSpec): Warning[] {
  if (network?.existing?.subnetIds.length !== 1) return [];
  const path = [...PATH, 'existing', 'subnetIds'];
  return [warning(path, 'everything stands still when the zone of the one subnet fails; add a subnet of another zone')];
}
