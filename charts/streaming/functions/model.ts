/** Lambda functions. */
import { createHash } from 'node:crypto';
import type { LambdaFunction } from '../../../crds/datapipeline.ts';
import { functions as builtIns } from '../../../dataplane/index.ts';
import { deterministicZip } from '../../../dataplane/zip.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import { type CodeObjectModel, codeObjectModel } from '../../foundation/code/model.ts';
import { type LogGroupModel, logGroupModel } from '../../foundation/logs/group.ts';
import { LAMBDA } from '../../kinds/lambda.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, objectName } from '../../names.ts';

export interface FunctionModel {
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** In Lambda. */
  readonly functionName: string;
  readonly runtime: string;
  readonly handler: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly code: FunctionCode;
  readonly logs: LogGroupModel;
  readonly role: RoleModel;
}

/** Code that the pipeline brings along, or a zip that is there. */
export type FunctionCode =
  | { readonly own: CodeObjectModel }
  | { readonly given: { readonly bucket: string; readonly key: string; readonly version?: string } };

const DEFAULTS = { memoryMiB: 256, timeoutSeconds: 60 } as const;

export function functionModels(given: Given): readonly FunctionModel[] {
  return (given.spec.functions ?? []).map((one) => functionModel(given, one));
}

function functionModel(given: Given, one: LambdaFunction): FunctionModel {
  const { scope } = given;
  const { name, code } = one;
  const builtIn = code.builtIn === undefined ? undefined : builtIns[code.builtIn];
  const { memoryMiB, timeoutSeconds } = builtIn ?? DEFAULTS;
  return {
    name,
    component: `functions/${name}`,
    object: objectName(scope, name),
    functionName: awsName(LAMBDA.Function, scope, name),
    runtime: one.runtime ?? builtIn?.runtime ?? missing(name, 'runtime'),
    handler: builtIn?.handler ?? code.inline?.handler ?? one.handler ?? missing(name, 'handler'),
    memoryMiB: one.memoryMiB ?? memoryMiB,
    timeoutSeconds: one.timeoutSeconds ?? timeoutSeconds,
    environment: one.environment ?? {},
    ...(one.reservedConcurrency === undefined ? {} : { reservedConcurrency: one.reservedConcurrency }),
    code: codeOf(given, one),
    logs: logGroupModel(given, 'functions', name),
    role: roleModel(scope, `functions/${name}`, `function-${name}`),
  };
}

function codeOf({ scope }: Given, { name, code }: LambdaFunction): FunctionCode {
  const { builtIn, inline, s3 } = code;
  if (s3 !== undefined) return { given: s3 };
  const place = { folder: 'functions', name, ending: 'zip' };
  if (builtIn !== undefined) {
    const { zipBase64, sha256 } = builtIns[builtIn].code;
    return { own: codeObjectModel(scope, place, { contentBase64: zipBase64, sha256 }) };
  }
  if (inline === undefined) return missing(name, 'code');
  const zip = Buffer.from(deterministicZip(inline.files));
  const sha256 = createHash('sha256').update(zip).digest('hex');
  return { own: codeObjectModel(scope, place, { contentBase64: zip.toString('base64'), sha256 }) };
}

function missing(name: string, field: string): never {
  throw new ModelError(`functions/${name}`, `has no ${field}; write ${field}`);
}
