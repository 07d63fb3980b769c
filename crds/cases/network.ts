/** The network. */
import type { BadSpec, Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const managed = (fields: Fields = {}): Fields => ({ network: { managed: fields } });
const existing = (fields: Fields = {}): Fields => ({
  network: {
    existing: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'], ...fields },
  },
});
const functions = [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }];

const badCidr = (reason: string, cidr: string, message: string, by: BadSpec['by']): BadSpec => ({
  reason,
  spec: managed({ cidr }),
  path: 'spec.network.managed.cidr',
  message,
  by,
});
const FORM = (cidr: string) => `cidr "${cidr}" is not an IPv4 range of /16 to /24; write one like 10.1.0.0/16`;

export const networkCases: Cases = {
  good: [
    { reason: 'no network', spec: { network: { none: {} }, functions } },
    { reason: 'a network of ours, in the usual way', spec: managed() },
    {
      reason: 'a network of ours with all that can be said',
      spec: managed({
        cidr: '192.168.64.0/24',
        availabilityZones: 3,
        nat: 'PerZone',
        interfaceEndpoints: 'None',
        flowLogs: { retentionDays: 30 },
      }),
    },
    {
      reason: 'two zones where a Region has no more',
      spec: { region: 'us-west-1', ...managed({ availabilityZones: 2 }) },
    },
    {
      reason: 'all endpoints, and flow logs as long as usual',
      spec: managed({ interfaceEndpoints: 'All', flowLogs: {} }),
    },
    { reason: 'a network that is there', spec: existing() },
    {
      reason: 'no network in a Region whose zones nobody knows',
      spec: { region: 'il-central-1', network: { none: {} } },
    },
    {
      reason: 'no compute, so no network, in such a Region',
      spec: { region: 'il-central-1', environment: 'Production' },
    },
  ],
  bad: [
    {
      reason: 'network is empty',
      spec: { network: {} },
      path: 'spec.network',
      message: 'network has none of none, managed and existing; write exactly one',
      by: 'rule',
    },
    {
      reason: 'network is said twice',
      spec: { network: { none: {}, managed: {} } },
      path: 'spec.network',
      message: 'network has more than one of none, managed and existing; write exactly one',
      by: 'rule',
    },
    {
      reason: 'a word for a network',
      spec: { network: 'None' },
      path: 'spec.network',
      message: 'must be an object, not text; write an object',
      by: 'structure',
    },
    {
      reason: 'something said of no network',
      spec: { network: { none: { cidr: '10.1.0.0/16' } } },
      path: 'spec.network.none.cidr',
      message: 'there is no field cidr in spec.network.none; remove it',
      by: 'structure',
    },
    badCidr('a range without prefix', '10.1.0.0', FORM('10.1.0.0'), 'rule'),
    badCidr('a range too large', '10.0.0.0/15', FORM('10.0.0.0/15'), 'rule'),
    badCidr('a range too small', '10.1.0.0/25', FORM('10.1.0.0/25'), 'rule'),
    badCidr('a range of IPv6', 'fd00::/56', FORM('fd00::/56'), 'rule'),
    badCidr('a range of letters', '10.one.0.0/16', FORM('10.one.0.0/16'), 'rule'),
    badCidr(
      'a number that is no octet',
      '10.256.0.0/16',
      'cidr "10.256.0.0/16" has a number above 255; write one like 10.1.0.0/16',
      'check',
    ),
    badCidr(
      'a range that begins in its middle',
      '10.1.128.0/16',
      'cidr "10.1.128.0/16" does not begin at the first address of its range; write 10.1.0.0/16',
      'check',
    ),
    badCidr(
      'a range by a host in it',
      '10.1.7.5/24',
      'cidr "10.1.7.5/24" does not begin at the first address of its range; write 10.1.7.0/24',
      'check',
    ),
    ...['8.8.0.0/16', '172.32.0.0/16', '169.254.0.0/16', '127.0.0.0/16'].map((cidr) =>
      badCidr(
        `a range that is not private: ${cidr}`,
        cidr,
        `cidr "${cidr}" lies in none of the private ranges; write a part of one of: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10`,
        'check',
      ),
    ),
    {
      reason: 'one zone',
      spec: managed({ availabilityZones: 1 }),
      path: 'spec.network.managed.availabilityZones',
      message: 'must be at least 2; write 2 or more',
      by: 'structure',
    },
    {
      reason: 'four zones',
      spec: managed({ availabilityZones: 4 }),
      path: 'spec.network.managed.availabilityZones',
      message: 'must be at most 3; write 3 or less',
      by: 'structure',
    },
    {
      reason: 'more zones than the Region has',
      spec: { region: 'us-west-1', ...managed({ availabilityZones: 3 }) },
      path: 'spec.network.managed.availabilityZones',
      message: 'availabilityZones is 3, and region us-west-1 has 2 for every account; write 2 or less',
      by: 'check',
    },
    {
      reason: 'a network of ours where nobody knows the zones',
      spec: { region: 'il-central-1', ...managed() },
      path: 'spec.network.managed',
      message:
        'of region il-central-1 no Availability Zones are known that a VPC could be spread over; write network.existing with subnets of your own, or network.none',
      by: 'check',
    },
    {
      reason: 'the usual network where nobody knows the zones',
      spec: { region: 'il-central-1', environment: 'Production', functions },
      path: 'spec.network',
      message:
        'of region il-central-1 no Availability Zones are known that a VPC could be spread over; write network.existing with subnets of your own, or network.none',
      by: 'check',
    },
    {
      reason: 'a NAT that does not exist',
      spec: managed({ nat: 'Double' }),
      path: 'spec.network.managed.nat',
      message: '"Double" is not a value of nat; write one of: None, Single, PerZone',
      by: 'structure',
    },
    {
      reason: 'neither endpoints nor NAT',
      spec: managed({ interfaceEndpoints: 'None' }),
      path: 'spec.network.managed.interfaceEndpoints',
      message:
        'interfaceEndpoints: None without NAT leaves no way to any AWS service but S3; write nat: Single, or interfaceEndpoints: Auto',
      by: 'rule',
    },
    {
      reason: 'flow logs for days that CloudWatch Logs does not know',
      spec: managed({ flowLogs: { retentionDays: 45 } }),
      path: 'spec.network.managed.flowLogs.retentionDays',
      message:
        'retentionDays is not one that CloudWatch Logs knows; write one of: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
      by: 'rule',
    },
    {
      reason: 'modules from PyPI for a job that has no way there',
      spec: {
        ...managed({}),
        jobs: [
          {
            name: 'own',
            script: { inline: 'import tool' },
            arguments: { '--additional-python-modules': 's3://my-code/one-1.0-py3-none-any.whl,tool==1.4.0' },
          },
        ],
      },
      path: 'spec.jobs[0].arguments[--additional-python-modules]',
      message:
        'job "own" installs modules from PyPI, to which nothing leads from its private subnets; write network.managed.nat: Single or PerZone, or name wheels like s3://my-code/tool-1.4.0-py3-none-any.whl',
      by: 'check',
    },
    {
      reason: 'subnets without security group',
      spec: existing({ securityGroupIds: undefined }),
      path: 'spec.network.existing.securityGroupIds',
      message: 'securityGroupIds is required; add it, like securityGroupIds: ["sg-0123456789abcdef0"]',
      by: 'structure',
    },
    {
      reason: 'no subnet',
      spec: existing({ subnetIds: [] }),
      path: 'spec.network.existing.subnetIds',
      message: 'must have at least 1 item; add one, or leave the field out',
      by: 'structure',
    },
    {
      reason: 'the name of a subnet',
      spec: existing({ subnetIds: ['private-a'] }),
      path: 'spec.network.existing.subnetIds[0]',
      message: 'subnetIds has "private-a", which is not the id of a subnet; write one like subnet-0123456789abcdef0',
      by: 'rule',
    },
    {
      reason: 'a VPC for a security group',
      spec: existing({ securityGroupIds: ['vpc-0123456789abcdef0'] }),
      path: 'spec.network.existing.securityGroupIds[0]',
      message:
        'securityGroupIds has "vpc-0123456789abcdef0", which is not the id of a security group; write one like sg-0123456789abcdef0',
      by: 'rule',
    },
    {
      reason: 'a subnet twice',
      spec: existing({ subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef0'] }),
      path: 'spec.network.existing.subnetIds',
      message: 'subnetIds has an id twice; write each once',
      by: 'rule',
    },
  ],
};
