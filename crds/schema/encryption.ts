import { integer, object, optional, type Stored, text } from './fields.ts';
import { matches, type Rule } from './rules.ts';
import { section } from './section.ts';
import { fromAws } from './status-fields.ts';

const encryption = object(
  {
    rotationDays: optional(
      integer({
        description:
          'Days between rotations of the key material. Old material stays usable for old data. 365 when left out. Only for the key that the pipeline makes.',
        example: 365,
        minimum: 90,
        maximum: 2560,
      }),
    ),
    deletionWindowDays: optional(
      integer({
        description:
          'Days between the deletion of the key and its end, in which it can still be rescued. When left out: 7, in Production 30. Only for the key that the pipeline makes.',
        example: 30,
        minimum: 7,
        maximum: 30,
      }),
    ),
    existingKeyArn: optional(
      text({
        description:
          'ARN of a KMS key in the same Region that encrypts instead of a key made for the pipeline. The pipeline never changes or deletes it; its key policy must let the services in. Data written before a change stays under the old key.',
        example: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        maxLength: 256,
        rules: [
          matches(
            '^arn:(aws|aws-cn|aws-us-gov):kms:[a-z0-9-]+:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$',
            'existingKeyArn "{self}" is not the ARN of a KMS key; write arn:<partition>:kms:<region>:<account>:key/<key id>, not an alias',
          ),
        ],
      }),
    ),
  },
  {
    description:
      'One customer-managed KMS key encrypts everything in the pipeline. Without existingKeyArn the pipeline makes it, rotates it and writes its policy.',
    rules: [
      {
        cel: '!has(self.existingKeyArn) || !(has(self.rotationDays) || has(self.deletionWindowDays))',
        message:
          'rotationDays and deletionWindowDays do not apply to existingKeyArn, a key that the pipeline does not own; remove them or existingKeyArn',
      },
    ],
  },
);

/** On the spec. S3 and Kinesis only take keys of their own Region. */
const existingKeyFitsRegion: Rule = {
  cel: "!has(self.encryption) || !has(self.encryption.existingKeyArn) || self.encryption.existingKeyArn.startsWith('arn:' + self.partition + ':kms:' + self.region + ':')",
  message:
    'existingKeyArn "{self.encryption.existingKeyArn}" is not a key in region {self.region}; write one that starts with arn:{self.partition}:kms:{self.region}:',
  fieldPath: '.encryption.existingKeyArn',
};

export const encryptionSection = section({
  spec: { encryption: optional(encryption) },
  rules: [existingKeyFitsRegion],
  status: {
    keyArn: optional(fromAws('ARN of the key that encrypts the pipeline.', 'arn:aws:kms:us-east-1:123456789012:key/…')),
  },
});

export type Encryption = Stored<typeof encryption>;
