/**
 * Spec → model: the order of deciding. A section may look at those before it. Expects a spec as stored (CRD defaults
 * present); what the schema refuses may end in a ModelError, never in a crash or a half-made model.
 */
import type { DataPipelineSpec } from '../crds/datapipeline.ts';
import { PROFILES } from '../crds/profiles.ts';
import { roleScope } from './access/role.ts';
import { crawlerModels } from './batch/crawlers/model.ts';
import { emrModel } from './batch/emr/model.ts';
import { jobModels } from './batch/jobs/model.ts';
import { queryModel } from './batch/query/model.ts';
import { monthlyRuns } from './cost/runs.ts';
import { logBucketModel } from './foundation/access-logs/model.ts';
import { codeBucketModel } from './foundation/code/model.ts';
import { connectionModels } from './foundation/connections/model.ts';
import { keyModel } from './foundation/encryption/model.ts';
import { grantModels } from './foundation/grants/model.ts';
import { networkModel } from './foundation/network/model.ts';
import { notificationsModel } from './foundation/notifications/model.ts';
import { securityModel } from './foundation/security/model.ts';
import { tableModels } from './foundation/tables/model.ts';
import { viewModels } from './foundation/views/model.ts';
import { zoneModels } from './foundation/zones/model.ts';
import type { Given, PipelineModel } from './model.ts';
import { auditModel } from './monitoring/audit/model.ts';
import { budgetModel, usageModel } from './monitoring/budget/model.ts';
import { monitoringModel } from './monitoring/model.ts';
import { endingsModel } from './orchestration/endings/model.ts';
import type { RunInput } from './orchestration/runs/model.ts';
import { orchestrationModel } from './orchestration/schedules/model.ts';
import { triggersModel } from './orchestration/triggers/model.ts';
import { workflowModels } from './orchestration/workflows/model.ts';
import { applicationModels } from './streaming/applications/model.ts';
import { artifactsModel } from './streaming/artifacts/model.ts';
import { deliveryModels } from './streaming/deliveries/model.ts';
import { functionModels } from './streaming/functions/model.ts';
import { streamModels } from './streaming/streams/model.ts';

/** The parts of a DataPipeline that rendering reads. */
export interface PipelineInput {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid?: string };
  readonly spec: DataPipelineSpec;
  /** ARNs of keys that the pipeline had before, as its status remembers them; beside those that the spec names. */
  readonly formerKeyArns?: readonly string[];
  /** What was asked to run once, as its status remembers it. */
  readonly runs?: readonly RunInput[];
}

export function decide({ metadata, spec, formerKeyArns = [], runs = [] }: PipelineInput): PipelineModel {
  const namespace = metadata.namespace ?? 'default';
  const { accountId, region, partition } = spec;
  const { bucketNamespace } = spec.naming;
  const given: Given = {
    spec,
    runs,
    profile: PROFILES[spec.environment],
    scope: roleScope({ namespace, pipeline: metadata.name, accountId, region, bucketNamespace }, spec.access),
  };
  const key = keyModel(given, formerKeyArns);
  const network = networkModel(given);
  const notifications = notificationsModel(given);
  const audit = auditModel(given);
  const budget = budgetModel(given);
  const zones = zoneModels(given);
  const tables = tableModels(given, zones);
  const streams = streamModels(given);
  const functions = functionModels(given);
  const applications = applicationModels(given, { streams, tables });
  const artifacts = artifactsModel(
    given,
    applications.flatMap(({ code }) => ('packed' in code ? [code.packed] : [])),
  );
  const security = securityModel(given, key);
  const crawlers = crawlerModels(given, { zones, tables, security });
  const query = queryModel(given, zones, tables);
  const jobs = jobModels(given, { zones, tables, network, security });
  const emr = emrModel(given, key, network);
  const workflows = workflowModels(given, { applications, crawlers, functions, jobs, query });
  const orchestration = orchestrationModel(given, { crawlers, jobs, workflows });
  const endings = endingsModel(given, workflows);
  const triggers = triggersModel(given, zones, workflows);
  return {
    namespace,
    name: metadata.name,
    ...(metadata.uid === undefined ? {} : { uid: metadata.uid }),
    place: { partition, accountId, region },
    providerConfigRef: spec.providerConfigRef,
    environment: spec.environment,
    classification: spec.classification,
    tags: spec.tags ?? {},
    through: spec.rollout.through,
    key,
    ...(network === undefined ? {} : { network }),
    connections: connectionModels(given, network),
    logs: logBucketModel(given),
    code: codeBucketModel(given),
    ...(notifications === undefined ? {} : { notifications }),
    ...(audit === undefined ? {} : { audit }),
    monitoring: monitoringModel(given),
    ...(budget === undefined ? {} : { budget }),
    usage: usageModel(given),
    monthlyRuns: monthlyRuns({ workflows, ...(orchestration && { orchestration }), ...(triggers && { triggers }) }),
    zones,
    tables,
    grants: grantModels(given, { zones, tables }),
    views: viewModels(given, zones),
    streams,
    functions,
    applications,
    ...(artifacts === undefined ? {} : { artifacts }),
    deliveries: deliveryModels(given, { zones, tables, streams, functions }),
    crawlers,
    jobs,
    ...(emr === undefined ? {} : { emr }),
    security,
    ...(query === undefined ? {} : { query }),
    workflows,
    ...(orchestration === undefined ? {} : { orchestration }),
    ...(endings === undefined ? {} : { endings }),
    ...(triggers === undefined ? {} : { triggers }),
  };
}
