/** The workflows that are executed and linted here: some of each kind of step, and many of random graphs. */

import { queueUrl } from '../../charts/arns.ts';
import { decide } from '../../charts/decide.ts';
import { notificationsOf } from '../../charts/foundation/notifications/uses.ts';
import type { StepTarget } from '../../charts/orchestration/workflows/model.ts';
import { renderPipeline } from '../../charts/render.ts';
import { calledArn } from '../../charts/streaming/functions/uses.ts';
import { find, specOf } from '../../charts/testing/render.ts';
import { applyDefaults } from '../../crds/validate/defaults.ts';
import { validateDataPipeline } from '../../crds/validate/validate.ts';
import { historyOf } from '../../crds/workflow-history.ts';
import { type GraphStep, randomGraphs } from './graphs.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Flow {
  /** Unique. */
  readonly name: string;
  /** As it is rendered. */
  readonly definition: string;
  /** Where the input of failed executions goes. */
  readonly queue?: string;
  /** Who is told of failures. */
  readonly topic?: string;
  readonly steps: readonly FlowStep[];
  /** As many events its history may have, as the checks of specs count them. */
  readonly mostEvents?: number;
  /** Of random graphs. */
  readonly isForksAndJoins?: boolean;
}

export interface FlowStep {
  readonly name: string;
  readonly after: readonly string[];
  readonly kind: StepTarget['kind'];
  /** What it runs, as AWS is asked for it. */
  readonly runs: readonly string[];
}

/** What deals with executions that were stopped or timed out. */
const ENDINGS = '-endings';
const GRAPHS = 220;
const PER_PIPELINE = 20;

export function flows(): readonly Flow[] {
  return [...flowsOf(eachKind()), ...ofGraphs()];
}

/** @throws when a spec would be refused */
function flowsOf(spec: Fields): readonly Flow[] {
  const object = {
    apiVersion: 'datapipelines.dev/v1alpha1',
    kind: 'DataPipeline',
    metadata: { name: 'shop', namespace: 'team-a' },
    spec: {
      environment: 'Development',
      accountId: '123456789012',
      region: 'eu-central-1',
      providerConfigRef: { name: 'default' },
      ...spec,
    },
  };
  const faults = validateDataPipeline(object);
  if (faults.length > 0) throw new Error(`a flow is refused: ${JSON.stringify(faults)}`);
  const pipeline = applyDefaults(object);
  const model = decide(pipeline);
  const rendered = renderPipeline(pipeline);
  const { place } = model;
  const runs = (target: StepTarget): readonly string[] => {
    switch (target.kind) {
      case 'Application':
        return [target.application.application];
      case 'Crawler':
        return target.crawler.crawlers.map(({ crawler }) => crawler);
      case 'Function':
        return [calledArn(place, target.called)];
      case 'GlueJob':
        return [target.job.job];
      case 'EmrServerlessJob':
      case 'EmrClusterJob':
        return [target.job.name];
      case 'Query':
        return [target.query.sql];
      default:
        return [];
    }
  };
  const definitionOf = (object: string) =>
    String(specOf(find(rendered, 'sfn.StateMachine', object)).forProvider.definition);
  const written = pipeline.spec.workflows ?? [];
  const workflows = model.workflows.map(({ name, component, object, deadLetters, notify, steps }) => ({
    name,
    definition: definitionOf(object),
    ...(deadLetters === undefined ? {} : { queue: queueUrl(place, deadLetters.queue) }),
    ...(notify ? { topic: notificationsOf(component, model).arn } : {}),
    mostEvents: historyOf(written.find((each) => each.name === name)?.steps ?? [], pipeline.spec.jobs ?? []).events,
    steps: steps.map((step) => ({
      name: step.name,
      after: step.after,
      kind: step.target.kind,
      runs: runs(step.target),
    })),
  }));
  if (model.endings === undefined) return workflows;
  return [...workflows, { name: ENDINGS, definition: definitionOf(model.endings.object), steps: [] }];
}

const inline = (name: string, more: Fields = {}): Fields => ({ name, script: { inline: 'print(1)\n' }, ...more });

