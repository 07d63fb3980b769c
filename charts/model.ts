/**
 * A pipeline with every decision made and every name computed: defaults and profile applied, references looked up. The typed
 * list of what a pipeline has; each interface stands in the folder of its block. Parts read it and decide nothing.
 */
import type { Classification, DataPipelineSpec, Environment, ProviderConfigRef } from '../crds/datapipeline.ts';
import type { Stage } from '../crds/identifiers.ts';
import type { Profile } from '../crds/profiles.ts';
import type { RoleScope } from './access/role.ts';
import type { Place } from './arns.ts';
import type { CrawlerModel } from './batch/crawlers/model.ts';
import type { EmrModel } from './batch/emr/model.ts';
import type { JobModel } from './batch/jobs/model.ts';
import type { QueryModel } from './batch/query/model.ts';
import type { Usage } from './cost/usage.ts';
import type { LogBucketModel } from './foundation/access-logs/model.ts';
import type { CodeBucketModel } from './foundation/code/model.ts';
import type { ConnectionModel } from './foundation/connections/model.ts';
import type { KeyModel } from './foundation/encryption/model.ts';
import type { GrantModel } from './foundation/grants/model.ts';
import type { NetworkModel } from './foundation/network/model.ts';
import type { NotificationsModel } from './foundation/notifications/model.ts';
import type { SecurityModel } from './foundation/security/model.ts';
import type { TableModel } from './foundation/tables/model.ts';
import type { ViewModel } from './foundation/views/model.ts';
import type { ZoneModel } from './foundation/zones/model.ts';
import type { AuditModel } from './monitoring/audit/model.ts';
import type { BudgetModel } from './monitoring/budget/model.ts';
import type { MonitoringModel } from './monitoring/model.ts';
import type { EndingsModel } from './orchestration/endings/model.ts';
import type { RunInput } from './orchestration/runs/model.ts';
import type { OrchestrationModel } from './orchestration/schedules/model.ts';
import type { TriggersModel } from './orchestration/triggers/model.ts';
import type { WorkflowModel } from './orchestration/workflows/model.ts';
import type { ApplicationModel } from './streaming/applications/model.ts';
import type { ArtifactsModel } from './streaming/artifacts/model.ts';
import type { DeliveryModel } from './streaming/deliveries/model.ts';
import type { FunctionModel } from './streaming/functions/model.ts';
import type { StreamModel } from './streaming/streams/model.ts';

export interface PipelineModel {
  readonly namespace: string;
  readonly name: string;
  /** Unknown offline: then there is no owner reference and no uid on labels and tags. */
  readonly uid?: string;
  readonly place: Place;
  readonly providerConfigRef: ProviderConfigRef;
  readonly environment: Environment;
  readonly classification: Classification;
  readonly tags: Readonly<Record<string, string>>;
  /** The last stage to build. */
  readonly through: Stage;

  readonly key: KeyModel;
  /** Absent when compute runs where AWS runs it. */
  readonly network?: NetworkModel;
  /** Into it, for what Glue runs. */
  readonly connections: readonly ConnectionModel[];
  readonly logs: LogBucketModel;
  readonly code: CodeBucketModel;
  /** Absent: nobody is told. */
  readonly notifications?: NotificationsModel;
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
  readonly grants: readonly GrantModel[];
  readonly views: readonly ViewModel[];
  readonly streams: readonly StreamModel[];
  readonly functions: readonly FunctionModel[];
  readonly applications: readonly ApplicationModel[];
  /** Absent where no application runs SQL. */
  readonly artifacts?: ArtifactsModel;
  readonly deliveries: readonly DeliveryModel[];
  readonly crawlers: readonly CrawlerModel[];
  /** Those of the environment. */
  readonly jobs: readonly JobModel[];
  /** What clusters share; absent when there are none. */
  readonly emr?: EmrModel;
  /** What Glue runs under, if it runs anything. */
  readonly security: SecurityModel;
  /** Absent without query. */
  readonly query?: QueryModel;
  /** Absent: nobody writes down who touches what. */
  readonly audit?: AuditModel;
  readonly monitoring: MonitoringModel;
  /** Absent: AWS compares its bill with nothing. */
  readonly budget?: BudgetModel;
  /** What an estimate of its cost assumes. */
  readonly usage: Usage;
  /** How often each component runs, where anything starts it (cost/runs.ts). */
  readonly monthlyRuns: ReadonlyMap<string, number>;
  readonly workflows: readonly WorkflowModel[];
  /** Absent without schedules and runs. */
  readonly orchestration?: OrchestrationModel;
  /** Absent where nobody wants to hear of endings that no step can see. */
  readonly endings?: EndingsModel;
  /** Absent without triggers. */
  readonly triggers?: TriggersModel;
}

/** What every section is decided from. */
export interface Given {
  readonly spec: DataPipelineSpec;
  /** Defaults of the environment. */
  readonly profile: Profile;
  /** What was asked to run once, as status remembers it. */
  readonly runs: readonly RunInput[];
  /** What names are made from. */
  readonly scope: RoleScope;
}

/** For descriptions that people read in AWS: "the pipeline team-a/shop". */
export function titleOf({ namespace, name }: Pick<PipelineModel, 'namespace' | 'name'>): string {
  return `the pipeline ${namespace}/${name}`;
}
