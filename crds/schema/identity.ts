import { celPartitionOf, PARTITION_NAMES } from '../aws-partitions.ts';
import { choice, map, object, optional, type Stored, text } from './fields.ts';
import { celString, immutable, inAnyCase, matches, type Rule } from './rules.ts';
import { section } from './section.ts';

/** Also what grants are written with. */
export const ACCOUNT_ID = '^[0-9]{12}$';
export const REGION =
  '^(us-gov|[a-z]{2}|eusc-[a-z]{2})-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]$';

const ANOTHER_PIPELINE = 'create another DataPipeline and delete this one when its data has moved';

const accountId = text({
  description:
    'The AWS account that the pipeline lives in: 12 digits, in quotes. Immutable. The controller stops writing when the provider turns out to work in another account.',
  example: '123456789012',
  maxLength: 64,
  rules: [
    matches(
      ACCOUNT_ID,
      'accountId "{self}" is not 12 digits; write the account id in quotes, leading zeros included, like "123456789012"',
    ),
    immutable('accountId', ANOTHER_PIPELINE),
  ],
});

const region = text({
  description: 'The AWS Region of everything in the pipeline, by its code. Immutable.',
  example: 'eu-central-1',
  maxLength: 64,
  rules: [
    matches(REGION, 'region "{self}" is not the code of an AWS Region; write the code, like us-east-1'),
    immutable('region', ANOTHER_PIPELINE),
  ],
});

const partition = choice(PARTITION_NAMES, {
  description:
    'The AWS partition, the second word of every ARN: aws-cn for Regions in China, aws-us-gov for GovCloud, aws-eusc for the European Sovereign Cloud, else aws. Immutable.',
  default: 'aws',
  rules: [immutable('partition', ANOTHER_PIPELINE)],
});

/** On the spec: region and partition name the same part of AWS. */
const partitionFitsRegion: Rule = {
  cel: `self.partition == (${celPartitionOf('self.region')})`,
  message: `partition {self.partition} does not hold region {self.region}; write partition: {${celPartitionOf('self.region')}}`,
  fieldPath: '.partition',
};

const providerConfigRef = object(
  {
    kind: choice(['ClusterProviderConfig', 'ProviderConfig'], {
      description: 'ClusterProviderConfig, or a ProviderConfig in the namespace of the pipeline.',
      default: 'ClusterProviderConfig',
    }),
    name: text({
      description: 'Name of the provider configuration: a Kubernetes name.',
      example: 'default',
      maxLength: 253,
      default: 'default',
      rules: [
        matches(
          '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
          'providerConfigRef.name "{self}" is not a Kubernetes name; write lower-case letters, digits, dashes and dots, like default',
        ),
      ],
    }),
  },
  {
    description:
      "The Crossplane provider configuration that holds the credentials for the account. The operator itself has none. A change moves all of the pipeline's managed resources to it.",
    default: {},
  },
);

export const ENVIRONMENTS = ['Development', 'Staging', 'Production'] as const;

export const environment = choice(ENVIRONMENTS, {
  description:
    'Picks the defaults of fields that are left out: mode of streams, lifecycle of the raw zone, deletion window of the key. Changing it changes those defaults.',
  default: 'Development',
});

export const CLASSIFICATIONS = ['Public', 'Internal', 'Confidential', 'Restricted'] as const;

const classification = choice(CLASSIFICATIONS, {
  description: 'How confidential the data is: a tag on every AWS object. Zones may raise it, never lower it.',
  default: 'Internal',
});

/** Of AWS, of Crossplane and of ours. In any case, for IAM does not tell `UID` from `uid`. */
const RESERVED_PREFIXES = ['aws:', 'crossplane-', 'datapipelines.dev/'] as const;
const RESERVED_KEY = `key.matches(${celString(`^(${RESERVED_PREFIXES.map(inAnyCase).join('|')})`)})`;

const tags = map(
  text({
    description: 'Value of the tag.',
    example: 'growth',
    maxLength: 256,
    pattern: '^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$',
    remedy: 'use letters, digits, spaces and _ . : / = + - @',
  }),
  {
    description:
      'Tags on every AWS object of the pipeline, at most 40, beside those that the operator sets (datapipelines.dev/…). Keys: up to 128 characters of letters, digits, spaces and _ . : / = + - @. No two may differ only by case.',
    example: { team: 'growth', 'cost-center': '4711' },
    maxProperties: 40,
    rules: [
      {
        cel: "self.all(key, size(key) <= 128 && key.matches('^[A-Za-z0-9 _.:/=+@-]+$'))",
        message:
          'tag key "{self.filter(key, size(key) > 128 || !key.matches(\'^[A-Za-z0-9 _.:/=+@-]+$\'))[0]}" is not 1 to 128 letters, digits, spaces and _ . : / = + - @; rename it',
      },
      {
        cel: `self.all(key, !${RESERVED_KEY})`,
        message: `tag key "{self.filter(key, ${RESERVED_KEY})[0]}" is reserved (${RESERVED_PREFIXES.join(', ')}, in any case); choose a key without that prefix`,
      },
    ],
  },
);

const naming = object(
  {
    bucketNamespace: choice(['AccountRegional', 'Global'], {
      description:
        'AccountRegional: bucket names end in -<account>-<region>-an, which no other account can take; needs provider-aws 2.6 or newer. Global: the classic namespace, shared with every AWS customer. Immutable, for buckets cannot be renamed.',
      default: 'AccountRegional',
      rules: [immutable('naming.bucketNamespace', ANOTHER_PIPELINE)],
    }),
  },
  { description: 'How names in AWS are formed.', default: {} },
);

export const identitySection = section({
  spec: {
    accountId,
    region,
    partition,
    providerConfigRef,
    environment,
    classification,
    tags: optional(tags),
    naming,
  },
  rules: [partitionFitsRegion],
});

export type Partition = Stored<typeof partition>;
export type ProviderConfigRef = Stored<typeof providerConfigRef>;
export type Environment = Stored<typeof environment>;
export type Classification = Stored<typeof classification>;
export type Naming = Stored<typeof naming>;
