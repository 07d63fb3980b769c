/** What steps of workflows do, and what they name that is not there. */
import { workflowOf } from './build.ts';
import type { Cases } from './cases.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const crawl: Fields = { name: 'crawl', crawler: 'raw' };
export const call: Fields = { name: 'call', function: 'enrich' };
export const ask: Fields = { name: 'ask', query: { namedQuery: 'users' } };
export const begin: Fields = { name: 'begin', application: { start: 'count' } };
export const end: Fields = { name: 'end', application: { stop: 'count' } };

export const STEP_TARGETS: Cases['bad'] = [
  {
    reason: 'step of a job that does not exist',
    spec: { ...workflowOf([{ name: 'run', job: 'owm' }]), jobs: [{ name: 'own', script: { inline: 'print(1)' } }] },
    path: 'spec.workflows[0].steps[0].job',
    message: 'step "run" names job "owm", which does not exist; write one of: own',
    by: 'check',
  },
  {
    reason: 'step of a crawler that does not exist',
    spec: workflowOf([{ name: 'crawl', crawler: 'row' }]),
    path: 'spec.workflows[0].steps[0].crawler',
    message: 'step "crawl" names crawler "row", which does not exist; write one of: raw',
    by: 'check',
  },
  {
    reason: 'step of a crawler where there are none',
    spec: { workflows: [{ name: 'batch', steps: [crawl] }] },
    path: 'spec.workflows[0].steps[0].crawler',
    message: 'step "crawl" names crawler "raw", which does not exist; write one of: none, for spec.crawlers is empty',
    by: 'check',
  },
  {
    reason: 'step of a function that does not exist',
    spec: workflowOf([{ name: 'call', function: 'enrichh' }]),
    path: 'spec.workflows[0].steps[0].function',
    message: 'step "call" names function "enrichh", which does not exist; write one of: enrich',
    by: 'check',
  },
  {
    reason: 'step of a function where there are none',
    spec: { workflows: [{ name: 'batch', steps: [call] }] },
    path: 'spec.workflows[0].steps[0].function',
    message:
      'step "call" names function "enrich", which does not exist; write one of: none, for spec.functions is empty',
    by: 'check',
  },
  {
    reason: 'step of a query that does not exist',
    spec: workflowOf([{ ...ask, query: { namedQuery: 'user' } }]),
    path: 'spec.workflows[0].steps[0].query.namedQuery',
    message: 'step "ask" names query "user", which does not exist; write one of: users',
    by: 'check',
  },
  {
    reason: 'step of a query where there are none',
    spec: { ...workflowOf([ask]), query: undefined },
    path: 'spec.workflows[0].steps[0].query.namedQuery',
    message:
      'step "ask" names query "users", which does not exist; write one of: none, for spec.query.namedQueries is empty',
    by: 'check',
  },
  {
    reason: 'step of a query that is not named',
    spec: workflowOf([{ ...ask, query: {} }]),
    path: 'spec.workflows[0].steps[0].query.namedQuery',
    message: 'namedQuery is required; add it, like namedQuery: "hourly-users"',
    by: 'structure',
  },
  {
    reason: 'start of an application that does not exist',
    spec: workflowOf([{ ...begin, application: { start: 'counts' } }]),
    path: 'spec.workflows[0].steps[0].application.start',
    message: 'step "begin" names application "counts", which does not exist; write one of: count',
    by: 'check',
  },
  {
    reason: 'stop of an application that does not exist',
    spec: workflowOf([{ ...end, application: { stop: 'counts' } }]),
    path: 'spec.workflows[0].steps[0].application.stop',
    message: 'step "end" names application "counts", which does not exist; write one of: count',
    by: 'check',
  },
  {
    reason: 'start and stop of an application in one step',
    spec: workflowOf([{ ...begin, application: { start: 'count', stop: 'count' } }]),
    path: 'spec.workflows[0].steps[0].application',
    message: 'application has both of start and stop; write exactly one',
    by: 'rule',
  },
  {
    reason: 'application with which nothing is done',
    spec: workflowOf([{ ...begin, application: {} }]),
    path: 'spec.workflows[0].steps[0].application',
    message: 'application has none of start and stop; write exactly one',
    by: 'rule',
  },
  {
    reason: 'start of an application that is suspended',
    spec: {
      ...workflowOf([begin]),
      applications: [{ name: 'count', from: 'main', to: 'counts', code: { builtIn: 'EventCounts' }, suspend: true }],
    },
    path: 'spec.workflows[0].steps[0].application.start',
    message:
      'step "begin" starts application "count", which has suspend: true; write suspend: false, for it stands still until a step starts it',
    by: 'check',
  },
];
