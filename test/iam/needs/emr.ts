/** What roles on EMR need: those of jobs, wherever they run, and the one by which EMR makes clusters. */
import type { Fields, Need, Thing, World } from '../world.ts';
import { ofJob } from './batch.ts';
import {
  applicationArn,
  findingLogs,
  loggingTo,
  makingOwnRole,
  passing,
  placeOf,
  replacing,
  roleArn,
  roleOfProfile,
} from './common.ts';
import type { Needing } from './needing.ts';
import { tasksIn } from './orchestration.ts';

/** The tasks of all workflows that start something by this name. */
function tasks(world: World, starts: (input: Fields) => boolean): readonly Fields[] {
  return world.things
    .filter(({ kind }) => kind === 'sfn.StateMachine')
    .flatMap(({ fields }) => tasksIn(JSON.parse(fields.definition)))
    .map(({ Parameters = {} }) => Parameters as Fields)
    .filter(starts);
}

/** `["--a", "1", "--b", "2"]` */
function pairs(list: readonly string[]): Fields {
  return Object.fromEntries(list.flatMap((name, index) => (name.startsWith('--') ? [[name, list[index + 1]]] : [])));
}

function roleOf(world: World, component: string): string {
  const found = world.things.find(({ kind, component: of }) => kind === 'iam.Role' && of === component);
  if (found === undefined) throw new Error(`${component} has no role`);
  return roleArn(world, found.name);
}

/** EMR Serverless guide, "Job runtime roles"; its logs page for CloudWatch and for event logs in S3. */
export function serverless(world: World, { component, fields }: Thing): readonly Needing[] {
  const role = roleOf(world, component);
  const { cloudwatchLoggingConfiguration: logs, s3MonitoringConfiguration: events } = fields.monitoringConfiguration;
  const runs = tasks(world, ({ ExecutionRoleArn }) => ExecutionRoleArn === role);
  const needs = runs.flatMap(({ JobDriver: { SparkSubmit: run } }) =>
    ofJob(world, component, placeOf(run.EntryPoint), pairs(run.EntryPointArguments)),
  );
  const presents = {
    'aws:SourceAccount': world.account,
    'aws:SourceArn': applicationArn(world, '00f5trm1gtaf001d'),
  };
  return [
    {
      role,
      service: 'emr-serverless',
      presents,
      needs: [
        ...needs,
        ...findingLogs(world, logs.logGroupName),
        ...loggingTo(world, logs.logGroupName, 'run', ['CreateLogStream', 'PutLogEvents']),
        ...(events === undefined ? [] : replacing(world, placeOf(events.logUri))),
      ],
    },
  ];
}

/** EMR guide, "Service role for cluster EC2 instances", and "Encrypt data at rest": instances ask KMS themselves. */
export function instances(world: World, { component, name, fields }: Thing): readonly Needing[] {
  const clustersOfJob = tasks(world, ({ JobFlowRole }) => JobFlowRole === name);
  // A step is called as its cluster.
  const steps = tasks(world, ({ Step }) => clustersOfJob.some(({ Name }) => Name === Step?.Name));
  const needs: readonly Need[] = [
    ...clustersOfJob.flatMap(({ LogUri }) => replacing(world, placeOf(LogUri))),
    ...steps.flatMap(({ Step: { HadoopJarStep } }) => {
      const list: readonly string[] = HadoopJarStep.Args;
      const script = list.find((text) => text.startsWith('s3://')) ?? '';
      return ofJob(world, component, placeOf(script), pairs(list.slice(list.indexOf(script) + 1)));
    }),
    ...['Decrypt', 'GenerateDataKey', 'DescribeKey'].map((action) => world.key(undefined, action)),
  ];
  return [{ role: roleArn(world, fields.role), service: 'ec2', presents: {}, needs }];
}

const MARK = 'for-use-with-amazon-emr-managed-policies';
const MADE = { [`aws:RequestTag/${MARK}`]: 'true' };
const MARKED = { [`aws:ResourceTag/${MARK}`]: 'true' };
const FINDS =
  'AccountAttributes DhcpOptions Images Instances InstanceTypeOfferings LaunchTemplates NetworkAcls NetworkInterfaces RouteTables SecurityGroups SpotInstanceRequests SpotPriceHistory Subnets Volumes VolumeStatus VpcEndpoints Vpcs';

