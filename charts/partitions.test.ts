/** Everything that is rendered speaks of the partition that it is rendered for. */
import { describe, expect, test } from '@jest/globals';
import { partitionOfRegion } from '../crds/aws-partitions.ts';
import { REGION } from '../crds/schema/identity.ts';
import { renderPipeline } from './render.ts';
import { aPipeline, fullSpec } from './testing/a-pipeline.ts';

const PLACES = [
  { partition: 'aws', region: 'eu-central-1', hosts: ['amazonaws.com'] },
  { partition: 'aws-cn', region: 'cn-north-1', hosts: ['amazonaws.com', 'amazonaws.com.cn'] },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', hosts: ['amazonaws.com'] },
  { partition: 'aws-eusc', region: 'eusc-de-east-1', hosts: ['amazonaws.com', 'amazonaws.eu'] },
] as const;

/** Roles that are somebody else's are of the partition too. */
const readers = (partition: string) =>
  (fullSpec().access?.readers ?? []).map((reader) => ({
    ...reader,
    roleArn: reader.roleArn.replace(':aws:', `:${partition}:`),
  }));

/** Regions whose zones are not known have a network of the user's. */
const network = (region: string) =>
  /^(cn|eusc)-/.test(region)
    ? { network: { existing: { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] } } }
    : {};

describe.each(PLACES)('in $partition', ({ partition, region, hosts }) => {
  const rendered = renderPipeline(
    aPipeline({ ...fullSpec(), access: { readers: readers(partition) }, region, partition, ...network(region) }),
  );
  const text = JSON.stringify(rendered.objects.map(({ manifest }) => manifest));

  test('its Region has the form of one, and lies in it', () => {
    expect(region).toMatch(new RegExp(REGION));
    expect(partitionOfRegion(region)).toBe(partition);
  });

  test('every ARN is of the partition', () => {
    const partitions = [...text.matchAll(/arn:(aws[a-z-]*):/g)].map(([, name]) => name);
    expect(partitions.length).toBeGreaterThan(20);
    expect(new Set(partitions)).toEqual(new Set([partition]));
  });

  test('services come under their universal names, and CloudWatch Logs with the Region', () => {
    const principals = [...text.matchAll(/\\"Service\\":\\"([^"\\]+)\\"/g)].map(([, name]) => name);
    const regional = principals.filter((name) => name?.includes(region));
    expect(new Set(regional)).toEqual(new Set([`logs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`]));
    for (const name of principals) {
      if (!regional.includes(name)) expect(name).toMatch(/^[a-z0-9.-]+\.amazonaws\.com$/);
    }
  });

  test('the key may be used through the hosts that its services have there', () => {
    const via = [...text.matchAll(/\\"kms:ViaService\\":(\[[^\]]*\]|\\"[^"\\]+\\")/g)].flatMap(([, value = '']) =>
      value.replaceAll(/[\\"[\]]/g, '').split(','),
    );
    const suffixes = via.map((host) => host.slice(host.indexOf(`.${region}.`) + region.length + 2));
    expect(new Set(suffixes)).toEqual(new Set(hosts));
  });

  test('no host has the suffix of another partition', () => {
    const suffixes = [...text.matchAll(/amazonaws(?:\.com\.cn|\.com|\.eu)(?![\w-])/g)].map(([suffix]) => suffix);
    for (const suffix of new Set(suffixes)) expect(hosts).toContain(suffix);
  });
});
