/**
 * The sections of spec, in the order of the reference. This list makes spec.ts and status.ts; its keys must have their
 * checks (checks/all.ts) and their cases (cases/all.ts), or the compiler says so.
 */

import { accessSection } from './access.ts';
import { applicationsSection } from './applications.ts';
import { auditSection } from './audit.ts';
import { budgetSection } from './budget.ts';
import { crawlersSection } from './crawlers.ts';
import { deliveriesSection } from './deliveries.ts';
import { encryptionSection } from './encryption.ts';
import { functionsSection } from './functions.ts';
import { identitySection } from './identity.ts';
import { jobsSection } from './jobs.ts';
import { monitoringSection } from './monitoring.ts';
import { networkSection } from './network.ts';
import { notificationsSection } from './notifications.ts';
import { operationSection } from './operation.ts';
import { querySection } from './query.ts';
import { schedulesSection } from './schedules.ts';
import type { Section } from './section.ts';
import { streamsSection } from './streams.ts';
import { tablesSection } from './tables.ts';
import { triggersSection } from './triggers.ts';
import { viewsSection } from './views.ts';
import { workflowsSection } from './workflows.ts';
import { zonesSection } from './zones.ts';

export const SECTIONS = {
  identity: identitySection,
  access: accessSection,
  encryption: encryptionSection,
  network: networkSection,
  zones: zonesSection,
  tables: tablesSection,
  views: viewsSection,
  streams: streamsSection,
  functions: functionsSection,
  applications: applicationsSection,
  deliveries: deliveriesSection,
  crawlers: crawlersSection,
  jobs: jobsSection,
  workflows: workflowsSection,
  schedules: schedulesSection,
  triggers: triggersSection,
  query: querySection,
  audit: auditSection,
  monitoring: monitoringSection,
  notifications: notificationsSection,
  budget: budgetSection,
  operation: operationSection,
};

export type SectionName = keyof typeof SECTIONS;

export type * from './access.ts';
export type * from './applications.ts';
export type * from './audit.ts';
export type * from './budget.ts';
export type * from './crawlers.ts';
export type * from './deliveries.ts';
export type * from './emr.ts';
export type * from './emr-cluster.ts';
export type * from './encryption.ts';
export type * from './functions.ts';
export type * from './identity.ts';
export type * from './jobs.ts';
export type * from './lifecycle.ts';
export type * from './monitoring.ts';
export type * from './network.ts';
export type * from './notifications.ts';
export type * from './operation.ts';
export type * from './query.ts';
export type * from './runs.ts';
export type * from './schedules.ts';
export type * from './streams.ts';
export type * from './tables.ts';
export type * from './triggers.ts';
export type * from './views.ts';
export type * from './workflows.ts';
export type * from './zones.ts';

type Part = 'spec' | 'status';
type PartOf<S, P extends Part> =
  S extends Section<infer Spec, infer Status> ? (P extends 'spec' ? Spec : Status) : never;
type Together<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? { [Name in keyof All]: All[Name] }
  : never;

/** The members that all sections give to spec or status, each with its exact type. */
export type MembersOf<P extends Part> = Together<PartOf<(typeof SECTIONS)[SectionName], P>>;

export function membersOf<P extends Part>(part: P): MembersOf<P> {
  return Object.assign({}, ...Object.values(SECTIONS).map((section) => section[part])) as MembersOf<P>;
}
