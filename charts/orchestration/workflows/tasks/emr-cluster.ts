/**
 * Runs a job on a cluster that is made for it, and ends the cluster whatever comes of it: the run's own error ends the step once the
 * cluster is told to end. When the step is stopped from outside (the execution is aborted or takes too long, a step beside it
 * fails) no state runs any more; then Step Functions cancels what it waits for, and the cluster ends by itself as idle (docs/adr/0038).
 */
import type { Json } from '../../../../crds/kubernetes.ts';
import { integrationArn, type Place } from '../../../arns.ts';
import { scriptLocation } from '../../../batch/jobs/base.ts';
import { clusterRequest } from '../../../batch/jobs/emr-cluster/cluster.ts';
import type { EmrClusterJobModel } from '../../../batch/jobs/emr-cluster/model.ts';
import { runOnCluster } from '../../../batch/jobs/emr-cluster/uses.ts';
import { confList, GLUE_CATALOG } from '../../../batch/jobs/spark-submit.ts';
import type { PipelineModel } from '../../../model.ts';
import { asAsked, onTransient } from '../asl/retry.ts';
import { type Body, parallel, type States } from '../asl/states.ts';
import type { StepTarget } from '../model.ts';
import type { TaskKind } from './task.ts';

/** What the service says when it had no time, and what its client says of errors that it does not know. */
const TRANSIENT = [
  'ElasticMapReduce.InternalServerException',
  'ElasticMapReduce.InternalServerErrorException',
  'ElasticMapReduce.ThrottlingException',
  'ElasticMapReduce.SdkClientException',
];
/** Seconds in which a cluster is made, and in which it ends. */
const MAKING = 3600;
const ENDING = 1800;
/** Of a call that is answered at once. */
const ANSWERED = 60;

export const emrClusterTask: TaskKind<Extract<StepTarget, { readonly kind: 'EmrClusterJob' }>> = {
  state: ({ model, step }, { job }) =>
    parallel([onCluster(model, step.name, job, step.timeoutSeconds)], {
      // The input may be anything.
      Parameters: {},
      // What took too long once is not begun again.
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 0 }, ...asAsked(step.retry, 'States.ALL')],
    }),
  uses: (by, model, { job }) => [runOnCluster(by, model, job)],
};

function onCluster(model: PipelineModel, name: string, job: EmrClusterJobModel, timeoutSeconds: number): States {
  const { place } = model;
  const state = (what: string): string => `${name}: ${what}`;
  const ClusterId = { 'ClusterId.$': '$.cluster.ClusterId' };
  return {
    StartAt: state('make a cluster'),
    States: {
      [state('make a cluster')]: {
        ...call(place, 'createCluster.sync', clusterRequest(model, job), Math.min(timeoutSeconds, MAKING)),
        ResultSelector: { 'ClusterId.$': '$.ClusterId' },
        ResultPath: '$.cluster',
        Next: state('run'),
      },
      [state('run')]: {
        ...call(
          place,
          'addStep.sync',
          { ...ClusterId, Step: stepOf(model, job) },
          Math.min(timeoutSeconds, job.timeoutMinutes * 60),
        ),
        ResultPath: null,
        Catch: [
          { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: state('end the cluster after a failure') },
        ],
        Next: state('end the cluster'),
      },
      // Without Catch: a cluster that goes on is something that somebody must hear of.
      [state('end the cluster')]: {
        ...call(place, 'terminateCluster.sync', ClusterId, ENDING),
        ResultPath: null,
        End: true,
      },
      [state('end the cluster after a failure')]: {
        ...call(place, 'terminateCluster', ClusterId, ANSWERED),
        ResultPath: null,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.second', Next: state('failed') }],
        Next: state('failed'),
      },
      [state('failed')]: {
        Type: 'Fail',
        ErrorPath: '$.failure.Error',
        CausePath: 'States.JsonToString($.failure)',
      },
    },
  };
}

function call(place: Place, integration: string, Parameters: Json, TimeoutSeconds: number): Body {
  return {
    Type: 'Task',
    Resource: integrationArn(place, `elasticmapreduce:${integration}`),
    Parameters,
    TimeoutSeconds,
    Retry: [onTransient(TRANSIENT)],
  };
}

/** The step goes on to the next one when it fails, for there is none: what ends the cluster is the workflow. */
function stepOf({ code }: PipelineModel, job: EmrClusterJobModel): Json {
  return {
    // As its cluster: its events, by which an alarm knows it, name neither cluster nor job otherwise.
    Name: job.cluster,
    ActionOnFailure: 'CONTINUE',
    HadoopJarStep: {
      Jar: 'command-runner.jar',
      Args: [
        'spark-submit',
        '--deploy-mode',
        'cluster',
        ...confList(GLUE_CATALOG),
        scriptLocation(job, code),
        ...job.scriptArguments,
      ],
    },
  };
}
