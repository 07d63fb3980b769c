/**
 * What makes the artifacts of a pipeline: the program in the bucket for code, a function that adds the connector to it, and a
 * schedule for each artifact, which calls the function when it is made and again and again after that. The function stands
 * in no network of the pipeline's: it must reach the connector's repository and sees no data.
 */

import { packer as packApplication } from '../../../dataplane/index.ts';
import { Function as LambdaFunction } from '../../../imports/lambda.ts';
import { Schedule, ScheduleGroup } from '../../../imports/scheduler.ts';
import { lambdaTrust, schedulerTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { functionArn, roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { addCode } from '../../foundation/code/block.ts';
import { bringCode, readCode, writeCodeOnce } from '../../foundation/code/uses.ts';
import { addLogGroup, logTo } from '../../foundation/logs/group.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { ARTIFACTS, type ArtifactsModel } from './model.ts';

/** How soon one that was lost, or that could not be fetched, is tried again. */
const EVERY = 'rate(15 minutes)';

export function artifactParts(model: PipelineModel): readonly Part[] {
  const { artifacts } = model;
  if (artifacts === undefined) return [];
  const uses = usesOf(model, artifacts);
  const calls = [callPacker(model, artifacts)];
  return [
    {
      component: artifacts.component,
      stage: 'Streaming',
      uses: [...uses, ...calls],
      build: (block) => build(block, model, artifacts, { uses, calls }),
    },
  ];
}

function usesOf(model: PipelineModel, { component, packer, program }: ArtifactsModel): readonly Use[] {
  return [
    bringCode(component, model),
    readCode(component, model, program.key, ['s3:GetObject']),
    writeCodeOnce(component, model, ARTIFACTS),
    ...logTo(model, { ...packer.logs, component }),
  ];
}

function callPacker({ place }: PipelineModel, { component, packer }: ArtifactsModel): Use {
  const resources = [functionArn(place, packer.functionName)];
  return {
    by: component,
    of: component,
    after: [],
    allow: [{ sid: 'Pack', actions: ['lambda:InvokeFunction'], resources }],
    calls: ['lambda'],
  };
}

function build(
  block: Block,
  model: PipelineModel,
  artifacts: ArtifactsModel,
  { uses, calls }: { readonly uses: readonly Use[]; readonly calls: readonly Use[] },
): void {
  const { place, code, key } = model;
  const { packer, program, group, caller } = artifacts;
  const title = `Packs applications of ${titleOf(model)}`;
  addLogGroup(block, model, packer.logs);
  const objects = [addCode(block, model, program, uses), addCode(block, model, packer.code, uses)];
  const access = block.role(packer.role, { description: title, trust: lambdaTrust(), uses });
  const made = block.managed(LambdaFunction, {
    name: packer.object,
    awsName: packer.functionName,
    after: [...objects, access, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      description: title,
      role: roleArn(place, packer.role),
      runtime: packApplication.runtime,
      handler: packApplication.handler,
      packageType: 'Zip',
      architectures: ['arm64'],
      memorySize: packApplication.memoryMiB,
      timeout: packApplication.timeoutSeconds,
      publish: false,
      kmsKeyArn: key.arn,
      loggingConfig: { logFormat: 'Text', logGroup: packer.logs.group },
      s3Bucket: code.bucket,
      s3Key: packer.code.key,
    },
  });
  const shared = block.managed(ScheduleGroup, {
    name: group.object,
    forProvider: { region: place.region, name: group.group },
  });
  const mayCall = block.role(caller, {
    description: `Has applications of ${titleOf(model)} packed`,
    trust: schedulerTrust(place, group.group),
    uses: calls,
  });
  for (const { object, schedule, key: target, connector } of artifacts.artifacts) {
    block.managed(Schedule, {
      name: object,
      after: [made, shared, mayCall],
      forProvider: {
        region: place.region,
        name: schedule,
        groupName: group.group,
        description: title,
        // Without a start date the first call comes at once.
        scheduleExpression: EVERY,
        scheduleExpressionTimezone: 'UTC',
        flexibleTimeWindow: { mode: 'OFF' },
        state: 'ENABLED',
        actionAfterCompletion: 'NONE',
        target: {
          arn: functionArn(place, packer.functionName),
          roleArn: roleArn(place, caller),
          input: JSON.stringify({
            bucket: code.bucket,
            program: program.key,
            target,
            path: packApplication.connectorPath,
            ...connector,
          }),
          retryPolicy: { maximumEventAgeInSeconds: 600, maximumRetryAttempts: 5 },
        },
      },
    });
  }
}
