/** Fields that say where code and other objects lie in S3 that the user brings, and what opens them. */
import type Type from 'typebox';
import { PRINTABLE, text } from './fields.ts';
import { matches } from './rules.ts';

export function codeBucket(description: string): Type.TString {
  return text({
    description,
    example: 'my-code',
    maxLength: 63,
    rules: [
      matches(
        '^[a-z0-9][a-z0-9.-]*[a-z0-9]$',
        'bucket "{self}" is not a bucket name; write lower-case letters, digits, dashes and dots',
      ),
    ],
  });
}

export function codeKey(description: string, example: string): Type.TString {
  return text({
    description,
    example,
    maxLength: 1024,
    minLength: 1,
    pattern: PRINTABLE,
    remedy: 'write a key without control characters',
  });
}

export const codeVersion = text({
  description: 'Version id of the object. When left out: the newest at the time of a change.',
  example: '3HL4kqtJvjVBH40Nrjfkd',
  maxLength: 1024,
  minLength: 1,
  pattern: PRINTABLE,
  remedy: 'write the version id that S3 shows',
});

/** Of objects that are not the pipeline's. */
export function foreignKeyArn(description: string): Type.TString {
  return text({
    description,
    example: 'arn:aws:kms:us-east-1:123456789012:key/0d5b1c7e-0000-4000-8000-000000000000',
    maxLength: 256,
    rules: [
      matches(
        '^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$',
        'kmsKeyArn "{self}" is not the ARN of a KMS key; write one like arn:aws:kms:us-east-1:123456789012:key/…',
      ),
    ],
  });
}
