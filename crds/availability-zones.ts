/**
 * The Availability Zones that a managed network spreads over, by Region, as zone ids: "use1-az4" is the same place in every
 * account, while "us-east-1a" is another one in each and may be one that takes no Lambda function or no endpoint.
 *
 * Three of each Region where there are so many, those first that AWS lists for the most services: use1-az3 takes few,
 * usw1-az2, apne1-az3 and cac1-az3 are closed to most accounts, NAT gateways were long missing in sae1-az2. Never change the
 * order of a Region: subnets are cut by it.
 *
 * Sources: AWS Regions and Availability Zones guide, "AWS Availability Zones"; EFS user guide, "Supported Availability Zones
 * for One Zone file systems". In China services have endpoints under names of two kinds, so its Regions are not here.
 */
const ZONES: Readonly<Record<string, readonly [code: string, ...numbers: readonly number[]]>> = {
  'us-east-1': ['use1', 4, 6, 2],
  'us-east-2': ['use2', 1, 2, 3],
  'us-west-1': ['usw1', 1, 3],
  'us-west-2': ['usw2', 1, 2, 3],
  'ca-central-1': ['cac1', 1, 2, 4],
  'sa-east-1': ['sae1', 1, 3, 2],
  'eu-central-1': ['euc1', 1, 2, 3],
  'eu-north-1': ['eun1', 1, 2, 3],
  'eu-south-1': ['eus1', 1, 2, 3],
  'eu-west-1': ['euw1', 1, 2, 3],
  'eu-west-2': ['euw2', 1, 2, 3],
  'eu-west-3': ['euw3', 1, 2, 3],
  'af-south-1': ['afs1', 1, 2, 3],
  'me-south-1': ['mes1', 1, 2, 3],
  'ap-east-1': ['ape1', 1, 2, 3],
  'ap-south-1': ['aps1', 1, 3, 2],
  'ap-northeast-1': ['apne1', 1, 2, 4],
  'ap-northeast-2': ['apne2', 1, 3, 2],
  'ap-northeast-3': ['apne3', 1, 2, 3],
  'ap-southeast-1': ['apse1', 1, 2, 3],
  'ap-southeast-2': ['apse2', 1, 2, 3],
  'us-gov-east-1': ['usge1', 1, 2, 3],
  'us-gov-west-1': ['usgw1', 1, 2, 3],
};

/** In the order in which they are used; none for a Region that is not known. */
export function zoneIdsOf(region: string): readonly string[] {
  const [code, ...numbers] = ZONES[region] ?? [];
  return numbers.map((number) => `${code}-az${number}`);
}
