/** The type of a DataPipelineGrant, as stored. It comes from the schema. */
import type { KubeObject } from './kubernetes.ts';
import type { Stored } from './schema/fields.ts';
import type { grantSpec } from './schema/grant.ts';

export type DataPipelineGrantSpec = Stored<typeof grantSpec>;

export interface DataPipelineGrant extends KubeObject {
  readonly spec: DataPipelineGrantSpec;
}
