/** What Firehose refuses of a delivery stream that writes to S3. */
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { isObject, text } from '../behaviour.ts';

const LEAST_GATHERED_MIB = 64;

const invalid = (message: string) => serviceError(400, 'InvalidArgumentException', message);

export function refusesDelivery(desired: JsonObject): AwsFault | undefined {
  const { extendedS3Configuration: s3, kinesisSourceConfiguration, serverSideEncryption } = desired;
  if (!isObject(s3)) return invalid('Exactly one destination configuration is supported for a Firehose');
  const size = typeof s3.bufferingSize === 'number' ? s3.bufferingSize : 0;
  const encrypts = isObject(serverSideEncryption) && serverSideEncryption.enabled === true;
  if (isObject(kinesisSourceConfiguration) && text(kinesisSourceConfiguration, 'kinesisStreamArn') !== '' && encrypts) {
    return invalid('Delivery stream encryption configuration is only supported for Direct PUT delivery streams');
  }
  if (isEnabled(s3.dataFormatConversionConfiguration)) {
    if (size < LEAST_GATHERED_MIB)
      return invalid('BufferingHints.SizeInMBs must be at least 64 when data format conversion is enabled.');
    if (s3.compressionFormat !== 'UNCOMPRESSED')
      return invalid('CompressionFormat must be UNCOMPRESSED when data format conversion is enabled.');
  }
  return refusesPartitioning(s3, size);
}

function refusesPartitioning(s3: JsonObject, size: number): AwsFault | undefined {
  const [prefix, errors] = [text(s3, 'prefix'), text(s3, 'errorOutputPrefix')];
  const byKeys = /!\{partitionKeyFrom(?:Query|Lambda):/.test(prefix);
  if (/!\{partitionKeyFrom/.test(errors)) return invalid('ErrorOutputPrefix cannot contain partition keys.');
  if (prefix.includes('!{') && !errors.includes('!{firehose:error-output-type}')) {
    return invalid(
      'ErrorOutputPrefix with !{firehose:error-output-type} is required when Prefix contains expressions.',
    );
  }
  if (!isEnabled(s3.dynamicPartitioningConfiguration)) {
    return byKeys ? invalid('Dynamic partitioning must be enabled for a Prefix with partition keys.') : undefined;
  }
  if (!byKeys) return invalid('Prefix must contain partition keys when Dynamic Partitioning is enabled.');
  return size < LEAST_GATHERED_MIB
    ? invalid('BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled.')
    : undefined;
}

/** The provider's default for a block that is given is true. */
function isEnabled(block: unknown): boolean {
  return isObject(block) && Object.keys(block).length > 0 && block.enabled !== false;
}
