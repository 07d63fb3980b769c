/** The checks of all sections: a section that is not named here is a type error. */
import type { DataPipelineSpec } from '../datapipeline.ts';
import type { SectionName } from '../schema/sections.ts';
import type { Fault } from '../validate/fault.ts';
import type { Warning } from '../validate/warning.ts';
import { accessChecks } from './access.ts';
import { applicationsChecks } from './applications.ts';
import { auditChecks } from './audit.ts';
import { budgetChecks } from './budget.ts';
import type { SectionChecks } from './checks.ts';
import { crawlersChecks } from './crawlers.ts';
import { deliveriesChecks } from './deliveries.ts';
import { encryptionChecks } from './encryption.ts';
import { functionsChecks } from './functions.ts';
import { identityChecks } from './identity.ts';
import { jobsChecks } from './jobs.ts';
import { monitoringChecks } from './monitoring.ts';
import { networkChecks } from './network.ts';
import { notificationsChecks } from './notifications.ts';
import { operationChecks } from './operation.ts';
import { queryChecks } from './query.ts';
import { schedulesChecks } from './schedules.ts';
import { streamsChecks } from './streams.ts';
import { tablesChecks } from './tables.ts';
import { triggersChecks } from './triggers.ts';
import { viewsChecks } from './views.ts';
import { workflowsChecks } from './workflows.ts';
import { zonesChecks } from './zones.ts';

const CHECKS: Readonly<Record<SectionName, SectionChecks>> = {
  identity: identityChecks,
  access: accessChecks,
  encryption: encryptionChecks,
  network: networkChecks,
  zones: zonesChecks,
  tables: tablesChecks,
  views: viewsChecks,
  streams: streamsChecks,
  functions: functionsChecks,
  applications: applicationsChecks,
  deliveries: deliveriesChecks,
  crawlers: crawlersChecks,
  jobs: jobsChecks,
  workflows: workflowsChecks,
  schedules: schedulesChecks,
  triggers: triggersChecks,
  query: queryChecks,
  audit: auditChecks,
  monitoring: monitoringChecks,
  notifications: notificationsChecks,
  budget: budgetChecks,
  operation: operationChecks,
};

/** Of a spec with defaults applied whose types are right. In the order of the spec. */
export function checkFaults(spec: DataPipelineSpec): Fault[] {
  return Object.values(CHECKS).flatMap(({ faults }) => faults?.(spec) ?? []);
}

/** Of a valid spec with defaults applied. In the order of the spec. */
export function warningsFor(spec: DataPipelineSpec): Warning[] {
  return Object.values(CHECKS).flatMap(({ warnings }) => warnings?.(spec) ?? []);
}
