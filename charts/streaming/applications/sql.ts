/** What FlinkSql is told: the user's statements as they are, and the streams as tables. */
import type { Application } from '../../../crds/datapipeline.ts';
import { flinkSqlProperties, type PropertyGroup } from '../../../dataplane/flink/application.ts';
import { eventCounts, packer } from '../../../dataplane/index.ts';
import { type Place, streamArn } from '../../arns.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import { ModelError } from '../../model-error.ts';
import { named } from '../../reference.ts';
import type { StreamModel } from '../streams/model.ts';

interface Around {
  readonly place: Place;
  readonly from: StreamModel;
  readonly to: StreamModel | undefined;
  readonly tables: readonly TableModel[];
}

type Column = { readonly name: string; readonly type: string };
type Shape = { readonly table?: string; readonly columns?: readonly Column[] };

/** Of events as EventCounts takes them. */
const EVENT_COLUMNS: readonly Column[] = [
  { name: 'event_time', type: 'timestamp' },
  { name: 'event_type', type: 'string' },
];

export function sqlProperties(one: Application, { place, from, to, tables }: Around, component: string) {
  if (to === undefined) throw new ModelError(component, 'has SQL and no stream to write; write to: NAME');
  const { code, input, output } = one;
  const columnsOf = (shape: Shape | undefined): readonly Column[] =>
    shape?.columns ?? named(tables, shape?.table ?? '', component, 'table').columns;
  const isBuiltIn = code.builtIn !== undefined;
  const eventTime = isBuiltIn ? 'event_time' : input?.eventTime;
  const delay = input?.maxDelaySeconds;
  const groups: readonly PropertyGroup[] = flinkSqlProperties({
    sql: isBuiltIn ? eventCounts.sql({ from: from.name, to: to.name }) : (code.sql ?? ''),
    tables: [
      {
        name: from.name,
        role: 'source',
        stream: streamArn(place, from.stream),
        region: place.region,
        columns: isBuiltIn ? EVENT_COLUMNS : columnsOf(input),
        ...(eventTime === undefined
          ? {}
          : { eventTime: { column: eventTime, ...(delay === undefined ? {} : { maxDelaySeconds: delay }) } }),
        ...(input?.startAt === undefined ? {} : { startAt: input.startAt }),
      },
      {
        name: to.name,
        role: 'sink',
        stream: streamArn(place, to.stream),
        region: place.region,
        columns: isBuiltIn ? eventCounts.columns : columnsOf(output),
        ...(output?.partitionBy === undefined ? {} : { partitionBy: output.partitionBy }),
      },
    ],
    jarfile: packer.connectorPath,
  });
  return groups;
}
