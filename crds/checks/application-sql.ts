/** What CEL cannot say of an application whose code is SQL or built in. */
import { applicationDescriptors } from '../../dataplane/descriptors.ts';
import type { Application, DataPipelineSpec } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { columnTypeFault } from './column-type.ts';

/** Groups of properties by which the program is told what to run. */
const OWN_GROUPS = ['FlinkSql', 'FlinkSqlTables', 'kinesis.analytics.flink.run.options'];

type Shape = Pick<NonNullable<Application['output']>, 'table' | 'columns'>;
type Columns = readonly { readonly name: string; readonly type: string }[];

export function sqlFaults(spec: DataPipelineSpec, application: Application, path: Path): Fault[] {
  const { code, input, output } = application;
  if (code.s3 !== undefined) return [];
  const faults = [...runtimeFaults(application, path), ...groupFaults(application, path)];
  if (input !== undefined) {
    const columns = columnsOf(spec, application.name, input, [...path, 'input'], faults);
    faults.push(...eventTimeFaults(application, columns, [...path, 'input', 'eventTime']));
    if (input.maxDelaySeconds !== undefined && input.eventTime === undefined) {
      const rule = `application "${application.name}" has maxDelaySeconds without eventTime, behind which events could be late`;
      const at = [...path, 'input', 'maxDelaySeconds'];
      faults.push(fault(at, input.maxDelaySeconds, rule, 'write eventTime, or remove maxDelaySeconds'));
    }
  }
  if (output === undefined) return faults;
  const columns = columnsOf(spec, application.name, output, [...path, 'output'], faults);
  const unknown = columns && (output.partitionBy ?? []).find((name) => !columns.some((column) => column.name === name));
  if (columns !== undefined && unknown !== undefined) {
    const rule = `output of application "${application.name}" has no column "${unknown}" to make the partition key from`;
    faults.push(fault([...path, 'output', 'partitionBy'], unknown, rule, `write some of: ${namesOf(columns)}`));
  }
  return faults;
}

function runtimeFaults({ name, runtime }: Application, path: Path): Fault[] {
  const known = applicationDescriptors.FlinkSql.runtimes.map((each) => each.runtime);
  if (known.some((each) => each === runtime)) return [];
  const rule = `application "${name}" has SQL, which does not run on ${runtime}`;
  return [fault([...path, 'runtime'], runtime, rule, `write one of: ${known.join(', ')}`)];
}

function groupFaults({ name, properties = [] }: Application, path: Path): Fault[] {
  return properties.flatMap((group, index) => {
    if (!OWN_GROUPS.includes(group.name)) return [];
    const rule = `property group "${group.name}" of application "${name}" tells what SQL runs`;
    return [fault([...path, 'properties', index, 'name'], group.name, rule, 'remove it, or call it otherwise')];
  });
}

/** undefined where another fault tells of them. */
function columnsOf(
  spec: DataPipelineSpec,
  application: string,
  { table: name, columns }: Shape,
  path: Path,
  faults: Fault[],
): Columns | undefined {
  if (columns !== undefined) {
    faults.push(...columnFaults(columns, [...path, 'columns']));
    return columns;
  }
  if (name === undefined) return undefined;
  const table = spec.tables?.find((each) => each.name === name);
  if (table !== undefined) return table.columns;
  const rule = `application "${application}" names table "${name}", which does not exist`;
  const known = (spec.tables ?? []).map((each) => each.name).join(', ') || 'none, for spec.tables is empty';
  faults.push(fault([...path, 'table'], name, rule, `write one of: ${known}`));
  return undefined;
}

function columnFaults(columns: Columns, path: Path): Fault[] {
  return columns.flatMap(({ name, type }, index) => {
    const at = [...path, index];
    const wrong = columnTypeFault(type);
    const rule = `type "${type}" of column "${name}" ${wrong}`;
    const faults =
      wrong === undefined ? [] : [fault([...at, 'type'], type, rule, 'write one like string or array<int>')];
    const isTwice = columns.findIndex((other) => other.name === name) < index;
    return isTwice ? [...faults, fault([...at, 'name'], name, `column "${name}" occurs twice`, 'remove one')] : faults;
  });
}

function eventTimeFaults({ name, input }: Application, columns: Columns | undefined, path: Path): Fault[] {
  if (input?.eventTime === undefined || columns === undefined) return [];
  const found = columns.find((column) => column.name === input.eventTime);
  if (found?.type === 'timestamp') return [];
  const times = namesOf(columns.filter(({ type }) => type === 'timestamp'));
  const rule = `eventTime "${input.eventTime}" of application "${name}" is ${found === undefined ? 'no column of its input' : `of type ${found.type}`}`;
  return [
    fault(path, input.eventTime, rule, times === '' ? 'give a column the type timestamp' : `write one of: ${times}`),
  ];
}

function namesOf(columns: Columns): string {
  return columns.map(({ name }) => name).join(', ');
}
