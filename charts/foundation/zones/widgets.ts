/** What a dashboard shows of a zone: how it grows. S3 measures once a day, each storage class on its own. */
import type { StorageClass } from '../../../crds/schema/lifecycle.ts';
import { metricsOf } from '../../monitoring/metric.ts';
import type { Widget } from '../../monitoring/widget.ts';
import type { ZoneModel } from './model.ts';

const DAY = 86_400;

/** What S3 calls them in its metrics. Source: docs/aws-rules.md, CloudWatch. */
const STORAGE_TYPES: Readonly<Record<StorageClass | 'STANDARD', readonly string[]>> = {
  STANDARD: ['StandardStorage'],
  STANDARD_IA: ['StandardIAStorage'],
  INTELLIGENT_TIERING: ['IntelligentTieringFAStorage', 'IntelligentTieringIAStorage'],
  GLACIER_IR: ['GlacierInstantRetrievalStorage'],
  GLACIER: ['GlacierStorage'],
  DEEP_ARCHIVE: ['DeepArchiveStorage'],
};

export function zoneWidgets({ bucket, lifecycle }: ZoneModel): readonly Widget[] {
  const stored = (type: string) => metricsOf('AWS/S3', { BucketName: bucket, StorageType: type });
  const classes = ['STANDARD' as const, ...(lifecycle.transitions ?? []).map(({ storageClass }) => storageClass)];
  const types = classes.flatMap((each) => STORAGE_TYPES[each]);
  return [
    {
      title: 'Size',
      unit: 'bytes',
      periodSeconds: DAY,
      looksBack: 'P30D',
      lines: types.map((type) => ({
        metric: stored(type)('BucketSizeBytes', 'Average'),
        ...(types.length > 1 && { of: type.replace(/Storage$/, '') }),
      })),
    },
    {
      title: 'Objects',
      unit: 'objects',
      periodSeconds: DAY,
      looksBack: 'P30D',
      lines: [{ metric: stored('AllStorageTypes')('NumberOfObjects', 'Average') }],
    },
  ];
}
