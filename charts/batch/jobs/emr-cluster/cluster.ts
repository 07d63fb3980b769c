/** What EMR is asked for when it makes a cluster: the request of RunJobFlow, in the words of Step Functions. */
import type { Json } from '../../../../crds/kubernetes.ts';
import { roleArn } from '../../../arns.ts';
import { ownerMarks } from '../../../envelope.ts';
import { EC2 } from '../../../kinds/ec2.ts';
import type { PipelineModel } from '../../../model.ts';
import { ModelError } from '../../../model-error.ts';
import { observed } from '../../../observed.ts';
import type { EmrModel } from '../../emr/model.ts';
import { EMR_MARK } from '../../emr/uses.ts';
import type { EmrClusterJobModel, Fleet } from './model.ts';

/** Of EMR a cluster has ten at most. */
export function clusterTags(model: PipelineModel): Readonly<Record<string, string>> {
  return { ...ownerMarks(model), [EMR_MARK.key]: EMR_MARK.value };
}

export function emrOf({ emr }: PipelineModel, { component }: Pick<EmrClusterJobModel, 'component'>): EmrModel {
  if (emr === undefined) throw new ModelError(component, 'needs a network for its cluster; write network.managed');
  return emr;
}

export function clusterRequest(model: PipelineModel, job: EmrClusterJobModel): { readonly [field: string]: Json } {
  const { place } = model;
  const emr = emrOf(model, job);
  return {
    Name: job.cluster,
    ReleaseLabel: job.release,
    Applications: job.applications.map((Name) => ({ Name })),
    ServiceRole: roleArn(place, emr.service),
    JobFlowRole: job.profile.name,
    SecurityConfiguration: emr.security.name,
    LogUri: job.logs.path,
    VisibleToAllUsers: true,
    ...(job.applications.includes('Hive') ? { Configurations: [HIVE_CATALOG] } : {}),
    Tags: Object.entries(clusterTags(model)).map(([Key, Value]) => ({ Key, Value })),
    // For executions that are stopped: no state runs then that could end it.
    AutoTerminationPolicy: { IdleTimeout: job.idleTimeoutMinutes * 60 },
    ManagedScalingPolicy: { ComputeLimits: limitsOf(job) },
    Instances: {
      KeepJobFlowAliveWhenNoSteps: true,
      TerminationProtected: false,
      ...networkOf(model, emr),
      InstanceFleets: fleetsOf(job),
    },
  };
}

const HIVE_CATALOG = {
  Classification: 'hive-site',
  Properties: {
    'hive.metastore.client.factory.class': 'com.amazonaws.glue.catalog.metastore.AWSGlueDataCatalogHiveClientFactory',
  },
};

/** The group of all compute leads to S3, to endpoints and out; EMR's own only to each other. */
function networkOf({ network }: PipelineModel, { groups }: EmrModel): { readonly [field: string]: Json } {
  const idOfGroup = (object: string): string => observed(EC2.SecurityGroup, object, 'id');
  const compute = [...(network?.securityGroupIds ?? [])];
  return {
    // Of them EMR takes one, where there are instances of these types.
    Ec2SubnetIds: [...(network?.subnetIds ?? [])],
    EmrManagedMasterSecurityGroup: idOfGroup(groups.primary.object),
    EmrManagedSlaveSecurityGroup: idOfGroup(groups.core.object),
    ServiceAccessSecurityGroup: idOfGroup(groups.access.object),
    AdditionalMasterSecurityGroups: compute,
    AdditionalSlaveSecurityGroups: compute,
  };
}

/** Each instance counts as one, whatever its type. What is on demand beyond the core is what replaces spot instances that there are not. */
function limitsOf({ core, task }: EmrClusterJobModel): Json {
  return {
    UnitType: 'InstanceFleetUnits',
    MinimumCapacityUnits: core.min + (task?.min ?? 0),
    MaximumCapacityUnits: core.max + (task?.max ?? 0),
    MaximumCoreCapacityUnits: core.max,
    MaximumOnDemandCapacityUnits: core.max + (task?.market === 'ON_DEMAND' ? task.max : 0),
  };
}

const ON_DEMAND = { OnDemandSpecification: { AllocationStrategy: 'lowest-price' } };
/** After the time-out EMR takes instances on demand. */
const SPOT_MINUTES = 10;

function fleetsOf({ primary, core, task }: EmrClusterJobModel): readonly Json[] {
  const types = ({ instanceTypes }: Pick<Fleet, 'instanceTypes'>, more: { readonly [field: string]: Json }) =>
    instanceTypes.map((InstanceType) => ({ InstanceType, ...more }));
  const disk = {
    EbsConfiguration: {
      EbsBlockDeviceConfigs: [
        { VolumeSpecification: { SizeInGB: core.volumeGiB, VolumeType: 'gp3' }, VolumesPerInstance: 1 },
      ],
    },
  };
  return [
    {
      Name: 'primary',
      InstanceFleetType: 'MASTER',
      TargetOnDemandCapacity: 1,
      LaunchSpecifications: ON_DEMAND,
      InstanceTypeConfigs: types(primary, {}),
    },
    {
      Name: 'core',
      InstanceFleetType: 'CORE',
      TargetOnDemandCapacity: core.min,
      LaunchSpecifications: ON_DEMAND,
      InstanceTypeConfigs: types(core, { WeightedCapacity: 1, ...disk }),
    },
    ...(task === undefined ? [] : [taskFleet(task, types(task, { WeightedCapacity: 1 }))]),
  ];
}

/** A fleet begins with one instance at least; scaling takes it away again. */
function taskFleet(
  { min, market }: NonNullable<EmrClusterJobModel['task']>,
  InstanceTypeConfigs: readonly Json[],
): Json {
  const target = Math.max(1, min);
  const spot = {
    SpotSpecification: {
      AllocationStrategy: 'price-capacity-optimized',
      TimeoutAction: 'SWITCH_TO_ON_DEMAND',
      TimeoutDurationMinutes: SPOT_MINUTES,
    },
  };
  return {
    Name: 'task',
    InstanceFleetType: 'TASK',
    ...(market === 'SPOT' ? { TargetSpotCapacity: target } : { TargetOnDemandCapacity: target }),
    LaunchSpecifications: market === 'SPOT' ? { ...spot, ...ON_DEMAND } : ON_DEMAND,
    InstanceTypeConfigs: [...InstanceTypeConfigs],
  };
}
