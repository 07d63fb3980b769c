/** One pipeline as a cdk8s chart: all its parts, each built into a block of its own. */
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { STAGE_ORDER } from '../crds/identifiers.ts';
import { crawlerParts } from './batch/crawlers/block.ts';
import { emrParts } from './batch/emr/block.ts';
import { jobParts } from './batch/jobs/block.ts';
import { queryParts } from './batch/query/block.ts';
import { Block, type Managed } from './block.ts';
import { monthlyCost } from './cost/estimate.ts';
import { accessLogParts } from './foundation/access-logs/block.ts';
import { codeParts } from './foundation/code/block.ts';
import { connectionParts } from './foundation/connections/block.ts';
import { encryptionParts } from './foundation/encryption/block.ts';
import { grantParts } from './foundation/grants/block.ts';
import { networkParts } from './foundation/network/block.ts';
import { notificationsParts } from './foundation/notifications/block.ts';
import { securityParts } from './foundation/security/block.ts';
import { tableParts } from './foundation/tables/block.ts';
import { viewParts } from './foundation/views/block.ts';
import { zoneParts } from './foundation/zones/block.ts';
import { zoneEventParts } from './foundation/zones/bucket-events.ts';
import type { PipelineModel } from './model.ts';
import { alarmParts } from './monitoring/alarms/block.ts';
import { auditParts } from './monitoring/audit/block.ts';
import { budgetParts } from './monitoring/budget/block.ts';
import { dashboardParts } from './monitoring/dashboard/block.ts';
import { endingParts } from './orchestration/endings/block.ts';
import { scheduleParts } from './orchestration/schedules/block.ts';
import { triggerParts } from './orchestration/triggers/block.ts';
import { workflowParts } from './orchestration/workflows/block.ts';
import type { Part, PartsOf } from './part.ts';
import type { RenderedPart } from './rendered.ts';
import { applicationParts } from './streaming/applications/block.ts';
import { artifactParts } from './streaming/artifacts/block.ts';
import { deliveryParts } from './streaming/deliveries/block.ts';
import { functionParts } from './streaming/functions/block.ts';
import { streamParts } from './streaming/streams/block.ts';

/**
 * Every kind of block. What must know its users (the alarms know whom they watch; the topic, the network, the buckets for code and for access logs, the key) stands after them, the key last. The
 * apply order is the graph's, not this one.
 */
const PARTS: readonly PartsOf[] = [
  zoneParts,
  tableParts,
  viewParts,
  grantParts,
  streamParts,
  functionParts,
  zoneEventParts,
  applicationParts,
  artifactParts,
  deliveryParts,
  crawlerParts,
  jobParts,
  emrParts,
  securityParts,
  connectionParts,
  queryParts,
  workflowParts,
  scheduleParts,
  triggerParts,
  auditParts,
  endingParts,
  alarmParts,
  dashboardParts,
  budgetParts,
  notificationsParts,
  networkParts,
  codeParts,
  accessLogParts,
  encryptionParts,
];

/** The parts of a pipeline as far as its rollout goes. */
export function partsOf(model: PipelineModel): readonly Part[] {
  const last = STAGE_ORDER.indexOf(model.through);
  return PARTS.reduce<readonly Part[]>(
    (before, parts) => before.concat(parts(model, before).filter(({ stage }) => STAGE_ORDER.indexOf(stage) <= last)),
    [],
  );
}

export class PipelineChart extends Chart {
  /** Everything the chart made, in no particular order. */
  readonly resources: readonly Managed[];
  /** In the order of PARTS. */
  readonly parts: readonly RenderedPart[];

  constructor(scope: Construct, id: string, model: PipelineModel) {
    super(scope, id, { namespace: model.namespace });
    const built = partsOf(model).map((part) => {
      const block = new Block(this, model, part);
      part.build(block);
      return { part, block };
    });
    this.resources = built.flatMap(({ block }) => block.resources);
    this.parts = built.map(({ part, part: { component, stage, uses, facts = {} }, block: { roleArns } }) => ({
      component,
      stage,
      facts: { ...facts, ...(Object.keys(roleArns).length > 0 && { roleArns }) },
      uses: uses.map(({ by, of, allow }) => ({ by, of, sids: allow.map(({ sid }) => sid) })),
      cost: monthlyCost(part),
    }));
  }
}
