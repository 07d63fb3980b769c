/** The Athena workgroup and its saved queries. Whoever queries has rights of their own: the workgroup has no role. */
import { NamedQuery, Workgroup } from '../../../imports/athena.ts';
import { afterAll } from '../../access/use.ts';
import type { Block } from '../../block.ts';
import { writeZone } from '../../foundation/zones/uses.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { queryCost } from './cost.ts';
import type { QueryModel } from './model.ts';
import { QUERY } from './uses.ts';

export function queryParts(model: PipelineModel): readonly Part[] {
  const { query } = model;
  if (query === undefined) return [];
  return [
    {
      component: QUERY,
      stage: 'Batch',
      classification: query.resultsZone.classification,
      uses: [],
      cost: queryCost(),
      facts: { workgroup: query.workgroup },
      build: (block) => build(block, model, query),
    },
  ];
}

function build(block: Block, model: PipelineModel, query: QueryModel): void {
  const { place, key } = model;
  const { resultsZone: zone, prefix } = query;
  const workgroup = block.managed(Workgroup, {
    name: query.object,
    awsName: query.workgroup,
    // Results are as safe as all that is written to the zone.
    after: afterAll([writeZone(QUERY, model, zone, prefix, { deletes: false })]),
    forProvider: {
      region: place.region,
      description: `Queries of ${titleOf(model)}`,
      state: 'ENABLED',
      configuration: {
        // Nobody's own settings can lead results elsewhere or leave them unencrypted.
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: query.scanLimitBytes,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${zone.bucket}/${prefix}`,
          expectedBucketOwner: place.accountId,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: key.arn },
        },
      },
      // With its saved queries and the history of those that ran; results stay in the zone.
      forceDestroy: true,
    },
  });
  for (const { object, name, description, sql, database } of query.queries) {
    block.managed(NamedQuery, {
      name: object,
      after: [workgroup],
      forProvider: {
        region: place.region,
        name,
        ...(description === undefined ? {} : { description }),
        workgroup: query.workgroup,
        database,
        query: sql,
      },
    });
  }
}
