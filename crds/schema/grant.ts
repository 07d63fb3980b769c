/** DataPipelineGrant: who may use which credentials, accounts and Regions. Read by the operator, written by administrators. */
import { API_VERSION, DATA_PIPELINE_GRANT } from '../identifiers.ts';
import { choice, integer, map, named, object, optional, sequence, text } from './fields.ts';
import { ACCOUNT_ID, REGION } from './identity.ts';
import { DNS_LABEL, matches } from './rules.ts';

const namespaces = object(
  {
    names: optional(
      sequence(
        text({
          description: 'Name of a namespace.',
          example: 'analytics',
          maxLength: 63,
          rules: [
            matches(
              DNS_LABEL,
              'namespace "{self}" is not the name of a namespace; write lower-case letters, digits and dashes, like analytics',
            ),
          ],
        }),
        {
          description: 'Namespaces by name, whether they exist yet or not.',
          example: ['analytics', 'analytics-dev'],
          minItems: 1,
          maxItems: 500,
        },
      ),
    ),
    selector: optional(
      object(
        {
          matchLabels: optional(
            map(text({ description: 'Value of the label.', example: 'growth', maxLength: 63 }), {
              description: 'Labels that a namespace must carry, all of them.',
              example: { team: 'growth' },
              maxProperties: 20,
            }),
          ),
        },
        {
          description:
            'Namespaces by label; an empty selector means every namespace. Whoever may label namespaces decides with it.',
        },
      ),
    ),
  },
  {
    description: 'Whose pipelines the grant is for: namespaces that are named or selected.',
    rules: [
      {
        cel: 'has(self.names) || has(self.selector)',
        message: 'namespaces says no namespace; write names or a selector (an empty one means every namespace)',
      },
    ],
  },
);

const providerConfigs = named(
  object(
    {
      kind: choice(['ClusterProviderConfig'], {
        description:
          'A ProviderConfig belongs to the namespace that it lies in, so pipelines there need no grant for it, only for the account.',
        default: 'ClusterProviderConfig',
      }),
      name: text({
        description: 'Name of the ClusterProviderConfig.',
        example: 'analytics',
        maxLength: 253,
        rules: [
          matches(
            '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
            'name "{self}" is not a Kubernetes name; write lower-case letters, digits, dashes and dots, like analytics',
          ),
        ],
      }),
    },
    { description: 'One provider configuration.' },
  ),
  {
    description:
      'Credentials that the pipelines may name in spec.providerConfigRef. When left out: none of the cluster.',
    example: [{ kind: 'ClusterProviderConfig', name: 'analytics' }],
    maxItems: 100,
  },
);

const accounts = sequence(
  text({
    description: 'Number of an AWS account, in quotes.',
    example: '123456789012',
    maxLength: 64,
    rules: [
      matches(
        ACCOUNT_ID,
        'account "{self}" is not 12 digits; write the account id in quotes, leading zeros included, like "123456789012"',
      ),
    ],
  }),
  {
    description: 'AWS accounts that the pipelines may name in spec.accountId. When left out: none.',
    example: ['123456789012'],
    maxItems: 500,
  },
);

const regions = sequence(
  text({
    description: 'Code of an AWS Region.',
    example: 'eu-central-1',
    maxLength: 64,
    rules: [matches(REGION, 'region "{self}" is not the code of an AWS Region; write the code, like us-east-1')],
  }),
  {
    description: 'AWS Regions that the pipelines may name in spec.region. When left out: none.',
    example: ['us-east-1', 'eu-central-1'],
    maxItems: 50,
  },
);

const limits = object(
  {
    complianceLockDays: optional(
      integer({
        description:
          'Longest retention of an object lock in mode COMPLIANCE, which nobody can undo. The highest of all grants counts. When no grant has it: no such lock may be made.',
        example: 400,
        minimum: 1,
        maximum: 36500,
      }),
    ),
    shards: optional(
      integer({
        description:
          'Most shards of one pipeline: the sum over its streams with a number of shards. Streams that scale by themselves are not counted. The highest of all grants counts. When no grant has it: no limit.',
        example: 50,
        minimum: 0,
        maximum: 10000,
      }),
    ),
  },
  { description: 'How far one pipeline may go.' },
);

export const grantSpec = object(
  {
    namespaces,
    providerConfigs: optional(providerConfigs),
    accounts: optional(accounts),
    regions: optional(regions),
    limits: optional(limits),
  },
  { description: 'What is granted, and to whom.' },
);

export const grantRoot = object(
  {
    apiVersion: choice([API_VERSION], { description: 'Version of this schema.' }),
    kind: choice([DATA_PIPELINE_GRANT.kind], { description: 'The kind.' }),
    metadata: object(
      {
        name: text({
          description: 'Name of the grant, for people: any Kubernetes name.',
          example: 'analytics',
          maxLength: 253,
        }),
      },
      { description: 'Standard metadata.' },
    ),
    spec: grantSpec,
  },
  {
    description:
      'Lets pipelines of some namespaces use credentials, accounts and Regions. Grants add up. Without any grant in the cluster every pipeline may use everything; once there is one, what is not granted is refused.',
  },
);
