/**
 * What Firehose does with each record on its way, in this order: the function, the values of partition keys, the end of a
 * line. No parameter is spelled out with its default value: the provider leaves those out of what it reads, and would change
 * the delivery for ever.
 */
import type { Partition } from '../../../crds/partitions.ts';
import type { Place } from '../../arns.ts';
import { calledArn } from '../functions/uses.ts';
import type { DeliveryModel, Transform } from './model.ts';

export interface Processor {
  readonly type: 'Lambda' | 'MetadataExtraction' | 'AppendDelimiterToRecord';
  readonly parameters: { readonly parameterName: string; readonly parameterValue: string }[];
}

/** Of aws_kinesis_firehose_delivery_stream. */
const DEFAULTS: Readonly<Record<string, string>> = { BufferSizeInMBs: '1', BufferIntervalInSeconds: '60' };

export function processorsOf(
  place: Place,
  { transform, partitions, format }: Pick<DeliveryModel, 'transform' | 'partitions' | 'format'>,
): Processor[] {
  return [
    ...(transform === undefined ? [] : [lambda(place, transform)]),
    ...extraction(partitions),
    // A function ends its lines itself, as Firehose asks of it; a converter needs no lines.
    ...(transform === undefined && format === 'Json'
      ? [processor('AppendDelimiterToRecord', { Delimiter: '\\n' })]
      : []),
  ];
}

function lambda(place: Place, { called, batch }: Transform): Processor {
  return processor('Lambda', {
    LambdaArn: calledArn(place, called),
    ...(batch === undefined
      ? {}
      : { BufferSizeInMBs: String(batch.bufferSizeMiB), BufferIntervalInSeconds: String(batch.bufferSeconds) }),
  });
}

/** Names and queries are of few characters (crds/schema/deliveries.ts): none ends the object. */
function extraction(partitions: readonly Partition[]): readonly Processor[] {
  const queries = partitions.flatMap((partition) =>
    partition.by === 'Query' ? [`${partition.name}:(${partition.query})`] : [],
  );
  if (queries.length === 0) return [];
  return [
    processor('MetadataExtraction', {
      MetadataExtractionQuery: `{${queries.join(',')}}`,
      JsonParsingEngine: 'JQ-1.6',
    }),
  ];
}

function processor(type: Processor['type'], parameters: Readonly<Record<string, string>>): Processor {
  return {
    type,
    parameters: Object.entries(parameters)
      .filter(([name, value]) => DEFAULTS[name] !== value)
      .map(([parameterName, parameterValue]) => ({ parameterName, parameterValue })),
  };
}
