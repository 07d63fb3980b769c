/** Roles of the account that get at the data of a pipeline, though they are not the pipeline's. */
import type { Grantee } from '../../../crds/datapipeline.ts';
import { IAM } from '../../kinds/iam.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName, shortHash } from '../../names.ts';
import { named } from '../../reference.ts';
import type { TableModel } from '../tables/model.ts';
import type { ZoneModel } from '../zones/model.ts';

export interface GrantModel {
  readonly name: string;
  /** "readers/analysts" */
  readonly component: string;
  /** Also writes. */
  readonly writes: boolean;
  /** metadata.name of the policy. */
  readonly object: string;
  /** In IAM. */
  readonly policy: string;
  /** metadata.name of what attaches it: it can go to no other role. */
  readonly attachment: string;
  readonly roleArn: string;
  /** As wholes. */
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
}

interface Known {
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
}

export function grantModels(given: Given, known: Known): readonly GrantModel[] {
  const { readers = [], writers = [] } = given.spec.access ?? {};
  return [
    ...readers.map((grantee) => grantModel(given, known, grantee, 'reader')),
    ...writers.map((grantee) => grantModel(given, known, grantee, 'writer')),
  ];
}

function grantModel({ scope }: Given, known: Known, grantee: Grantee, what: 'reader' | 'writer'): GrantModel {
  const { name, roleArn, zones = [], tables = [] } = grantee;
  const component = `${what}s/${name}`;
  return {
    name,
    component,
    writes: what === 'writer',
    object: objectName(scope, `${what}-${name}`),
    policy: awsName(IAM.Policy, scope, `${what}-${name}`),
    attachment: objectName(scope, `${what}-${name}`, shortHash([roleArn])),
    roleArn,
    zones: zones.map((zone) => named(known.zones, zone, component, 'zone')),
    tables: tables.map((table) => named(known.tables, table, component, 'table')),
  };
}
