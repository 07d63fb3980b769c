/** Fields that say where code of the user lies in S3. */
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
