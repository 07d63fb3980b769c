/**
 * The bucket for code, there once something brings code into it. Its objects belong to whoever brings them (addCode): they
 * come and go with that.
 */
import { BucketLifecycleConfiguration, BucketVersioning, Object as S3Object } from '../../../imports/s3.ts';
import { afterAll, type Use } from '../../access/use.ts';
import type { Block } from '../../block.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { secureBucket } from '../secure-bucket.ts';
import type { CodeObjectModel } from './model.ts';
import { CODE_COMPONENT } from './uses.ts';

/** Content never changes under its key, so older versions are left-overs of objects that were deleted by hand. */
const NONCURRENT_DAYS = 30;

export function codeParts(model: PipelineModel, before: readonly Part[]): readonly Part[] {
  const isUsed = before.some(({ uses }) => uses.some(({ of }) => of === CODE_COMPONENT));
  if (!isUsed) return [];
  const { place, code, key } = model;
  return [
    {
      component: CODE_COMPONENT,
      stage: 'Foundation',
      uses: [],
      build(block) {
        const bucket = secureBucket(block, place, code, { objectLock: false, keyArn: key.arn, admit: [] });
        const part = { region: place.region, bucket: code.bucket };
        const versioning = block.managed(BucketVersioning, {
          name: code.object,
          after: [bucket],
          forProvider: { ...part, versioningConfiguration: { status: 'Enabled' } },
        });
        block.managed(BucketLifecycleConfiguration, {
          name: code.object,
          after: [versioning],
          forProvider: {
            ...part,
            rule: [
              {
                id: 'left-overs',
                status: 'Enabled',
                filter: [{ prefix: '' }],
                noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }],
                abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
              },
            ],
            transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
          },
        });
      },
    },
  ];
}

/** Returns the id of the object. `uses` hold the one of the bucket. */
export function addCode(
  block: Block,
  { place, code }: PipelineModel,
  { object, key, contentBase64, sha256 }: CodeObjectModel,
  uses: readonly Use[],
): string {
  return block.managed(S3Object, {
    name: object,
    after: afterAll(uses.filter(({ of }) => of === CODE_COMPONENT)),
    forProvider: {
      region: place.region,
      bucket: code.bucket,
      key,
      contentBase64,
      // The provider never reads content back: a new hash is what makes it upload again.
      sourceHash: sha256,
    },
  });
}
