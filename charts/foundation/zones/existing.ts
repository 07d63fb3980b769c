/**
 * A zone in a bucket that was there before. The bucket is only looked at, so nothing can tag or delete it; of its
 * configurations only those that the spec speaks of are rendered, each to be looked at before it replaces what is there.
 */
import { Bucket } from '../../../imports/s3.ts';
import type { Block } from '../../block.ts';
import type { PipelineModel } from '../../model.ts';
import type { Foreign } from '../../rendered.ts';
import type { ZoneModel } from './model.ts';

/** Returns the id of the bucket: it is ready once its owner has let the pipeline in. */
export function existingBucket(block: Block, { place }: PipelineModel, zone: ZoneModel): string {
  return block.managed(Bucket, {
    name: zone.object,
    awsName: zone.bucket,
    forProvider: { region: place.region },
    foreign: { externalName: zone.bucket },
  });
}

/** For a configuration of the zone's bucket, which the spec calls `says`. */
export function replacing({ existing, bucket }: ZoneModel, says: string): { readonly foreign?: Foreign } {
  return existing ? { foreign: { externalName: bucket, says } } : {};
}
