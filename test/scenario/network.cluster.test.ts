import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EC2 } from '../../charts/kinds/ec2.ts';
import { LAMBDA } from '../../charts/kinds/lambda.ts';
import { FAULT } from '../../controlplane/provider/aws-fault.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const spec = (network: Spec): Spec => ({
  zones: [{ name: 'raw' }],
  functions: [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }],
  network,
});

describe('a network of the pipeline', () => {
  const testCluster = cluster();
  let scene: Scene;
  let letVpcBe: () => void;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    letVpcBe = scene.aws.faults.inject({
      target: { kind: EC2.VPC },
      fault: { type: 'Refused', operation: 'Create', error: FAULT.internal },
    });
    await scene.apply('lake', spec({ managed: { availabilityZones: 2, nat: 'Single', flowLogs: {} } }));
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const inAws = (type: `ec2.${string}`) => scene.aws.list({ type });
  const vpcOf = async () => {
    const { vpcConfig } = await scene.forProvider(LAMBDA.Function);
    const { subnetIds } = vpcConfig as { subnetIds: readonly string[] };
    const of = inAws('ec2.Subnet').filter(({ address }) => subnetIds.includes(address));
    return [...new Set(of.map(({ attributes }) => String(attributes.vpcId)))];
  };

  test('is waited for by name, and nothing in it is made before', async () => {
    await eventually(
      async () => JSON.stringify((await scene.pipeline('lake'))?.status?.problems ?? []).includes('VPC'),
      { what: 'the problem to be told', timeoutMs: 30_000 },
    );
    expect(inAws('ec2.Subnet')).toEqual([]);
    expect(await scene.managed(EC2.Subnet, 'lake-network-10-1-0-0-16.use1-az4')).toBeUndefined();
  }, 60_000);

  test('gets ready with what stands in it, and status tells its VPC', async () => {
    letVpcBe();
    const pipeline = await scene.becomesReady('lake');
    const [vpc] = inAws('ec2.VPC');
    expect(pipeline.status?.vpcId).toBe(vpc?.address);
    expect(await vpcOf()).toEqual([vpc?.address]);
    expect(inAws('ec2.NATGateway')).toHaveLength(1);
    expect(inAws('ec2.FlowLog').map(({ attributes }) => attributes.vpcId)).toEqual([vpc?.address]);
    expect(scene.aws.createdTwice()).toEqual([]);
  }, 90_000);

  test('of another range stands beside the old one until the function has moved, then the old one goes', async () => {
    const [before] = inAws('ec2.VPC');
    const moveOn = scene.aws.faults.inject({
      target: { kind: LAMBDA.Function },
      fault: { type: 'Refused', operation: 'Update', error: FAULT.internal },
    });
    await scene.apply('lake', spec({ managed: { cidr: '10.2.0.0/20', availabilityZones: 2, flowLogs: {} } }));
    await eventually(() => inAws('ec2.VPC').length === 2, { what: 'the second VPC', timeoutMs: 30_000 });
    await scene.settles();
    expect(inAws('ec2.Subnet').filter(({ attributes }) => attributes.vpcId === before?.address)).toHaveLength(3);
    expect(inAws('ec2.NATGateway')).toHaveLength(1);
    moveOn();
    await scene.becomesReady('lake');
    await eventually(() => inAws('ec2.VPC').length === 1, { what: 'the first VPC to go', timeoutMs: 60_000 });
    expect(inAws('ec2.VPC').map(({ address }) => address)).toEqual(await vpcOf());
    expect(inAws('ec2.VPC')[0]?.address).not.toBe(before?.address);
    expect(inAws('ec2.FlowLog').map(({ attributes }) => attributes.vpcId)).toEqual(await vpcOf());
    await eventually(() => inAws('ec2.EIP').length === 0, { what: 'the address to go', timeoutMs: 30_000 });
  }, 120_000);

  test('goes with its pipeline, after what stands in it, and leaves nothing', async () => {
    await scene.delete('lake');
    await scene.isGone('lake', 90_000);
    for (const kind of Object.values(EC2))
      expect([kind.key, inAws(kind.key as `ec2.${string}`)]).toEqual([kind.key, []]);
    const deleted = scene.aws.history({ operation: 'Delete' }).map(({ type }) => type);
    expect(deleted.lastIndexOf('lambda.Function')).toBeLessThan(deleted.lastIndexOf('ec2.SecurityGroup'));
    expect(deleted.lastIndexOf('lambda.Function')).toBeLessThan(deleted.lastIndexOf('ec2.Subnet'));
  }, 120_000);
});
