/** Amazon Data Firehose. */
import { FIREHOSE } from '../../../charts/kinds/firehose.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type Input, isObject, type KindBehaviour, lastSegment, type Requirement, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { refusesDelivery } from '../rules/firehose.ts';

const invalid = (message: string) => serviceError(400, 'InvalidArgumentException', message);

/** The role, and what Firehose looks at as that role before it makes the stream: its source, and the table it converts to. */
function requires({ desired, scope }: Input): readonly Requirement[] {
  const { extendedS3Configuration: s3, kinesisSourceConfiguration: source } = desired;
  if (!isObject(s3)) return [];
  const role = text(s3, 'roleArn');
  const required: Requirement[] = [
    {
      type: 'iam.Role',
      address: lastSegment(role),
      fault: invalid(`Firehose is unable to assume role ${role}. Please check the role provided.`),
    },
  ];
  const stream = isObject(source) ? lastSegment(text(source, 'kinesisStreamArn')) : '';
  if (stream !== '') {
    const missing = `Stream ${stream} under account ${scope.account} not found.`;
    required.push({
      type: 'kinesis.Stream',
      address: stream,
      fault: serviceError(400, 'ResourceNotFoundException', missing),
    });
  }
  const { dataFormatConversionConfiguration: conversion } = s3;
  const schema = isObject(conversion) ? conversion.schemaConfiguration : undefined;
  if (isObject(schema)) {
    const table = `${text(schema, 'databaseName')}/${text(schema, 'tableName')}`;
    const message = `Access was denied when calling Glue. Please ensure that the role ${role} can read table ${table}, and that it exists.`;
    required.push({ type: 'glue.CatalogTable', address: table, fault: invalid(message) });
  }
  return required;
}

const deliveryStream = fromRecording(FIREHOSE.DeliveryStream, {
  calls: { Update: 'UpdateDestination' },
  title: ({ desired }) => `Kinesis Firehose Delivery Stream (${text(desired, 'name')})`,
  address: (input) => arn(input, 'firehose', `deliverystream/${text(input.desired, 'name')}`),
  taken: ({ desired, scope }) =>
    serviceError(
      400,
      'ResourceInUseException',
      `Firehose ${text(desired, 'name')} under accountId ${scope.account} already exists`,
    ),
  unset: { kinesisSourceConfiguration: {} },
  requires,
  refuses: {
    create: ({ desired }) => refusesDelivery(desired),
    update: (_, { desired }) => refusesDelivery(desired),
  },
});

export const FIREHOSE_BEHAVIOURS: readonly KindBehaviour[] = [deliveryStream];
