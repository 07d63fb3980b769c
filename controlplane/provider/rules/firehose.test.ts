import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { refusesDelivery } from './firehose.ts';

const PREFIX = 'a/!{timestamp:yyyy}/';
const KEYS = 'a/!{partitionKeyFromQuery:k}/';
const ERRORS = 'errors/!{firehose:error-output-type}/';

const said = (s3: JsonObject, more: JsonObject = {}) => {
  const extendedS3Configuration = {
    bufferingSize: 64,
    compressionFormat: 'UNCOMPRESSED',
    prefix: PREFIX,
    errorOutputPrefix: ERRORS,
    ...s3,
  };
  return refusesDelivery({ extendedS3Configuration, ...more })?.error ?? '';
};
const conversion = { dataFormatConversionConfiguration: { schemaConfiguration: {} } };
const partitioned = { prefix: KEYS, dynamicPartitioningConfiguration: { enabled: true } };

describe('Firehose', () => {
  test.each<[string, string]>([
    ['records as they come', said({ bufferingSize: 1, compressionFormat: 'GZIP' })],
    ['conversion from 64 MiB on', said(conversion)],
    [
      'conversion that is turned off',
      said({ dataFormatConversionConfiguration: { enabled: false }, bufferingSize: 1 }),
    ],
    ['partitions by keys', said({ ...partitioned, compressionFormat: 'GZIP' })],
    ['encryption of direct puts', said({}, { serverSideEncryption: { enabled: true } })],
  ])('takes %s', (_, message) => {
    expect(message).toBe('');
  });

  test.each<[string, string, RegExp]>([
    ['a delivery to nowhere', refusesDelivery({})?.error ?? '', /one destination/],
    ['conversion of small objects', said({ ...conversion, bufferingSize: 63 }), /at least 64 .* format conversion/],
    ['compression around a columnar format', said({ ...conversion, compressionFormat: 'GZIP' }), /UNCOMPRESSED/],
    ['partitions by keys of small objects', said({ ...partitioned, bufferingSize: 63 }), /at least 64 .* Dynamic/],
    ['partitions by keys without keys', said({ ...partitioned, prefix: PREFIX }), /must contain partition keys/],
    ['keys without partitioning', said({ prefix: KEYS }), /must be enabled/],
    ['expressions without a place for errors', said({ errorOutputPrefix: '' }), /error-output-type/],
    ['keys in the place for errors', said({ errorOutputPrefix: `${ERRORS}${KEYS}` }), /cannot contain partition keys/],
    [
      'encryption of what comes from a stream',
      said({}, { serverSideEncryption: { enabled: true }, kinesisSourceConfiguration: { kinesisStreamArn: 'arn:x' } }),
      /only supported for Direct PUT/,
    ],
  ])('refuses %s', (_, message, expected) => {
    expect(message).toMatch(expected);
  });
});