/**
 * AWS managed policy reference, "AmazonEMRServicePolicy_v2", of which clusters in private subnets with groups of their own need
 * all but placement groups, capacity reservations and scaling by alarms; EC2 guide, "Amazon EBS encryption", for the disks.
 */
export function clusters(world: World, { component }: Thing): readonly Needing[] {
  const ids = [...new Set(tasks(world, ({ JobFlowRole }) => JobFlowRole !== undefined).flatMap(networkOf))];
  const network = ids.map((id) => world.arn('ec2', `${id.startsWith('sg-') ? 'security-group' : 'subnet'}/${id}`));
  const groups = network.filter((arn) => arn.includes('security-group/'));
  const one = (type: string, id = `${type}-0123456789abcdef0`): string => world.arn('ec2', `${type}/${id}`);
  const image = `arn:${world.partition}:ec2:${world.region}::image/ami-0123456789abcdef0`;
  const launching = ['RunInstances', 'CreateFleet'];
  const templating = ['CreateLaunchTemplate', 'CreateLaunchTemplateVersion'];
  const marked = ['instance', 'volume', 'network-interface', 'launch-template'].map((type) => one(type));
  const each = (
    actions: readonly string[],
    resources: readonly string[],
    context: NonNullable<Need['context']> = {},
  ): readonly Need[] =>
    actions.flatMap((action) => resources.map((resource) => ({ action: `ec2:${action}`, resource, context })));
  const needs = [
    ...each([...launching, ...templating, 'CreateNetworkInterface'], network),
    ...each(launching, [one('instance'), one('volume')], MADE),
    ...each(['CreateLaunchTemplate'], [one('launch-template')], MADE),
    ...each([...launching, 'CreateLaunchTemplateVersion'], [one('launch-template')], MARKED),
    ...each([...launching, ...templating], [one('network-interface'), one('fleet'), image]),
    ...each(['CreateNetworkInterface'], [one('network-interface')], MADE),
    ...['RunInstances', 'CreateFleet', 'CreateLaunchTemplate', 'CreateNetworkInterface'].flatMap((made) =>
      each(['CreateTags'], marked, { 'ec2:CreateAction': made }),
    ),
    ...each(
      'CreateTags DeleteTags DeleteLaunchTemplate DeleteNetworkInterface ModifyInstanceAttribute TerminateInstances'.split(
        ' ',
      ),
      marked,
      MARKED,
    ),
    ...each(
      ['Authorize', 'Revoke'].flatMap((verb) => ['Egress', 'Ingress'].map((way) => `${verb}SecurityGroup${way}`)),
      groups,
    ),
    ...each(
      FINDS.split(' ').map((what) => `Describe${what}`),
      ['*'],
    ),
    ...each(['DescribeVpcAttribute'], [one('vpc', 'vpc-0123456789abcdef0')]),
    ...tasks(world, ({ JobFlowRole }) => JobFlowRole !== undefined).map(({ JobFlowRole }) =>
      passing(roleOfProfile(world, JobFlowRole), 'ec2.amazonaws.com'),
    ),
    makingOwnRole(world, 'spot.amazonaws.com', 'AWSServiceRoleForEC2Spot'),
    ...['Decrypt', 'DescribeKey', 'GenerateDataKeyWithoutPlaintext'].map((action) => world.key('ec2', action)),
    world.key('ec2', 'CreateGrant', { 'kms:GrantIsForAWSResource': 'true' }),
  ];
  const presents = {
    'aws:SourceAccount': world.account,
    'aws:SourceArn': world.arn('elasticmapreduce', 'cluster/j-2AXXXXXXGAPLF'),
  };
  return [{ role: roleOf(world, component), service: 'elasticmapreduce', presents, needs }];
}

function networkOf({ Instances }: Fields): readonly string[] {
  return [
    ...Instances.Ec2SubnetIds,
    ...Instances.AdditionalMasterSecurityGroups,
    Instances.EmrManagedMasterSecurityGroup,
    Instances.EmrManagedSlaveSecurityGroup,
    Instances.ServiceAccessSecurityGroup,
  ];
}
