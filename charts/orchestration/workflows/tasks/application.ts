/**
 * Starts or stops an application and waits until it runs or stands still: Step Functions has no .sync for that. One that is as
 * it should be already is left alone; one on its way to another state is waited for. All waiting together is bounded by the
 * step's time-out, and so is the number of looks, for an execution has room for 25,000 events
 * (crds/workflow-history.ts).
 */
import type { Json } from '../../../../crds/kubernetes.ts';
import { integrationArn } from '../../../arns.ts';
import { type Switching, switchApplication } from '../../../streaming/applications/uses.ts';
import { asAsked } from '../asl/retry.ts';
import { type Body, parallel, type States } from '../asl/states.ts';
import type { StepTarget } from '../model.ts';
import { counted, LOOKING, looksWithin, PAUSE, tooOften } from './looks.ts';
import type { TaskContext, TaskKind } from './task.ts';

type Target = Extract<StepTarget, { readonly kind: 'Application' }>;

/** Which state it is switched from, and to; source: DescribeApplication, ApplicationStatus. */
const STATUS = {
  Start: { call: 'startApplication', from: 'READY', to: 'RUNNING', undone: 'did not start' },
  Stop: { call: 'stopApplication', from: 'RUNNING', to: 'READY', undone: 'did not stop' },
} as const satisfies Record<Switching, object>;

/** Somebody else switches it just now, or changes it. */
const IN_USE = ['KinesisAnalyticsV2.ResourceInUseException', 'KinesisAnalyticsV2.ConcurrentModificationException'];
/** What the client says of errors that it does not know, and when it had no connection. */
const TRANSIENT = [
  'KinesisAnalyticsV2.KinesisAnalyticsV2Exception',
  'KinesisAnalyticsV2.SdkClientException',
  'States.Timeout',
];
const TIMED_OUT = 'ApplicationTimedOut';

export const applicationTask: TaskKind<Target> = {
  state: (context, target) =>
    parallel([switched(context, target)], {
      Parameters: { ...LOOKING, asked: false },
      // What took too long once is not begun again.
      Retry: [{ ErrorEquals: [TIMED_OUT], MaxAttempts: 0 }, ...asAsked(context.step.retry, 'States.ALL')],
    }),
  uses: (by, model, { application, switching }) => [switchApplication(by, model, application, switching)],
};

function switched({ model: { place }, step }: TaskContext, { application: one, switching }: Target): States {
  const { call, from, to, undone } = STATUS[switching];
  const looks = looksWithin(step.timeoutSeconds, step.looks);
  const state = (what: string): string => `${step.name}: ${what}`;
  const task = (operation: string, Parameters: Json): Body => ({
    Type: 'Task',
    Resource: integrationArn(place, `aws-sdk:kinesisanalyticsv2:${operation}`),
    Parameters,
    TimeoutSeconds: 60,
  });
  const is = (status: string): Json => ({
    Variable: '$.found.ApplicationDetail.ApplicationStatus',
    StringEquals: status,
  });
  const count = (asked: object): Body => ({
    Type: 'Pass',
    Parameters: { ...counted(looks), ...asked },
    Next: state('wait'),
  });
  return {
    StartAt: state('look'),
    States: {
      [state('look')]: {
        ...task('describeApplication', { ApplicationName: one.application }),
        ResultPath: '$.found',
        Catch: [{ ErrorEquals: TRANSIENT, ResultPath: null, Next: state('not seen') }],
        Next: state('how is it'),
      },
      [state('not seen')]: { Type: 'Choice', Choices: [tooOften(looks, state('too long'))], Default: state('count') },
      [state('how is it')]: {
        Type: 'Choice',
        Choices: [
          { ...(is(to) as object), Next: state('done') },
          { And: [is(from), { Variable: '$.asked', BooleanEquals: true }], Next: state('failed') },
          tooOften(looks, state('too long')),
          { ...(is(from) as object), Next: state(call) },
        ],
        Default: state('count'),
      },
      [state(call)]: {
        ...task(call, { ApplicationName: one.application, ...(switching === 'Start' ? restoring(one.snapshots) : {}) }),
        ResultPath: null,
        Catch: [{ ErrorEquals: [...IN_USE, ...TRANSIENT], ResultPath: null, Next: state('count') }],
        Next: state('count as asked'),
      },
      [state('count as asked')]: count({ asked: true }),
      [state('count')]: count({ 'asked.$': '$.asked' }),
      [state('wait')]: { ...PAUSE, Next: state('look') },
      [state('done')]: { Type: 'Succeed' },
      [state('failed')]: {
        Type: 'Fail',
        Error: 'ApplicationFailed',
        Cause: `Application ${one.application} ${undone} and is ${from} again; see the log group ${one.logs.group}.`,
      },
      [state('too long')]: {
        Type: 'Fail',
        Error: TIMED_OUT,
        Cause: `Application ${one.application} was not ${to} within ${looks.seconds} seconds; see the log group ${one.logs.group}.`,
      },
    },
  };
}

/** As the operator starts it. */
function restoring(snapshots: boolean): object {
  const ApplicationRestoreType = snapshots ? 'RESTORE_FROM_LATEST_SNAPSHOT' : 'SKIP_RESTORE_FROM_SNAPSHOT';
  return { RunConfiguration: { ApplicationRestoreConfiguration: { ApplicationRestoreType } } };
}
