/** Spark on EMR Serverless: an application of the job's own. */
import type { EmrServerless, Job } from '../../../../crds/datapipeline.ts';
import { type Size, sizeOf } from '../../../../crds/emr-sizes.ts';
import { type LogGroupModel, logGroupModel } from '../../../foundation/logs/group.ts';
import type { NetworkModel } from '../../../foundation/network/model.ts';
import { EMR_SERVERLESS } from '../../../kinds/emrserverless.ts';
import type { Given } from '../../../model.ts';
import { awsName, objectName, shortHash } from '../../../names.ts';
import { builtInOf, eventLogsOf, type JobBase, jobWord, type Known } from '../base.ts';
import { boundArguments } from '../bindings.ts';
import type { DataPlace } from '../places.ts';
import { argumentList } from '../spark-submit.ts';

export interface EmrServerlessJobModel extends JobBase {
  readonly kind: 'EmrServerless';
  /** metadata.name of the application. */
  readonly application: string;
  /** Its name in EMR Serverless, which also draws it an id. */
  readonly applicationName: string;
  readonly release: string;
  readonly architecture: 'ARM64' | 'X86_64';
  readonly driver: Size;
  readonly executor: Size;
  /** Of all workers together. */
  readonly maximum: Size;
  readonly idleTimeoutMinutes: number;
  /** Others wait for their turn. Absent: as many as there is room for. */
  readonly maxConcurrentRuns?: number;
  /** Event logs of Spark. */
  readonly sparkUI?: DataPlace;
  readonly logs: LogGroupModel;
  /** All that the script is started with. */
  readonly scriptArguments: readonly string[];
}

export function emrServerlessJobModel(
  given: Given,
  job: Job,
  emr: EmrServerless,
  base: JobBase,
  known: Known,
): EmrServerlessJobModel {
  const { scope } = given;
  const builtIn = builtInOf(job);
  // An application never changes its network, so another network is another application.
  const words = known.network === undefined ? [] : [networkHash(known.network)];
  return {
    ...base,
    kind: 'EmrServerless',
    application: objectName(scope, jobWord(job), ...words),
    applicationName: awsName(EMR_SERVERLESS.Application, scope, base.name, ...words),
    release: emr.release,
    architecture: emr.architecture,
    driver: sizeOf(emr.driver),
    executor: sizeOf(emr.executor),
    maximum: sizeOf(emr.maximum),
    idleTimeoutMinutes: emr.idleTimeoutMinutes,
    ...(builtIn === undefined ? {} : { maxConcurrentRuns: builtIn.maxConcurrentRuns }),
    ...(emr.sparkUI ? { sparkUI: eventLogsOf(base, known) } : {}),
    logs: logGroupModel(given, 'jobs', base.name),
    scriptArguments: argumentList(base.arguments, boundArguments(builtIn, { ...base, bookmarks: emr.bookmarks })),
  };
}

/** Of what makes it another network: its range and zones, or the ids of somebody else's. */
function networkHash({ subnetIds, securityGroupIds, own }: NetworkModel): string {
  if (own !== undefined) return shortHash([own.cidr, ...own.zones.map(({ zoneId }) => zoneId).sort()]);
  return shortHash([...[...subnetIds].sort(), '', ...[...securityGroupIds].sort()]);
}