/** Each kind of step with what can become of it; test_steps.py and its neighbours name them. */
function eachKind(): Fields {
  const clean = { name: 'clean', job: 'clean' };
  const enrich = { name: 'enrich', function: 'enrich' };
  return {
    notifications: {},
    network: { managed: { nat: 'Single', interfaceEndpoints: 'None' } },
    zones: [{ name: 'raw' }, { name: 'mixed' }, { name: 'results' }],
    tables: [
      {
        name: 'orders',
        zone: 'mixed',
        columns: [{ name: 'id', type: 'string' }],
        partitionKeys: [{ name: 'day', type: 'string' }],
        partitionProjection: false,
      },
    ],
    functions: [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }],
    crawlers: [
      { name: 'raw', zone: 'raw' },
      // Declared tables are crawled as tables, beside what lies in the zone: two crawlers of AWS.
      { name: 'mixed', zone: 'mixed' },
    ],
    jobs: [inline('clean'), inline('big', { onlyIn: ['Production'] }), ...onEmr()],
    streams: [{ name: 'main' }, { name: 'counts' }],
    applications: ['count', 'other'].map((name) => ({
      name,
      from: 'main',
      to: 'counts',
      code: { builtIn: 'EventCounts' },
      snapshots: name === 'count',
    })),
    query: {
      resultsZone: 'raw',
      // Step Functions reads neither paths nor intrinsic functions in it.
      namedQueries: [{ name: 'users', sql: `SELECT '"$.x"', "States.Format('{}')" -- $$.Execution.Id` }],
    },
    workflows: [
      { name: 'on-serverless', steps: [{ name: 'report', job: 'serverless', timeoutMinutes: 60 }] },
      {
        name: 'on-cluster',
        timeoutMinutes: 600,
        steps: [{ name: 'report', job: 'cluster', retry: { attempts: 1, backoffSeconds: 60 } }],
      },
      {
        name: 'beside-cluster',
        timeoutMinutes: 600,
        steps: [{ name: 'report', job: 'cluster' }, clean],
      },
      {
        name: 'all',
        onFailure: { notify: true },
        steps: [
          { name: 'discover', crawler: 'raw' },
          { ...clean, after: ['discover'] },
          { ...enrich, after: ['clean'] },
          { name: 'pause', wait: { seconds: 300 }, after: ['enrich'] },
        ],
      },
      { name: 'only-told', onFailure: { deadLetter: false, notify: true }, steps: [clean] },
      { name: 'in-silence', onFailure: { deadLetter: false }, steps: [clean] },
      { name: 'one-crawl', steps: [{ name: 'discover', crawler: 'raw', timeoutMinutes: 60 }] },
      {
        name: 'crawl-again',
        steps: [{ name: 'discover', crawler: 'raw', timeoutMinutes: 60, retry: { attempts: 2, backoffSeconds: 100 } }],
      },
      { name: 'day-long', steps: [{ name: 'discover', crawler: 'raw' }] },
      {
        name: 'many-crawls',
        steps: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => ({ name, crawler: 'mixed' })),
      },
      { name: 'two-crawls', steps: [{ name: 'discover', crawler: 'mixed', timeoutMinutes: 60 }] },
      {
        name: 'job-again',
        steps: [{ ...clean, timeoutMinutes: 30, retry: { attempts: 3, backoffSeconds: 60 } }],
      },
      {
        name: 'call-again',
        steps: [{ ...enrich, timeoutMinutes: 5, retry: { attempts: 2, backoffSeconds: 10 } }],
      },
      {
        name: 'bridged',
        steps: [clean, { name: 'big', job: 'big', after: ['clean'] }, { ...enrich, after: ['big'] }],
      },
      {
        name: 'ask',
        steps: [
          {
            name: 'ask',
            query: { namedQuery: 'users' },
            timeoutMinutes: 10,
            retry: { attempts: 2, backoffSeconds: 60 },
          },
        ],
      },
      {
        name: 'backlog',
        steps: [
          { name: 'begin', application: { start: 'count' }, timeoutMinutes: 20 },
          { ...clean, after: ['begin'] },
          { name: 'end', application: { stop: 'count' }, after: ['clean'], timeoutMinutes: 20 },
        ],
      },
      {
        name: 'begin-again',
        steps: [
          {
            name: 'begin',
            application: { start: 'other' },
            timeoutMinutes: 20,
            retry: { attempts: 1, backoffSeconds: 60 },
          },
        ],
      },
      { name: 'side-by-side', steps: [clean, enrich, { name: 'pause', wait: { seconds: 900 } }] },
      {
        name: 'too-long',
        timeoutMinutes: 60,
        onFailure: { notify: true },
        steps: [clean, { ...enrich, after: ['clean'] }],
      },
    ],
  };
}

function onEmr(): readonly Fields[] {
  const instanceTypes = ['m7g.xlarge'];
  const maximum = { cpu: '32 vCPU', memory: '128 GB', disk: '400 GB' };
  const emrCluster = {
    release: 'emr-7.13.0',
    applications: ['Spark', 'Hive'],
    primary: { instanceTypes },
    core: { instanceTypes, max: 4 },
    task: { instanceTypes, max: 8 },
  };
  return [
    inline('serverless', { emrServerless: { release: 'emr-7.13.0', maximum } }),
    inline('cluster', { timeoutMinutes: 60, arguments: { '--day': 'today' }, emrCluster }),
  ];
}

function ofGraphs(): readonly Flow[] {
  const graphs = randomGraphs(GRAPHS);
  return Array.from({ length: Math.ceil(GRAPHS / PER_PIPELINE) }, (_, pipeline) => {
    const first = pipeline * PER_PIPELINE;
    const some = graphs.slice(first, first + PER_PIPELINE);
    return flowsOf({
      ...stepsToRun(),
      workflows: some.map(({ steps }, index) => workflowOf(first + index, steps)),
    })
      .filter(({ name }) => name !== ENDINGS)
      .map((flow, index) => ({ ...flow, isForksAndJoins: some[index]?.isForksAndJoins === true }));
  }).flat();
}

/** A step of its own for each name, of the kind that its number says: no two of a graph run the same. */
function stepsToRun(): Fields {
  const numbers = Array.from({ length: 9 }, (_, index) => index);
  return {
    zones: [{ name: 'raw' }],
    crawlers: [{ name: 'raw', zone: 'raw' }],
    functions: numbers.map((index) => ({ name: `f${index}`, code: { builtIn: 'EnrichEvents' } })),
    jobs: numbers.flatMap((index) => [inline(`j${index}`), inline(`n${index}`, { onlyIn: ['Production'] })]),
  };
}

function workflowOf(number: number, steps: readonly GraphStep[]): Fields {
  return {
    name: `graph-${number}`,
    steps: steps.map(({ name, after }, position) => ({
      name,
      ...(after.length === 0 ? {} : { after }),
      ...doing(name, position + number),
    })),
  };
}

function doing(step: string, chance: number): Fields {
  const index = step.slice(1);
  if (step === 's0' && chance % 3 === 0) return { crawler: 'raw' };
  return [
    { function: `f${index}` },
    { job: `j${index}` },
    { job: `j${index}` },
    { wait: { seconds: 60 } },
    { job: `n${index}` },
  ][chance % 5] as Fields;
}
