/**
 * One Lambda function: its code as an object named after its content, its log group, its role, and itself. Every change
 * publishes a version, so that what ran before can be looked at; callers call the newest (docs/adr/0031).
 */
import { Function as LambdaFunction } from '../../../imports/lambda.ts';
import { useOfKeyFor } from '../../access/key.ts';
import { lambdaTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { functionArn, roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { addCode } from '../../foundation/code/block.ts';
import { bringCode } from '../../foundation/code/uses.ts';
import { ENCRYPTION, keyNamed } from '../../foundation/encryption/uses.ts';
import { addLogGroup, logTo } from '../../foundation/logs/group.ts';
import { functionInterfaces, inNetwork, vpcConfigOf } from '../../foundation/network/uses.ts';
import { LAMBDA } from '../../kinds/lambda.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { observed } from '../../observed.ts';
import type { Part } from '../../part.ts';
import { functionAlarms } from './alarms.ts';
import { functionCost } from './cost.ts';
import type { FunctionModel } from './model.ts';
import { functionWidgets } from './widgets.ts';

export function functionParts(model: PipelineModel): readonly Part[] {
  return model.functions.map((one) => {
    const uses = usesOf(model, one);
    return {
      component: one.component,
      stage: 'Streaming',
      uses,
      facts: {
        functions: {
          name: one.name,
          functionName: one.functionName,
          version: observed(LAMBDA.Function, one.object, 'version'),
          logGroup: one.logs.group,
        },
      },
      cost: functionCost(model, one, model.monthlyRuns.get(one.component) ?? 0),
      alarms: functionAlarms(one),
      widgets: functionWidgets(one),
      build: (block) => build(block, model, one, uses),
    };
  });
}

function usesOf(model: PipelineModel, one: FunctionModel): readonly Use[] {
  const uses = [
    ...logTo(model, one.logs).map(byLambda),
    ...(Object.keys(one.environment ?? {}).length === 0 ? [] : [readOwnEnvironment(model, one)]),
    ...('own' in one.code ? [bringCode(one.component, model)] : []),
  ];
  return [...uses, ...inNetwork(one.component, model, uses, functionInterfaces(model))];
}

/** Lambda writes the logs of a function itself, outside the network that the function stands in. */
function byLambda(use: Use): Use {
  return { ...use, calls: [] };
}

/** Lambda decrypts the environment as the function's role, for this very function. */
function readOwnEnvironment({ place, key }: PipelineModel, { component, functionName }: FunctionModel): Use {
  return {
    by: component,
    of: ENCRYPTION,
    after: keyNamed(key),
    allow: [
      useOfKeyFor(place, key.identity, {
        sid: 'DecryptEnvironment',
        actions: ['kms:Decrypt'],
        context: { 'aws:lambda:FunctionArn': functionArn(place, functionName) },
      }),
    ],
    calls: [],
  };
}

function build(block: Block, model: PipelineModel, one: FunctionModel, uses: readonly Use[]): void {
  const { place, key, code: bucket } = model;
  const { code, environment, reservedConcurrency } = one;
  const vpcConfig = vpcConfigOf(model);
  addLogGroup(block, model, one.logs);
  const object = 'own' in code ? [addCode(block, model, code.own, uses)] : [];
  const access = block.role(one.role, {
    description: `Function ${one.name} of ${titleOf(model)}`,
    trust: lambdaTrust(),
    uses,
  });
  block.managed(LambdaFunction, {
    name: one.object,
    awsName: one.functionName,
    after: [...object, access, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      description: `Function ${one.name} of ${titleOf(model)}`,
      role: roleArn(place, one.role),
      runtime: one.runtime,
      handler: one.handler,
      packageType: 'Zip',
      architectures: ['arm64'],
      memorySize: one.memoryMiB,
      timeout: one.timeoutSeconds,
      publish: true,
      kmsKeyArn: key.arn,
      loggingConfig: { logFormat: 'Text', logGroup: one.logs.group },
      ...(Object.keys(environment).length === 0 ? {} : { environment: { variables: environment } }),
      ...(vpcConfig === undefined ? {} : { vpcConfig }),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      ...('own' in code ? { s3Bucket: bucket.bucket, s3Key: code.own.key } : locationOf(code.given)),
    },
  });
}

function locationOf({
  bucket,
  key,
  version,
}: {
  readonly bucket: string;
  readonly key: string;
  readonly version?: string;
}) {
  return { s3Bucket: bucket, s3Key: key, ...(version === undefined ? {} : { s3ObjectVersion: version }) };
}
