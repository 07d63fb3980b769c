/** What it means to bring code into the pipeline's bucket for it. Who runs it reads it with rights of its own. */
import type { Statement } from '../../access/document.ts';
import { useOfKey } from '../../access/key.ts';
import type { Use } from '../../access/use.ts';
import { bucketArn, literal, objectsArn, serviceHosts } from '../../arns.ts';
import { idOf } from '../../kinds/kind.ts';
import { S3 } from '../../kinds/s3.ts';
import type { PipelineModel } from '../../model.ts';
import { keyNamed } from '../encryption/uses.ts';
import type { CodeObjectModel } from './model.ts';

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

/**
 * Reads what was brought for it, the code of runs that began with an earlier one too: all below the folder that `key`, which
 * ends in a name made of the content, lies in.
 */
export function readOwnCode(by: string, model: CodeReading, object: Pick<CodeObjectModel, 'key'>): Use {
  const folder = object.key.slice(0, object.key.lastIndexOf('/') + 1);
  return readObjects(by, model, ['s3:GetObject'], [objectsArn(model.place, model.code.bucket, folder)]);
}

/** Reads one object with code in a bucket of the user's. Who writes the key into the spec answers for its policy. */
export function readGivenCode(
  by: string,
  { place }: Pick<PipelineModel, 'place'>,
  { bucket, key, kmsKeyArn }: { readonly bucket: string; readonly key: string; readonly kmsKeyArn?: string },
  actions: readonly string[],
): Use {
  const decrypt: Statement[] =
    kmsKeyArn === undefined
      ? []
      : [
          {
            sid: 'DecryptCode',
            actions: ['kms:Decrypt'],
            resources: [kmsKeyArn],
            conditions: { StringEquals: { 'kms:ViaService': serviceHosts(place, 's3') } },
          },
        ];
  return {
    by,
    of: by,
    after: [],
    allow: [
      {
        sid: 'ReadCode',
        actions,
        resources: [`${bucketArn(place, bucket)}/${literal(key)}`],
      },
      ...decrypt,
    ],
    calls: ['s3'],
  };
}

/** Reads the object of this key, of which managed Flink asks for a version too. */
export function readCode(by: string, model: CodeReading, key: string, actions: readonly string[]): Use {
  return readObjects(by, model, actions, [`${bucketArn(model.place, model.code.bucket)}/${literal(key)}`]);
}

type CodeReading = Pick<PipelineModel, 'place' | 'code' | 'key'>;

function readObjects(
  by: string,
  { place, key }: CodeReading,
  actions: readonly string[],
  resources: readonly string[],
): Use {
  return {
    by,
    of: CODE_COMPONENT,
    after: keyNamed(key),
    allow: [
      { sid: 'ReadCode', actions, resources },
      useOfKey(place, key.identity, { sid: 'DecryptCode', service: 's3', actions: ['kms:Decrypt'] }),
    ],
    calls: ['s3'],
  };
}

/** Writes objects below `prefix` and looks whether they are there, which takes listing: without it a missing one is forbidden. */
export function writeCodeOnce(by: string, { place, code, key }: PipelineModel, prefix: string): Use {
  return {
    by,
    of: CODE_COMPONENT,
    after: keyNamed(key),
    allow: [
      {
        sid: 'FindCode',
        actions: ['s3:ListBucket'],
        resources: [bucketArn(place, code.bucket)],
        conditions: { StringLike: { 's3:prefix': `${literal(prefix)}*` } },
      },
      {
        sid: 'WriteCode',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [objectsArn(place, code.bucket, prefix)],
      },
      useOfKey(place, key.identity, {
        sid: 'EncryptCode',
        service: 's3',
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      }),
    ],
    calls: ['s3'],
  };
}
