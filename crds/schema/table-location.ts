/** Objects of somebody else as a table: where they lie, and what it takes to read them. Nothing of it is ever written. */
import { foreignKeyArn } from './code-fields.ts';
import { text } from './fields.ts';
import { matches, type Rule } from './rules.ts';

/** A bucket and a path as S3 takes them, without what a policy or a template would read as more than text. */
const LOCATION = "^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([A-Za-z0-9!_.*'()=+@:, -]+/)*$";

export const location = text({
  description:
    'Instead of zone and prefix: objects of a bucket that is not of this pipeline, read only. Its policy has to let the roles of this pipeline read, where it is of another account. The table stands in a database of its own, see status.externalDatabase.',
  example: 's3://partner-bucket/exports/',
  maxLength: 512,
  rules: [
    matches(
      LOCATION,
      'location "{self}" is not the place of objects in S3, ending in a slash; write it like s3://partner-bucket/exports/',
    ),
  ],
});

export const kmsKeyArn = foreignKeyArn(
  'With location: ARN of the KMS key that the objects are encrypted with. Readers may decrypt with it by their role; its policy has to let them, too.',
);

/** Rules of a table. */
export const locationRules: readonly Rule[] = [
  {
    cel: 'has(self.zone) != has(self.location)',
    message:
      "table \"{self.name}\" has {has(self.zone) ? 'both' : 'neither'} of zone and location; write zone with a name, or the location of somebody else's objects",
  },
  {
    cel: '!has(self.location) || !has(self.prefix)',
    message: 'table "{self.name}" has location and prefix; remove prefix, location says the whole place',
    fieldPath: '.prefix',
  },
  {
    cel: '!has(self.kmsKeyArn) || has(self.location)',
    message:
      'table "{self.name}" has kmsKeyArn, but its objects lie in a zone, which has the key of the pipeline; remove kmsKeyArn, or write location instead of zone',
    fieldPath: '.kmsKeyArn',
  },
];
