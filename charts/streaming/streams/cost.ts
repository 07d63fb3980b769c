/** What a stream costs: shards or hours that it stands, and what flows through it. */
import { type CostItem, idle, MONTH_DAYS, MONTH_HOURS, usage } from '../../cost/item.ts';
import type { Usage } from '../../cost/usage.ts';
import type { PipelineModel } from '../../model.ts';
import type { StreamModel } from './model.ts';

/** Paid once for each begun PUT unit of a record. */
const PUT_UNIT_KIB = 25;
const FREE_HOURS = 24;
/** Beyond them retention is paid by what is kept, in both modes. */
const EXTENDED_HOURS = 168;
const KIB_PER_GIB = 1_048_576;

export function streamCost(model: PipelineModel, stream: StreamModel): readonly CostItem[] {
  const { gibPerDay } = model.usage;
  const keptDays = Math.max(0, stream.retentionHours - EXTENDED_HOURS) / 24;
  return [
    ...(stream.shards === undefined ? onDemand(model, stream) : provisioned(model.usage, stream, stream.shards)),
    ...(keptDays === 0 ? [] : [usage(`kept ${keptDays} days beyond a week`, 'kinesisLongTerm', gibPerDay * keptDays)]),
  ];
}

function provisioned({ gibPerDay, recordKiB }: Usage, stream: StreamModel, shards: number): readonly CostItem[] {
  const { consumers, retentionHours } = stream;
  const hours = shards * MONTH_HOURS;
  const gib = gibPerDay * MONTH_DAYS;
  const records = (gib * KIB_PER_GIB) / recordKiB;
  return [
    idle(`shards: ${shards}`, 'kinesisShard', hours),
    ...(retentionHours > FREE_HOURS
      ? [idle(`retention of ${retentionHours} hours`, 'kinesisExtendedShard', hours)]
      : []),
    usage('records put', 'kinesisPut', (records * Math.ceil(recordKiB / PUT_UNIT_KIB)) / 1_000_000),
    ...(consumers.length === 0
      ? []
      : [
          idle(`consumers: ${consumers.length}`, 'kinesisFanOutShard', hours * consumers.length),
          usage('read by consumers', 'kinesisFanOut', gib * consumers.length),
        ]),
  ];
}

function onDemand(model: PipelineModel, stream: StreamModel): readonly CostItem[] {
  const { gibPerDay } = model.usage;
  const { consumers, retentionHours } = stream;
  const gib = gibPerDay * MONTH_DAYS;
  const readers = [...model.deliveries.map((one) => one.stream), ...model.applications.map(({ from }) => from)].filter(
    (read) => read?.name === stream.name,
  ).length;
  const extendedDays = Math.max(0, Math.min(retentionHours, EXTENDED_HOURS) - FREE_HOURS) / 24;
  return [
    idle('on demand', 'kinesisOnDemandStream', MONTH_HOURS),
    usage('put', 'kinesisOnDemandIn', gib),
    ...(readers === 0 ? [] : [usage(`read by ${readers}`, 'kinesisOnDemandOut', gib * readers)]),
    ...(consumers.length === 0
      ? []
      : [usage(`read by consumers: ${consumers.length}`, 'kinesisOnDemandFanOut', gib * consumers.length)]),
    ...(extendedDays === 0
      ? []
      : [usage(`kept ${extendedDays} days more`, 'kinesisOnDemandExtended', gibPerDay * extendedDays)]),
  ];
}
