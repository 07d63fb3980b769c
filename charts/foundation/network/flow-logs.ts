/**
 * Flow logs of the VPC: who talked to whom, in a log group of the pipeline. Nothing of a flow log can be changed in AWS but its
 * tags, and nothing here depends on the spec but the VPC, whose name it has, and the role.
 */
import { FlowLog } from '../../../imports/ec2.ts';
import { flowLogTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { logGroupArn, roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { EC2 } from '../../kinds/ec2.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { observed } from '../../observed.ts';
import { addLogGroup, logTo } from '../logs/group.ts';
import { describeLogs } from '../logs/uses.ts';
import type { FlowLogModel, OwnNetworkModel } from './model.ts';

/** The longest interval that AWS gathers over, in seconds: each record is paid for. */
const AGGREGATION_SECONDS = 600;

/** EC2 looks for the group and the stream before it writes. Source: VPC guide, "IAM role for publishing flow logs". */
export function flowLogUses(model: PipelineModel, { logs }: FlowLogModel): readonly Use[] {
  return [...logTo(model, logs), describeLogs(logs.component, model, logs)];
}

export function addFlowLog(
  block: Block,
  model: PipelineModel,
  { object: network }: OwnNetworkModel,
  { object, logs, role }: FlowLogModel,
  uses: readonly Use[],
): void {
  const { place } = model;
  const group = addLogGroup(block, model, logs);
  const access = block.role(role, {
    description: `Flow logs of ${titleOf(model)}`,
    trust: flowLogTrust(place),
    uses,
  });
  block.managed(FlowLog, {
    name: object,
    after: [group, access, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      vpcId: observed(EC2.VPC, network, 'id'),
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logGroupArn(place, logs.group),
      iamRoleArn: roleArn(place, role),
      maxAggregationInterval: AGGREGATION_SECONDS,
    },
  });
}
