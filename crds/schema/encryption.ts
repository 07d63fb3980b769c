import { ANY_PARTITION } from '../aws-partitions.ts';
import { flag, instant, integer, object, optional, type Stored, sequence, text } from './fields.ts';
import { matches, type Rule } from './rules.ts';
import { section } from './section.ts';
import { fromAws } from './status-fields.ts';

const MAX_FORMER_KEYS = 10;
const KEY_ARN = `^arn:${ANY_PARTITION}:kms:[a-z0-9-]+:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$`;

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
            KEY_ARN,
            'existingKeyArn "{self}" is not the ARN of a KMS key; write arn:<partition>:kms:<region>:<account>:key/<key id>, not an alias',
          ),
        ],
      }),
    ),
    formerKeyArns: optional(
      sequence(
        text({
          description: 'ARN of a KMS key.',
          example: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
          maxLength: 256,
          rules: [
            matches(
              KEY_ARN,
              'formerKeyArns "{self}" is not the ARN of a KMS key; write arn:<partition>:kms:<region>:<account>:key/<key id>, not an alias',
            ),
          ],
        }),
        {
          description:
            'ARNs of keys that encrypted data of this pipeline before: roles keep the right to decrypt with them, and nothing new is encrypted with them. Keys that the pipeline itself had are remembered in status and need not be named. Naming a key that the pipeline would otherwise insist on (an earlier pipeline of this name had it, or AWS does not have it any more) lets it make a new one.',
          example: ['arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
          maxItems: MAX_FORMER_KEYS,
        },
      ),
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

const identity = object(
  {
    object: text({
      description: 'The managed resource that stands for it.',
      example: 'kms.Key/clickstream',
      maxLength: 512,
    }),
    externalName: fromAws('The id that AWS gave it.', '1234abcd-12ab-34cd-56ef-1234567890ab'),
    arn: optional(
      fromAws('Its ARN in AWS.', 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
    ),
    since: instant({ description: 'When AWS made it, or the operator first saw it.' }),
    former: optional(flag({ description: 'It is not in use any more, but what it protects may still be there.' })),
  },
  { description: 'One AWS object that must not be made twice.' },
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
    identities: optional(
      sequence(identity, {
        description:
          'What AWS assigned and must not be made twice: given back when a managed resource is lost. Former ones stay.',
        maxItems: 32,
      }),
    ),
  },
});

export type Encryption = Stored<typeof encryption>;
