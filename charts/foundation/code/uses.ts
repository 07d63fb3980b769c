/** What it means to bring code into the pipeline's bucket for it. Who runs it reads it with rights of its own. */
import type { Use } from '../../access/use.ts';
import { idOf } from '../../kinds/kind.ts';
import { S3 } from '../../kinds/s3.ts';
import type { PipelineModel } from '../../model.ts';

export const CODE_COMPONENT = 'code';

/** Objects that come before the bucket encrypts and keeps versions would do without. */
export function bringCode(by: string, { code }: Pick<PipelineModel, 'code'>): Use {
  return {
    by,
    of: CODE_COMPONENT,
    after: [
      idOf(S3.BucketServerSideEncryptionConfiguration, code.object),
      idOf(S3.BucketVersioning, code.object),
      idOf(S3.BucketPublicAccessBlock, code.object),
    ],
    allow: [],
    calls: [],
  };
}
