/** Applications on managed Flink. */

import { isSwitchedByWorkflows } from '../../../crds/applications.ts';
import type { Application } from '../../../crds/datapipeline.ts';
import { CONNECTIONS_GROUP } from '../../../crds/schema/applications.ts';
import { PropertyTooLongError } from '../../../dataplane/flink/application.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import { type Place, streamArn } from '../../arns.ts';
import { type LogGroupModel, logGroupModel } from '../../foundation/logs/group.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import { FLINK } from '../../kinds/kinesisanalyticsv2.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import { type ArtifactModel, artifactModel } from '../artifacts/model.ts';
import type { StreamModel } from '../streams/model.ts';
import { sqlProperties } from './sql.ts';

export interface ApplicationModel extends Settings {
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** In managed Flink. */
  readonly application: string;
  readonly from: StreamModel;
  readonly to?: StreamModel;
  readonly code: ApplicationCode;
  /** In order of their names: AWS keeps none, and equal applications are equal bytes. */
  readonly properties: readonly PropertyGroup[];
  /** Kept running by the operator. */
  readonly isRunning: boolean;
  /** Started and stopped by steps of workflows, and by nobody else. */
  readonly isSwitched: boolean;
  readonly logs: LogGroupModel;
  /** metadata.name of its log stream. */
  readonly logStream: string;
  readonly role: RoleModel;
}

/** Code in a bucket of the user's, or FlinkSql with its connector in the pipeline's own. */
export type ApplicationCode = { readonly given: GivenCode } | { readonly packed: ArtifactModel };

export interface GivenCode {
  readonly bucket: string;
  readonly key: string;
  readonly version?: string;
  readonly kmsKeyArn?: string;
}

type Settings = Pick<
  Application,
  'runtime' | 'parallelism' | 'parallelismPerKpu' | 'autoScaling' | 'snapshots' | 'checkpointing' | 'monitoring'
>;

export interface PropertyGroup {
  readonly propertyGroupId: string;
  readonly propertyMap: Readonly<Record<string, string>>;
}

export interface Known {
  readonly streams: readonly StreamModel[];
  readonly tables: readonly TableModel[];
}

export function applicationModels(given: Given, known: Known): readonly ApplicationModel[] {
  return (given.spec.applications ?? []).map((one) => applicationModel(given, one, known));
}

function applicationModel(given: Given, one: Application, { streams, tables }: Known): ApplicationModel {
  const { scope, spec } = given;
  const { name, runtime, parallelism, parallelismPerKpu, autoScaling, snapshots, checkpointing, monitoring } = one;
  const component = `applications/${name}`;
  const word = `application-${name}`;
  const from = named(streams, one.from, component, 'stream');
  const to = one.to === undefined ? undefined : named(streams, one.to, component, 'stream');
  // suspend All means that nothing is written: it stays as it is.
  const isToRun = !one.suspend && spec.suspend !== 'Compute';
  const isNamed = isSwitchedByWorkflows(spec, name);
  const place = { partition: spec.partition, accountId: spec.accountId, region: spec.region };
  return {
    name,
    component,
    object: objectName(scope, word),
    application: awsName(FLINK.Application, scope, name),
    from,
    ...(to === undefined ? {} : { to }),
    ...{ runtime, parallelism, parallelismPerKpu, autoScaling, snapshots, checkpointing, monitoring },
    code: codeOf(given, one),
    properties: propertiesOf(one, [
      connections(place, from, to),
      ...ofSql(one, { place, from, to, tables }, component),
    ]),
    isRunning: isToRun && !isNamed,
    isSwitched: isToRun && isNamed,
    logs: logGroupModel(given, 'applications', name),
    logStream: objectName(scope, word),
    role: roleModel(scope, component, word),
  };
}

function codeOf(given: Given, one: Application): ApplicationCode {
  return one.code.s3 === undefined ? { packed: artifactModel(given, one) } : { given: one.code.s3 };
}

function ofSql(
  one: Application,
  around: Parameters<typeof sqlProperties>[1],
  component: string,
): readonly PropertyGroup[] {
  if (one.code.s3 !== undefined) return [];
  try {
    return sqlProperties(one, around, component);
  } catch (error) {
    if (error instanceof PropertyTooLongError) throw new ModelError(component, error.message);
    throw error;
  }
}

function propertiesOf({ properties = [] }: Application, ours: readonly PropertyGroup[]): readonly PropertyGroup[] {
  const theirs = properties.map(({ name, values }) => ({ propertyGroupId: name, propertyMap: values }));
  return [...theirs, ...ours].sort((a, b) => (a.propertyGroupId < b.propertyGroupId ? -1 : 1));
}

function connections(place: Place, from: StreamModel, to: StreamModel | undefined): PropertyGroup {
  const told = (word: string, { stream }: StreamModel) => ({
    [`${word}.stream.name`]: stream,
    [`${word}.stream.arn`]: streamArn(place, stream),
  });
  return {
    propertyGroupId: CONNECTIONS_GROUP,
    propertyMap: {
      'aws.region': place.region,
      ...told('from', from),
      ...(to === undefined ? {} : told('to', to)),
    },
  };
}
