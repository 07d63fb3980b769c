/**
 * One delivery: a Firehose stream with its role, and the log that says why records failed. Whatever a user may take away
 * again stands here in its off form: the provider writes into the spec what is left out and AWS has.
 */

import type { Partition } from '../../../crds/partitions.ts';
import { Stream as LogStream } from '../../../imports/cloudwatchlogs.ts';
import { DeliveryStream } from '../../../imports/firehose.ts';
import { firehoseTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { bucketArn, roleArn, streamArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { addLogGroup, logTo } from '../../foundation/logs/group.ts';
import { describeTable } from '../../foundation/tables/uses.ts';
import { writeZone } from '../../foundation/zones/uses.ts';
import { FIREHOSE } from '../../kinds/firehose.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { observed } from '../../observed.ts';
import type { Part } from '../../part.ts';
import { transformWith } from '../functions/uses.ts';
import { readStream } from '../streams/uses.ts';
import { deliveryAlarms } from './alarms.ts';
import { deliveryCost } from './cost.ts';
import type { DeliveryModel } from './model.ts';
import { processorsOf } from './processors.ts';
import { deliveryWidgets } from './widgets.ts';

/** Seconds for which a partition is tried that cannot be written: AWS's own default, said so that no one writes it in. */
const PARTITION_RETRY_SECONDS = 300;

export function deliveryParts(model: PipelineModel): readonly Part[] {
  return model.deliveries.map((delivery) => {
    const uses = usesOf(model, delivery);
    const { component, zone, prefix, errors } = delivery;
    return {
      component,
      stage: 'Streaming',
      classification: zone.classification,
      uses,
      facts: {
        deliveries: {
          name: delivery.name,
          deliveryName: delivery.delivery,
          deliveryArn: observed(FIREHOSE.DeliveryStream, delivery.object, 'arn'),
          location: `s3://${zone.bucket}/${prefix}`,
          errors: `s3://${zone.bucket}/${errors}`,
          logGroup: delivery.logs.group,
        },
      },
      cost: deliveryCost(model, delivery),
      alarms: deliveryAlarms(delivery),
      widgets: deliveryWidgets(delivery),
      build: (block) => build(block, model, delivery, uses),
    };
  });
}

function usesOf(model: PipelineModel, delivery: DeliveryModel): readonly Use[] {
  const { component, stream, table, zone, prefix, errors, transform, logs } = delivery;
  return [
    ...(stream === undefined ? [] : [readStream(component, model, stream)]),
    // Also of a table that needs no conversion: nothing lies there before the catalog knows it.
    ...(table === undefined ? [] : [describeTable(component, model, table)]),
    // Firehose's guide has it read back what it writes.
    writeZone(component, model, zone, prefix, { deletes: false, readsBack: true }),
    writeZone(component, model, zone, errors, { deletes: false, readsBack: true }),
    ...(transform === undefined ? [] : [transformWith(component, model, transform.called)]),
    ...logTo(model, logs),
  ];
}

function build(block: Block, model: PipelineModel, delivery: DeliveryModel, uses: readonly Use[]): void {
  const { place, key } = model;
  const { stream, role, logs } = delivery;
  const group = addLogGroup(block, model, logs);
  const log = block.managed(LogStream, {
    name: delivery.logStream,
    after: [group],
    forProvider: { region: place.region, logGroupName: logs.group, name: delivery.name },
  });
  const access = block.role(role, {
    description: `Delivery ${delivery.name} of ${titleOf(model)}`,
    trust: firehoseTrust(place),
    uses,
  });
  const arn = roleArn(place, role);
  block.managed(DeliveryStream, {
    name: delivery.object,
    after: [log, access, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      name: delivery.delivery,
      destination: 'extended_s3',
      ...(stream === undefined
        ? { serverSideEncryption: { enabled: true, keyType: 'CUSTOMER_MANAGED_CMK', keyArn: key.arn } }
        : { kinesisSourceConfiguration: { kinesisStreamArn: streamArn(place, stream.stream), roleArn: arn } }),
      extendedS3Configuration: {
        roleArn: arn,
        ...destination(model, delivery),
        ...conversion(model, delivery, arn),
        processingConfiguration: processing(model, delivery),
        cloudwatchLoggingOptions: { enabled: true, logGroupName: logs.group, logStreamName: delivery.name },
      },
    },
  });
}

function destination({ place, key }: PipelineModel, delivery: DeliveryModel) {
  const { zone, prefix, errors, partitions, byKeys, buffer, timeZone, format, compression } = delivery;
  return {
    bucketArn: bucketArn(place, zone.bucket),
    prefix: prefix + partitions.map((partition) => `${partition.name}=${expression(partition)}/`).join(''),
    errorOutputPrefix: `${errors}!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/`,
    customTimeZone: timeZone,
    bufferingSize: buffer.sizeMiB,
    bufferingInterval: buffer.seconds,
    // Columnar formats are compressed inside.
    compressionFormat: format === 'Json' ? compression : 'UNCOMPRESSED',
    kmsKeyArn: key.arn,
    ...(byKeys ? { dynamicPartitioningConfiguration: { enabled: true, retryDuration: PARTITION_RETRY_SECONDS } } : {}),
  };
}

function expression(partition: Partition): string {
  switch (partition.by) {
    case 'Time':
      return `!{timestamp:${partition.pattern}}`;
    case 'Query':
      return `!{partitionKeyFromQuery:${partition.name}}`;
    case 'Function':
      return `!{partitionKeyFromLambda:${partition.name}}`;
  }
}

function conversion({ place }: PipelineModel, { conversion: table, format, compression }: DeliveryModel, arn: string) {
  if (table === undefined) return {};
  return {
    dataFormatConversionConfiguration: {
      enabled: true,
      inputFormatConfiguration: { deserializer: { openXJsonSerDe: { caseInsensitive: true } } },
      outputFormatConfiguration: {
        serializer:
          format === 'Orc'
            ? { orcSerDe: { compression: compression === 'UNCOMPRESSED' ? 'NONE' : compression } }
            : { parquetSerDe: { compression } },
      },
      schemaConfiguration: {
        region: place.region,
        databaseName: table.database.name,
        tableName: table.name,
        roleArn: arn,
      },
    },
  };
}

function processing({ place }: PipelineModel, delivery: DeliveryModel) {
  const processors = processorsOf(place, delivery);
  return processors.length === 0 ? { enabled: false } : { enabled: true, processors };
}
