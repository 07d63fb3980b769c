/**
 * Runs a crawler and waits for its end: Step Functions has no .sync for crawlers. One that runs already began before this step
 * and may have missed what the steps before it wrote: its end is waited for, and then it is started again. All waiting together is
 * bounded by the step's time-out, and so is the number of looks, for an execution has room for 25,000 events
 * (crds/workflow-history.ts): what AWS refuses for a moment is not asked again at once, but counts as a look.
 */
import type { Json } from '../../../../crds/kubernetes.ts';
import { integrationArn, type Place } from '../../../arns.ts';
import type { GlueCrawler } from '../../../batch/crawlers/model.ts';
import { runCrawler } from '../../../batch/crawlers/uses.ts';
import { asAsked } from '../asl/retry.ts';
import { type Body, parallel, type States } from '../asl/states.ts';
import type { StepTarget } from '../model.ts';
import { counted, LOOKING, type Looks, looksWithin, PAUSE, tooOften } from './looks.ts';
import type { TaskKind } from './task.ts';

const RUNNING = 'Glue.CrawlerRunningException';
const TIMED_OUT = 'CrawlerTimedOut';
/** What the service says when it had no time, and what its client says of errors that Glue's model does not know. */
const TRANSIENT = [
  'Glue.OperationTimeoutException',
  'Glue.InternalServiceException',
  'Glue.ThrottlingException',
  'Glue.GlueException',
  'Glue.SdkClientException',
  'States.Timeout',
];

export const crawlerTask: TaskKind<Extract<StepTarget, { readonly kind: 'Crawler' }>> = {
  state: ({ model: { place }, step }, { crawler }) =>
    parallel(
      crawler.crawlers.map((one, index) => {
        const which = crawler.crawlers.length === 1 ? '' : ` ${index + 1}`;
        return crawl(
          place,
          `${step.name}${which}`,
          crawler.logs.group,
          one,
          looksWithin(step.timeoutSeconds, step.looks),
        );
      }),
      {
        Parameters: LOOKING,
        // What took too long once is not begun again.
        Retry: [{ ErrorEquals: [TIMED_OUT], MaxAttempts: 0 }, ...asAsked(step.retry, 'States.ALL')],
      },
    ),
  uses: (by, model, { crawler }) => [runCrawler(by, model, crawler)],
};

function crawl(place: Place, name: string, logs: string, { crawler }: GlueCrawler, looks: Looks): States {
  const state = (what: string): string => `${name}: ${what}`;
  const call = (operation: string): Body => ({
    Type: 'Task',
    Resource: integrationArn(place, `aws-sdk:glue:${operation}`),
    Parameters: { Name: crawler },
    TimeoutSeconds: 60,
  });
  const count: Body = { Type: 'Pass', Parameters: counted(looks) };
  const tooLong = tooOften(looks, state('too long'));
  const ready: Json = { Variable: '$.found.Crawler.State', StringEquals: 'READY' };
  const last = '$.found.Crawler.LastCrawl.Status';
  return {
    StartAt: state('start'),
    States: {
      [state('start')]: {
        ...call('startCrawler'),
        ResultPath: null,
        Catch: [{ ErrorEquals: [RUNNING, ...TRANSIENT], ResultPath: null, Next: state('busy') }],
        Next: state('wait'),
      },
      [state('busy')]: { ...count, Next: state('busy for how long') },
      [state('busy for how long')]: { Type: 'Choice', Choices: [tooLong], Default: state('wait until free') },
      [state('wait until free')]: { ...PAUSE, Next: state('start') },
      [state('wait')]: { ...PAUSE, Next: state('count') },
      [state('count')]: { ...count, Next: state('look') },
      [state('look')]: {
        ...call('getCrawler'),
        ResultPath: '$.found',
        Catch: [{ ErrorEquals: TRANSIENT, ResultPath: null, Next: state('not seen') }],
        Next: state('how is it'),
      },
      [state('not seen')]: { Type: 'Choice', Choices: [tooLong], Default: state('wait') },
      [state('how is it')]: {
        Type: 'Choice',
        Choices: [
          {
            And: [ready, { Variable: last, IsPresent: true }, { Variable: last, StringEquals: 'SUCCEEDED' }],
            Next: state('done'),
          },
          { ...(ready as object), Next: state('failed') },
          tooLong,
        ],
        Default: state('wait'),
      },
      [state('done')]: { Type: 'Succeed' },
      [state('failed')]: {
        Type: 'Fail',
        Error: 'CrawlerFailed',
        Cause: `The last crawl of crawler ${crawler} did not succeed; see the log stream ${crawler} of ${logs}.`,
      },
      [state('too long')]: {
        Type: 'Fail',
        Error: TIMED_OUT,
        Cause: `Crawler ${crawler} was not done within ${looks.seconds} seconds. It is not stopped.`,
      },
    },
  };
}
