/** Whole object, identity, naming, tags, encryption, operation. */
import type { BadSpec } from '../bad-specs.ts';

export const BAD_IDENTITY: readonly BadSpec[] = [
  {
    reason: 'accountId missing',
    spec: { accountId: undefined },
    path: 'spec.accountId',
    message: 'accountId is required; add it, like accountId: "123456789012"',
    by: 'structure',
  },
  {
    reason: 'accountId as number loses its zeros',
    spec: { accountId: 123456789012 },
    path: 'spec.accountId',
    message: 'must be text, not number 123456789012; put it in quotes: "123456789012"',
    by: 'structure',
  },
  {
    reason: 'accountId too short',
    spec: { accountId: '12345678901' },
    path: 'spec.accountId',
    message:
      'accountId "12345678901" is not 12 digits; write the account id in quotes, leading zeros included, like "123456789012"',
    by: 'rule',
  },
  {
    reason: 'accountId with a letter',
    spec: { accountId: '12345678901a' },
    path: 'spec.accountId',
    message:
      'accountId "12345678901a" is not 12 digits; write the account id in quotes, leading zeros included, like "123456789012"',
    by: 'rule',
  },
  {
    reason: 'region missing',
    spec: { region: undefined },
    path: 'spec.region',
    message: 'region is required; add it, like region: "eu-central-1"',
    by: 'structure',
  },
  {
    reason: 'region is a name',
    spec: { region: 'Frankfurt' },
    path: 'spec.region',
    message: 'region "Frankfurt" is not the code of an AWS Region; write the code, like us-east-1',
    by: 'rule',
  },
  {
    reason: 'region is a zone',
    spec: { region: 'eu-central-1a' },
    path: 'spec.region',
    message: 'region "eu-central-1a" is not the code of an AWS Region; write the code, like us-east-1',
    by: 'rule',
  },
  {
    reason: 'China without its partition',
    spec: { region: 'cn-north-1' },
    path: 'spec.partition',
    message: 'partition aws does not hold region cn-north-1; write partition: aws-cn',
    by: 'rule',
  },
  {
    reason: 'GovCloud partition outside of it',
    spec: { partition: 'aws-us-gov' },
    path: 'spec.partition',
    message: 'partition aws-us-gov does not hold region us-east-1; write partition: aws',
    by: 'rule',
  },
  {
    reason: 'unknown partition',
    spec: { partition: 'aws-iso' },
    path: 'spec.partition',
    message: '"aws-iso" is not a value of partition; write one of: aws, aws-cn, aws-us-gov',
    by: 'structure',
  },
  {
    reason: 'misspelt field',
    spec: { acountId: '1' },
    path: 'spec.acountId',
    message: 'there is no field acountId in spec; write accountId',
    by: 'structure',
  },
  {
    reason: 'field of a later version',
    spec: { workflows: [] },
    path: 'spec.workflows',
    message:
      'there is no field workflows in spec; use one of: accountId, region, partition, providerConfigRef, environment, classification, tags, naming, encryption, zones, tables, streams, crawlers, schedules, suspend, rollout, deletionPolicy',
    by: 'structure',
  },
  {
    reason: 'unknown environment',
    spec: { environment: 'production' },
    path: 'spec.environment',
    message: '"production" is not a value of environment; write Production',
    by: 'structure',
  },
  {
    reason: 'unknown classification',
    spec: { classification: 'Secret' },
    path: 'spec.classification',
    message: '"Secret" is not a value of classification; write one of: Public, Internal, Confidential, Restricted',
    by: 'structure',
  },
  {
    reason: 'provider config kind',
    spec: { providerConfigRef: { kind: 'ClusterProviderconfig' } },
    path: 'spec.providerConfigRef.kind',
    message: '"ClusterProviderconfig" is not a value of kind; write ClusterProviderConfig',
    by: 'structure',
  },
  {
    reason: 'provider config name',
    spec: { providerConfigRef: { name: 'Team A' } },
    path: 'spec.providerConfigRef.name',
    message:
      'providerConfigRef.name "Team A" is not a Kubernetes name; write lower-case letters, digits, dashes and dots, like default',
    by: 'rule',
  },
  {
    reason: 'tag value is a number',
    spec: { tags: { 'cost-center': 4711 } },
    path: 'spec.tags[cost-center]',
    message: 'must be text, not number 4711; put it in quotes: "4711"',
    by: 'structure',
  },
  {
    reason: 'reserved tag key aws:',
    spec: { tags: { 'AWS:owner': 'x' } },
    path: 'spec.tags',
    message:
      'tag key "AWS:owner" is reserved (aws:, crossplane-, datapipelines.dev/); choose a key without that prefix',
    by: 'rule',
  },
  {
    reason: 'reserved tag key crossplane-',
    spec: { tags: { 'crossplane-kind': 'x' } },
    path: 'spec.tags',
    message:
      'tag key "crossplane-kind" is reserved (aws:, crossplane-, datapipelines.dev/); choose a key without that prefix',
    by: 'rule',
  },
  {
    reason: 'reserved tag key of ours',
    spec: { tags: { 'datapipelines.dev/owner': 'x' } },
    path: 'spec.tags',
    message:
      'tag key "datapipelines.dev/owner" is reserved (aws:, crossplane-, datapipelines.dev/); choose a key without that prefix',
    by: 'rule',
  },
  {
    reason: 'tag key alphabet',
    spec: { tags: { 'owner?': 'x' } },
    path: 'spec.tags',
    message: 'tag key "owner?" is not 1 to 128 letters, digits, spaces and _ . : / = + - @; rename it',
    by: 'rule',
  },
  {
    reason: 'tag key too long',
    spec: { tags: { ['k'.repeat(129)]: 'x' } },
    path: 'spec.tags',
    message:
      'tag key "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk" is not 1 to 128 letters, digits, spaces and _ . : / = + - @; rename it',
    by: 'rule',
  },
  {
    reason: 'tag value alphabet',
    spec: { tags: { owner: 'a\u0007b' } },
    path: 'spec.tags.owner',
    message: 'has characters or a form that is not allowed; use letters, digits, spaces and _ . : / = + - @',
    by: 'structure',
  },
  {
    reason: 'token mark in a tag value',
    spec: { tags: { owner: '\uE000forged#status.atProvider.arn\uE001' } },
    path: 'spec.tags.owner',
    message: 'has characters or a form that is not allowed; use letters, digits, spaces and _ . : / = + - @',
    by: 'structure',
  },
  {
    reason: 'too many tags',
    spec: { tags: Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`k${i}`, 'v'])) },
    path: 'spec.tags',
    message: 'must have at most 40 entries; keep 40 entries at most',
    by: 'structure',
  },
  {
    reason: 'naming value',
    spec: { naming: { bucketNamespace: 'Regional' } },
    path: 'spec.naming.bucketNamespace',
    message: '"Regional" is not a value of bucketNamespace; write one of: AccountRegional, Global',
    by: 'structure',
  },
  {
    reason: 'rotation too often',
    spec: { encryption: { rotationDays: 30 } },
    path: 'spec.encryption.rotationDays',
    message: 'must be at least 90; write 90 or more',
    by: 'structure',
  },
  {
    reason: 'rotation too rare',
    spec: { encryption: { rotationDays: 3000 } },
    path: 'spec.encryption.rotationDays',
    message: 'must be at most 2560; write 2560 or less',
    by: 'structure',
  },
  {
    reason: 'deletion window',
    spec: { encryption: { deletionWindowDays: 5 } },
    path: 'spec.encryption.deletionWindowDays',
    message: 'must be at least 7; write 7 or more',
    by: 'structure',
  },
  {
    reason: 'own key settings for an existing key',
    spec: {
      encryption: {
        rotationDays: 365,
        existingKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      },
    },
    path: 'spec.encryption',
    message:
      'rotationDays and deletionWindowDays do not apply to existingKeyArn, a key that the pipeline does not own; remove them or existingKeyArn',
    by: 'rule',
  },
  {
    reason: 'key alias for key',
    spec: { encryption: { existingKeyArn: 'arn:aws:kms:us-east-1:123456789012:alias/lake' } },
    path: 'spec.encryption.existingKeyArn',
    message:
      'existingKeyArn "arn:aws:kms:us-east-1:123456789012:alias/lake" is not the ARN of a KMS key; write arn:<partition>:kms:<region>:<account>:key/<key id>, not an alias',
    by: 'rule',
  },
  {
    reason: 'key in another region',
    spec: {
      encryption: { existingKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
    },
    path: 'spec.encryption.existingKeyArn',
    message:
      'existingKeyArn "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" is not a key in region us-east-1; write one that starts with arn:aws:kms:us-east-1:',
    by: 'rule',
  },
  {
    reason: 'suspend value',
    spec: { suspend: 'Schedule' },
    path: 'spec.suspend',
    message: '"Schedule" is not a value of suspend; write Schedules',
    by: 'structure',
  },
  {
    reason: 'rollout stage',
    spec: { rollout: { through: 'monitoring' } },
    path: 'spec.rollout.through',
    message: '"monitoring" is not a value of through; write Monitoring',
    by: 'structure',
  },
  {
    reason: 'deletion policy',
    spec: { deletionPolicy: 'Orphan' },
    path: 'spec.deletionPolicy',
    message: '"Orphan" is not a value of deletionPolicy; write one of: Retain, Delete',
    by: 'structure',
  },
  { reason: 'spec missing', spec: undefined, path: 'spec', message: 'spec is required; add spec', by: 'structure' },
  {
    reason: 'unknown field of metadata',
    metadata: { label: { a: 'b' } },
    path: 'metadata.label',
    message: 'there is no field label in metadata; write labels',
    by: 'structure',
  },
  {
    reason: 'metadata.name too long',
    metadata: { name: 'n'.repeat(64) },
    path: 'metadata.name',
    message: 'must have at most 63 characters; keep 63 characters at most',
    by: 'structure',
  },
  {
    reason: 'metadata.name with a dot',
    metadata: { name: 'click.stream' },
    path: 'metadata.name',
    message:
      'metadata.name "click.stream" has a dot, but it becomes a label; write lower-case letters, digits and dashes, like clickstream',
    by: 'rule',
  },
  {
    reason: 'label is a number',
    metadata: { labels: { tier: 1 } },
    path: 'metadata.labels.tier',
    message: 'must be text, not number 1; put it in quotes: "1"',
    by: 'structure',
  },
];
