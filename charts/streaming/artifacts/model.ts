/**
 * Artifacts: FlinkSql and its connector in one zip, which is too large for a Kubernetes object. A function of the operator's
 * own makes each from the program in the pipeline's bucket for code and the connector's repository (docs/adr/0036).
 */
import type { Application } from '../../../crds/datapipeline.ts';
import { applications as builtIns, packer } from '../../../dataplane/index.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import { type CodeObjectModel, codeObjectModel } from '../../foundation/code/model.ts';
import { type LogGroupModel, logGroupModel } from '../../foundation/logs/group.ts';
import { LAMBDA } from '../../kinds/lambda.ts';
import { SCHEDULER } from '../../kinds/scheduler.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, objectName, shortHash } from '../../names.ts';

/** No user's function begins with a dash. */
const WORD = '-artifacts';

/** In the key of each of them, and of nothing else. */
export const PACKED = '/packed/';

/** Below which they lie in the bucket for code, and nothing else. */
export const ARTIFACTS = `applications/${builtIns.FlinkSql.name}${PACKED}`;

export const ARTIFACTS_COMPONENT = 'artifacts';

export interface ArtifactModel {
  /** metadata.name of the schedule that has it made, and its name in EventBridge Scheduler. */
  readonly object: string;
  readonly schedule: string;
  /** In the bucket for code. Says what it is made from: the program and the connector. */
  readonly key: string;
  readonly connector: { readonly url: string; readonly sha256?: string };
}

export interface ArtifactsModel {
  readonly component: string;
  /** Each once, however many applications run it. */
  readonly artifacts: readonly ArtifactModel[];
  /** FlinkSql without a connector. */
  readonly program: CodeObjectModel;
  readonly packer: PackerModel;
  readonly group: { readonly object: string; readonly group: string };
  /** EventBridge Scheduler's, to call the function. */
  readonly caller: RoleModel;
}

export interface PackerModel {
  readonly object: string;
  /** In Lambda. */
  readonly functionName: string;
  readonly code: CodeObjectModel;
  readonly role: RoleModel;
  readonly logs: LogGroupModel;
}

export function artifactModel({ scope }: Given, { name, runtime, code }: Application): ArtifactModel {
  const { FlinkSql } = builtIns;
  const known = FlinkSql.runtimes.find((each) => each.runtime === runtime)?.connector;
  if (known === undefined)
    throw new ModelError(`applications/${name}`, `SQL does not run on ${runtime}; write another runtime`);
  const { connector = { url: known.url } } = code;
  // What is released in a repository of Maven never changes, so its coordinates stand for it as well as a digest.
  const made = shortHash([FlinkSql.code.sha256, 'sha256' in connector ? connector.sha256 : known.coordinates]);
  return {
    object: objectName(scope, WORD, made),
    schedule: awsName(SCHEDULER.Schedule, scope, WORD, made),
    key: `${ARTIFACTS}${FlinkSql.code.sha256.slice(0, 16)}-${made}.zip`,
    connector,
  };
}

/** undefined where no application needs any. */
export function artifactsModel(given: Given, artifacts: readonly ArtifactModel[]): ArtifactsModel | undefined {
  if (artifacts.length === 0) return undefined;
  const { scope } = given;
  const { FlinkSql } = builtIns;
  const place = (name: string) => ({ folder: 'applications', name, ending: 'zip' });
  const codeOf = ({ zipBase64, sha256 }: { readonly zipBase64: string; readonly sha256: string }) => ({
    contentBase64: zipBase64,
    sha256,
  });
  return {
    component: ARTIFACTS_COMPONENT,
    artifacts: [...new Map(artifacts.map((artifact) => [artifact.key, artifact])).values()],
    program: codeObjectModel(scope, place(FlinkSql.name), codeOf(FlinkSql.code)),
    packer: {
      object: objectName(scope, WORD),
      functionName: awsName(LAMBDA.Function, scope, WORD),
      code: codeObjectModel(scope, place(packer.name), codeOf(packer.code)),
      role: roleModel(scope, 'artifacts', WORD),
      logs: logGroupModel(given, 'artifacts', 'pack'),
    },
    group: { object: objectName(scope, WORD), group: awsName(SCHEDULER.ScheduleGroup, scope, WORD) },
    caller: roleModel(scope, 'artifacts/call', WORD, 'call'),
  };
}
