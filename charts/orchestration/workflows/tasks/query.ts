/** Runs a saved query and waits for its end. When the step ends before it, Step Functions stops the query. */
import { integrationArn } from '../../../arns.ts';
import { runQuery } from '../../../batch/query/uses.ts';
import { asAsked, onBusy, onTransient } from '../asl/retry.ts';
import type { StepTarget } from '../model.ts';
import type { TaskKind } from './task.ts';

/** What Athena says when it had no time, and what its client says of errors that it does not know. */
const TRANSIENT = ['Athena.InternalServerException', 'Athena.AmazonAthenaException', 'Athena.SdkClientException'];
/** The account runs and queues as many queries as it may. */
const BUSY = ['Athena.TooManyRequestsException'];

export const queryTask: TaskKind<Extract<StepTarget, { readonly kind: 'Query' }>> = {
  state: ({ model: { place }, step }, { query, workgroup }) => ({
    Type: 'Task',
    Resource: integrationArn(place, 'athena:startQueryExecution.sync'),
    Parameters: {
      // Its text: AWS draws the id of a saved query, and draws another when the text changes.
      QueryString: query.sql,
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: query.database },
      WorkGroup: workgroup,
    },
    ResultPath: null,
    TimeoutSeconds: step.timeoutSeconds,
    Retry: [onTransient(TRANSIENT), onBusy(BUSY), ...asAsked(step.retry, 'States.TaskFailed')],
  }),
  uses: (by, model, { query }) => runQuery(by, model, query),
};
