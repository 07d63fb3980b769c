/** All cases, by section: a section without cases is a type error. */
import type { SectionName } from '../schema/sections.ts';
import { accessCases } from './access.ts';
import { applicationsCases } from './applications.ts';
import { auditCases } from './audit.ts';
import { budgetCases } from './budget.ts';
import type { BadSpec, Cases, GoodSpec } from './cases.ts';
import { crawlersCases } from './crawlers.ts';
import { deliveriesCases } from './deliveries.ts';
import { encryptionCases } from './encryption.ts';
import { functionsCases } from './functions.ts';
import { identityCases } from './identity.ts';
import { jobsCases } from './jobs.ts';
import { monitoringCases } from './monitoring.ts';
import { networkCases } from './network.ts';
import { notificationsCases } from './notifications.ts';
import { objectCases } from './object.ts';
import { operationCases } from './operation.ts';
import { queryCases } from './query.ts';
import { schedulesCases } from './schedules.ts';
import { streamsCases } from './streams.ts';
import { tablesCases } from './tables.ts';
import { triggersCases } from './triggers.ts';
import { viewsCases } from './views.ts';
import { workflowsCases } from './workflows.ts';
import { zonesCases } from './zones.ts';

export const CASES: Readonly<Record<SectionName | 'object', Cases>> = {
  object: objectCases,
  identity: identityCases,
  access: accessCases,
  encryption: encryptionCases,
  network: networkCases,
  zones: zonesCases,
  tables: tablesCases,
  views: viewsCases,
  streams: streamsCases,
  functions: functionsCases,
  applications: applicationsCases,
  deliveries: deliveriesCases,
  crawlers: crawlersCases,
  jobs: jobsCases,
  workflows: workflowsCases,
  schedules: schedulesCases,
  triggers: triggersCases,
  query: queryCases,
  audit: auditCases,
  budget: budgetCases,
  monitoring: monitoringCases,
  notifications: notificationsCases,
  operation: operationCases,
};

export const GOOD_SPECS: readonly GoodSpec[] = Object.values(CASES).flatMap(({ good }) => good);
export const BAD_SPECS: readonly BadSpec[] = Object.values(CASES).flatMap(({ bad }) => bad);
