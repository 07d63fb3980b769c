/**
 * The parts of AWS that share nothing, not even accounts: which Regions lie in each, and how it calls itself. Principals of
 * services end in amazonaws.com in all of them; hosts do not. Not the partitions of tables, which are in partitions.ts.
 *
 * Sources: the AWS SDKs' partitions.json (dnsSuffix, regionRegex); AWS General Reference, "AWS service endpoints".
 */
interface AwsPartition {
  /** The second word of its ARNs. */
  readonly name: 'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc';
  /** What the codes of its Regions begin with; of aws, anything else. */
  readonly regions: string;
  /** What hosts of services end in. Several where services differ, or where AWS does not document which one they use. */
  readonly hostSuffixes: readonly string[];
}

const COMMERCIAL: AwsPartition = { name: 'aws', regions: '', hostSuffixes: ['amazonaws.com'] };

/** Those with Regions of a form of their own. */
const OTHERS: readonly AwsPartition[] = [
  { name: 'aws-cn', regions: 'cn-', hostSuffixes: ['amazonaws.com', 'amazonaws.com.cn'] },
  { name: 'aws-us-gov', regions: 'us-gov-', hostSuffixes: ['amazonaws.com'] },
  { name: 'aws-eusc', regions: 'eusc-', hostSuffixes: ['amazonaws.com', 'amazonaws.eu'] },
];

/** In the order of the reference. */
export const PARTITION_NAMES = ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'] as const satisfies AwsPartition['name'][];

/** For regular expressions on ARNs. */
export const ANY_PARTITION = `(${PARTITION_NAMES.join('|')})`;

/** `<partition>` of a Region. */
export function partitionOfRegion(region: string): string {
  return (OTHERS.find(({ regions }) => region.startsWith(regions)) ?? COMMERCIAL).name;
}

/** The same in CEL, of an expression that gives the Region. */
export function celPartitionOf(region: string): string {
  return OTHERS.reduceRight(
    (otherwise, { name, regions }) => `${region}.startsWith('${regions}') ? '${name}' : ${otherwise}`,
    `'${COMMERCIAL.name}'`,
  );
}

/** `amazonaws.com` and what else hosts in the partition may end in; of a partition that is not known, as in aws. */
export function hostSuffixesOf(partition: string): readonly string[] {
  return (OTHERS.find(({ name }) => name === partition) ?? COMMERCIAL).hostSuffixes;
}
