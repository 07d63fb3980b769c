/** The kinds that we define: what their CustomResourceDefinitions and reference pages are made from. */
import { DATA_PIPELINE, DATA_PIPELINE_GRANT } from './identifiers.ts';
import type { JsonObject, ResourceKind } from './kubernetes.ts';
import { grantRoot } from './schema/grant.ts';
import { root } from './schema/root.ts';

export interface Definition {
  readonly kind: ResourceKind;
  readonly shortName: string;
  /** Columns of `kubectl get`; priority 1 only with `-o wide`. */
  readonly columns: readonly JsonObject[];
  /** The schema of the whole object. */
  readonly root: object;
}

const AGE = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

export const PIPELINE_DEFINITION: Definition = {
  kind: DATA_PIPELINE,
  shortName: 'dpl',
  columns: [
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Status', type: 'string', jsonPath: '.status.summary.status' },
    { name: 'Resources', type: 'string', jsonPath: '.status.summary.resources' },
    { name: 'Environment', type: 'string', jsonPath: '.spec.environment', priority: 1 },
    { name: 'Region', type: 'string', jsonPath: '.spec.region', priority: 1 },
    { name: 'Cost', type: 'string', jsonPath: '.status.estimatedMonthlyCost.amountUSD', priority: 1 },
    { name: 'Next run', type: 'string', jsonPath: '.status.summary.nextRun', priority: 1 },
    AGE,
  ],
  root,
};

export const GRANT_DEFINITION: Definition = {
  kind: DATA_PIPELINE_GRANT,
  shortName: 'dpg',
  columns: [
    { name: 'Namespaces', type: 'string', jsonPath: '.spec.namespaces.names' },
    { name: 'Accounts', type: 'string', jsonPath: '.spec.accounts' },
    { name: 'Regions', type: 'string', jsonPath: '.spec.regions' },
    AGE,
  ],
  root: grantRoot,
};

export const DEFINITIONS: readonly Definition[] = [PIPELINE_DEFINITION, GRANT_DEFINITION];
