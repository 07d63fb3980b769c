/** Where the pipeline lives and what everything in it is called and tagged. */
import type { Cases } from './cases.ts';

export const identityCases: Cases = {
  good: [
    { reason: 'China with its partition', spec: { region: 'cn-northwest-1', partition: 'aws-cn' } },
    {
      reason: 'European Sovereign Cloud with its partition',
      spec: { region: 'eusc-de-east-1', partition: 'aws-eusc' },
    },
    { reason: 'GovCloud with its partition', spec: { region: 'us-gov-west-1', partition: 'aws-us-gov' } },
    { reason: 'a Region of two-letter area and long direction', spec: { region: 'ap-southeast-5' } },
    {
      reason: 'a provider configuration of the namespace',
      spec: { providerConfigRef: { kind: 'ProviderConfig', name: 'team-a' } },
    },
    {
      reason: 'forty tags, with all that AWS allows',
      spec: {
        tags: Object.fromEntries([
          ['Kosten stelle_.:/=+-@', 'Größe 4711, nein: _.:/=+-@'.replace(',', '')],
          ...Array.from({ length: 39 }, (_, index) => [`k${index}`, '']),
        ]),
      },
    },
  ],
  bad: [
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
      reason: 'European Sovereign Cloud without its partition',
      spec: { region: 'eusc-de-east-1' },
      path: 'spec.partition',
      message: 'partition aws does not hold region eusc-de-east-1; write partition: aws-eusc',
      by: 'rule',
    },
    {
      reason: 'European Sovereign Cloud partition for a Region in Europe',
      spec: { region: 'eu-central-1', partition: 'aws-eusc' },
      path: 'spec.partition',
      message: 'partition aws-eusc does not hold region eu-central-1; write partition: aws',
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
      message: '"aws-iso" is not a value of partition; write one of: aws, aws-cn, aws-us-gov, aws-eusc',
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
        'tag key "AWS:owner" is reserved (aws:, crossplane-, datapipelines.dev/, in any case); choose a key without that prefix',
      by: 'rule',
    },
    {
      reason: 'reserved tag key crossplane-',
      spec: { tags: { 'crossplane-kind': 'x' } },
      path: 'spec.tags',
      message:
        'tag key "crossplane-kind" is reserved (aws:, crossplane-, datapipelines.dev/, in any case); choose a key without that prefix',
      by: 'rule',
    },
    {
      reason: 'reserved tag key of ours',
      spec: { tags: { 'datapipelines.dev/owner': 'x' } },
      path: 'spec.tags',
      message:
        'tag key "datapipelines.dev/owner" is reserved (aws:, crossplane-, datapipelines.dev/, in any case); choose a key without that prefix',
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
      reason: 'tag key of two lines, which no message can quote',
      spec: { tags: { 'own\ner': 'x' } },
      path: 'spec.tags',
      message: 'tag key "…" is not 1 to 128 letters, digits, spaces and _ . : / = + - @; rename it',
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
      reason: 'accountId changed',
      before: { accountId: '210987654321' },
      path: 'spec.accountId',
      message: 'accountId cannot be changed; create another DataPipeline and delete this one when its data has moved',
      by: 'rule',
    },
    {
      reason: 'region changed',
      before: { region: 'us-west-2' },
      path: 'spec.region',
      message: 'region cannot be changed; create another DataPipeline and delete this one when its data has moved',
      by: 'rule',
    },
    {
      reason: 'partition changed',
      spec: { region: 'cn-north-1', partition: 'aws-cn' },
      before: {},
      path: 'spec.partition',
      message: 'partition cannot be changed; create another DataPipeline and delete this one when its data has moved',
      by: 'rule',
    },
    {
      reason: 'bucket namespace changed',
      spec: { naming: { bucketNamespace: 'Global' } },
      before: {},
      path: 'spec.naming.bucketNamespace',
      message:
        'naming.bucketNamespace cannot be changed; create another DataPipeline and delete this one when its data has moved',
      by: 'rule',
    },
    {
      reason: 'tag keys that differ only by case, which IAM takes for one',
      spec: { tags: { CostCenter: '4711', costcenter: '4711', Owner: 'ana' } },
      path: 'spec.tags.costcenter',
      message:
        'tag keys "CostCenter" and "costcenter" differ only by case, which makes them one key to IAM; keep one of them, or rename one',
      by: 'check',
    },
    {
      reason: 'reserved tag key crossplane- in another case',
      spec: { tags: { 'Crossplane-Kind': 'x' } },
      path: 'spec.tags',
      message:
        'tag key "Crossplane-Kind" is reserved (aws:, crossplane-, datapipelines.dev/, in any case); choose a key without that prefix',
      by: 'rule',
    },
    {
      reason: 'reserved tag key of ours in another case',
      spec: { tags: { 'DataPipelines.dev/UID': 'x' } },
      path: 'spec.tags',
      message:
        'tag key "DataPipelines.dev/UID" is reserved (aws:, crossplane-, datapipelines.dev/, in any case); choose a key without that prefix',
      by: 'rule',
    },
  ],
};
