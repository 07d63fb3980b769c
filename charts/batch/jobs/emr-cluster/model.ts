/** Spark on a cluster of EMR that a workflow makes for one run. Nothing of it is there while nothing runs, but for its role. */
import type { EmrCluster, Job } from '../../../../crds/datapipeline.ts';
import { EMR_LOGS } from '../../../../crds/schema/emr-cluster.ts';
import { IAM } from '../../../kinds/iam.ts';
import type { Given } from '../../../model.ts';
import { awsName, objectName } from '../../../names.ts';
import { named } from '../../../reference.ts';
import { builtInOf, type JobBase, jobWord, type Known } from '../base.ts';
import { boundArguments } from '../bindings.ts';
import { type DataPlace, folderOf } from '../places.ts';
import { argumentList } from '../spark-submit.ts';

export interface EmrClusterJobModel extends JobBase {
  readonly kind: 'EmrCluster';
  /** What gives instances the job's role. */
  readonly profile: { readonly object: string; readonly name: string };
  /** Name of its clusters. */
  readonly cluster: string;
  readonly release: string;
  readonly applications: readonly string[];
  readonly primary: { readonly instanceTypes: readonly string[] };
  readonly core: Fleet & { readonly volumeGiB: number };
  readonly task?: Fleet & { readonly market: 'SPOT' | 'ON_DEMAND' };
  readonly idleTimeoutMinutes: number;
  /** Where EMR puts logs of clusters. */
  readonly logs: DataPlace;
  /** All that the script is started with. */
  readonly scriptArguments: readonly string[];
}

export interface Fleet {
  readonly instanceTypes: readonly string[];
  /** Instances. */
  readonly min: number;
  readonly max: number;
}

export function emrClusterJobModel(
  given: Given,
  job: Job,
  emr: EmrCluster,
  base: JobBase,
  known: Known,
): EmrClusterJobModel {
  const { scope } = given;
  const { name, component } = base;
  const told = { ...base, bookmarks: emr.bookmarks };
  return {
    ...base,
    kind: 'EmrCluster',
    profile: { object: objectName(scope, jobWord(job)), name: awsName(IAM.InstanceProfile, scope, jobWord(job)) },
    cluster: [scope.namespace, scope.pipeline, name].join('-'),
    release: emr.release,
    applications: emr.applications ?? ['Spark'],
    primary: emr.primary,
    core: emr.core,
    ...(emr.task === undefined ? {} : { task: emr.task }),
    idleTimeoutMinutes: emr.idleTimeoutMinutes,
    logs: folderOf(named(known.zones, EMR_LOGS.zone, component, 'zone'), `${EMR_LOGS.prefix}${name}/`),
    scriptArguments: argumentList(base.arguments, boundArguments(builtInOf(job), told)),
  };
}
