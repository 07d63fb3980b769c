import { choice, integer, object, optional, type Stored, sequence, text } from './fields.ts';
import { isLogRetention } from './log-retention.ts';
import { matches } from './rules.ts';
import { section } from './section.ts';
import { fromAws } from './status-fields.ts';

export const DEFAULT_CIDR = '10.1.0.0/16';

const retentionDays = integer({
  description:
    'Days that flow logs are kept, of those that CloudWatch Logs knows. When left out: 14 in Development, 30 in Staging, 90 in Production.',
  example: 30,
  minimum: 1,
  maximum: 3653,
  rules: [isLogRetention('retentionDays')],
});

const managed = object(
  {
    cidr: text({
      description:
        'Private IPv4 range of the VPC, /16 to /24. Each zone gets a quarter of it for private subnets; the last quarter is for the public subnets of NAT gateways. A change makes a second VPC, moves everything there, and deletes the first.',
      example: DEFAULT_CIDR,
      maxLength: 18,
      default: DEFAULT_CIDR,
      rules: [
        matches(
          '^[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}/(1[6-9]|2[0-4])$',
          `cidr "{self}" is not an IPv4 range of /16 to /24; write one like ${DEFAULT_CIDR}`,
        ),
      ],
    }),
    availabilityZones: optional(
      integer({
        description:
          'Count of Availability Zones that have a private subnet. When left out: 2, in Production 3; never more than the Region has.',
        example: 2,
        minimum: 2,
        maximum: 3,
      }),
    ),
    nat: choice(['None', 'Single', 'PerZone'], {
      description:
        'NAT gateways, the way out to the internet. None: there is no way out. Single: one for all zones, which fails with its zone. PerZone: one in each zone. Each is billed by the hour.',
      default: 'None',
    }),
    interfaceEndpoints: choice(['Auto', 'All', 'None'], {
      description:
        'Interface endpoints, the private ways to AWS services, each billed by hour and zone. Auto: for exactly the services that something in the network calls by what the pipeline says of it. All: for every service that a pipeline works with, for code of your own. None: no endpoint, calls go out by NAT. S3 has a gateway endpoint, free of charge, in any case.',
      default: 'Auto',
    }),
    flowLogs: optional(
      object(
        { retentionDays: optional(retentionDays) },
        {
          description:
            'Records who talked to whom in the VPC, accepted or rejected, in a log group. Billed by volume. When left out: nothing is recorded.',
        },
      ),
    ),
  },
  {
    description: 'A VPC that the pipeline makes: private subnets, nothing that can be reached from outside.',
    rules: [
      {
        cel: "self.nat != 'None' || self.interfaceEndpoints != 'None'",
        message:
          'interfaceEndpoints: None without NAT leaves no way to any AWS service but S3; write nat: Single, or interfaceEndpoints: Auto',
        fieldPath: '.interfaceEndpoints',
      },
    ],
  },
);

const existing = object(
  {
    subnetIds: sequence(
      text({
        description: 'Id of a subnet.',
        example: 'subnet-0123456789abcdef0',
        maxLength: 64,
        rules: [
          matches(
            '^subnet-([0-9a-f]{8}|[0-9a-f]{17})$',
            'subnetIds has "{self}", which is not the id of a subnet; write one like subnet-0123456789abcdef0',
          ),
        ],
      }),
      {
        description: 'Private subnets that compute stands in, at best in several zones.',
        example: ['subnet-0123456789abcdef0', 'subnet-0fedcba9876543210'],
        minItems: 1,
        maxItems: 16,
        rules: [unique('subnetIds')],
      },
    ),
    securityGroupIds: sequence(
      text({
        description: 'Id of a security group.',
        example: 'sg-0123456789abcdef0',
        maxLength: 64,
        rules: [
          matches(
            '^sg-([0-9a-f]{8}|[0-9a-f]{17})$',
            'securityGroupIds has "{self}", which is not the id of a security group; write one like sg-0123456789abcdef0',
          ),
        ],
      }),
      {
        description:
          'Security groups of compute. They decide what it reaches; nothing needs to reach it. With jobs on Glue one of them lets its own members in and out on every TCP port.',
        example: ['sg-0123456789abcdef0'],
        minItems: 1,
        maxItems: 5,
        rules: [unique('securityGroupIds')],
      },
    ),
  },
  {
    description:
      'A VPC that is there and that the pipeline does not own. It must lead to S3 and to every service that the compute calls.',
  },
);

const network = object(
  {
    none: optional(
      object({}, { description: 'No network: compute runs where AWS runs it, with a way to the internet.' }),
    ),
    managed: optional(managed),
    existing: optional(existing),
  },
  {
    description:
      'Where compute (functions, applications, jobs) stands. Exactly one of none, managed and existing. When left out: none in Development; else managed, if there is compute, with two Availability Zones in Staging and three in Production.',
    rules: [
      {
        cel: '[has(self.none), has(self.managed), has(self.existing)].filter(given, given).size() == 1',
        message:
          "network has {has(self.none) || has(self.managed) || has(self.existing) ? 'more than one' : 'none'} of none, managed and existing; write exactly one",
      },
    ],
  },
);

function unique(list: string) {
  return {
    cel: 'self.all(id, self.filter(other, other == id).size() == 1)',
    message: `${list} has an id twice; write each once`,
  };
}

export const networkSection = section({
  spec: { network: optional(network) },
  status: { vpcId: optional(fromAws('Id of the VPC that the pipeline made.', 'vpc-0123456789abcdef0')) },
});

export type Network = Stored<typeof network>;
export type ManagedNetwork = Stored<typeof managed>;
