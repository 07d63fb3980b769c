/** What it means to run a saved query: to start it in the workgroup, read what it reads, and leave the result. */
import type { Use } from '../../access/use.ts';
import { athenaArn } from '../../arns.ts';
import { readObjects, readTable } from '../../foundation/tables/uses.ts';
import { readCatalog, readZone, writeZone } from '../../foundation/zones/uses.ts';
import { ATHENA } from '../../kinds/athena.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import type { NamedQueryModel } from './model.ts';

export const QUERY = 'query';

/** Runs its text in the workgroup, waits for the end and can stop it. Athena reads and writes with the rights of who starts it. */
export function runQuery(by: string, model: PipelineModel, query: NamedQueryModel): readonly Use[] {
  const { place, query: group } = model;
  if (group === undefined) throw new ModelError(by, 'has no workgroup to run queries in; write spec.query');
  const start: Use = {
    by,
    of: QUERY,
    after: [idOf(ATHENA.Workgroup, group.object)],
    allow: [
      {
        sid: 'RunQuery',
        actions: [
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
        ],
        resources: [athenaArn(place, 'workgroup', group.workgroup)],
      },
      {
        sid: 'FindCatalog',
        actions: ['athena:GetDataCatalog'],
        resources: [athenaArn(place, 'datacatalog', 'AwsDataCatalog')],
      },
    ],
    calls: ['athena'],
  };
  return [
    start,
    ...query.reads.flatMap((zone) => [readCatalog(by, model, zone), readZone(by, model, zone)]),
    ...query.readsTables.flatMap((table) => [readTable(by, model, table), readObjects(by, model, table)]),
    readZone(by, model, group.resultsZone, group.prefix),
    writeZone(by, model, group.resultsZone, group.prefix, { deletes: false }),
  ];
}
