/** Triggers. */
import type { Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const WORKFLOW = { name: 'batch', steps: [{ name: 'discover', crawler: 'raw' }] };
const trigger = (fields: Fields = {}, more: Fields = {}): Fields => ({
  crawlers: [{ name: 'raw', zone: 'raw' }],
  workflows: [WORKFLOW],
  triggers: [{ name: 'landed', objectCreated: { zone: 'raw', prefix: 'inbox/' }, workflow: 'batch', ...fields }],
  ...more,
});
const writing = (to: Fields, objectCreated: Fields): Fields =>
  trigger(
    { objectCreated },
    {
      jobs: [{ name: 'clean', script: { inline: 'print(1)' }, to, glue: { sparkUI: false } }],
      workflows: [{ name: 'batch', steps: [{ name: 'clean', job: 'clean' }] }],
    },
  );
const watching = (objectCreated: Fields): Fields => trigger({ objectCreated });

export const triggersCases: Cases = {
  good: [
    { reason: 'objects below a prefix', spec: trigger() },
    { reason: 'objects of one kind, one by one, at once', spec: trigger({ batch: { objects: 1, seconds: 0 } }) },
    { reason: 'both ends of a key', spec: watching({ zone: 'raw', prefix: "in*box/o'hara/", suffix: '.csv.gz' }) },
    { reason: 'all of a zone', spec: watching({ zone: 'curated' }) },
    {
      reason: 'a zone whose other folder the workflow writes',
      spec: writing({ zone: { name: 'raw', prefix: 'clean/' } }, { zone: 'raw', prefix: 'inbox/' }),
    },
    {
      reason: 'a folder that the workflow writes, by what its objects do not end with',
      spec: writing({ zone: { name: 'raw', prefix: 'clean/' } }, { zone: 'raw', suffix: '.csv' }),
    },
  ],
  bad: [
    {
      reason: 'a trigger of nothing',
      spec: trigger({ objectCreated: undefined }),
      path: 'spec.triggers[0].objectCreated',
      message: 'objectCreated is required; add objectCreated',
      by: 'structure',
    },
    {
      reason: 'a trigger without workflow',
      spec: trigger({ workflow: undefined }),
      path: 'spec.triggers[0].workflow',
      message: 'workflow is required; add it, like workflow: "batch"',
      by: 'structure',
    },
    {
      reason: 'a trigger of a zone that does not exist',
      spec: watching({ zone: 'gold' }),
      path: 'spec.triggers',
      message:
        'trigger "landed" names objectCreated.zone "gold", which does not exist; write one of: raw, processed, curated, results',
      by: 'rule',
    },
    {
      reason: 'a trigger of another workflow',
      spec: trigger({ workflow: 'nightly' }),
      path: 'spec.triggers',
      message: 'trigger "landed" names workflow "nightly", which does not exist; write one of: batch',
      by: 'rule',
    },
    {
      reason: 'a trigger without workflows',
      spec: trigger({}, { workflows: undefined }),
      path: 'spec.triggers',
      message:
        'trigger "landed" names workflow "batch", which does not exist; write one of: none, for spec.workflows is empty',
      by: 'rule',
    },
    {
      reason: 'a prefix without slash',
      spec: watching({ zone: 'raw', prefix: 'inbox' }),
      path: 'spec.triggers[0].objectCreated.prefix',
      message:
        'prefix "inbox" is not a path of letters, digits and ! _ . * \' ( ) = - that ends in a slash; write it like inbox/',
      by: 'rule',
    },
    {
      reason: 'a pattern for a suffix',
      spec: watching({ zone: 'raw', suffix: '*.csv' }),
      path: 'spec.triggers[0].objectCreated.suffix',
      message: 'suffix "*.csv" is not an ending of letters, digits and ! _ . \' ( ) = -; write one like .csv',
      by: 'rule',
    },
    {
      reason: 'a folder for a suffix',
      spec: watching({ zone: 'raw', suffix: '/done' }),
      path: 'spec.triggers[0].objectCreated.suffix',
      message: 'suffix "/done" is not an ending of letters, digits and ! _ . \' ( ) = -; write one like .csv',
      by: 'rule',
    },
    {
      reason: 'more objects than an execution can be told of',
      spec: trigger({ batch: { objects: 101 } }),
      path: 'spec.triggers[0].batch.objects',
      message: 'must be at most 100; write 100 or less',
      by: 'structure',
    },
    {
      reason: 'no objects',
      spec: trigger({ batch: { objects: 0 } }),
      path: 'spec.triggers[0].batch.objects',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'longer than a pipe gathers',
      spec: trigger({ batch: { seconds: 301 } }),
      path: 'spec.triggers[0].batch.seconds',
      message: 'must be at most 300; write 300 or less',
      by: 'structure',
    },
    {
      reason: 'a workflow that would start itself',
      spec: writing({ zone: { name: 'raw', prefix: 'clean/' } }, { zone: 'raw' }),
      path: 'spec.triggers[0].objectCreated',
      message:
        'trigger "landed" notices what job "clean" of its workflow "batch" writes, which starts the workflow again without end; write a prefix that it does not write to, or a suffix',
      by: 'check',
    },
    {
      reason: 'a workflow that would start itself by a folder of what it writes',
      spec: writing({ zone: { name: 'raw', prefix: 'clean/' } }, { zone: 'raw', prefix: 'clean/new/' }),
      path: 'spec.triggers[0].objectCreated',
      message:
        'trigger "landed" notices what job "clean" of its workflow "batch" writes, which starts the workflow again without end; write a prefix that it does not write to, or a suffix',
      by: 'check',
    },
    {
      reason: 'a workflow that would start itself by the results of its query',
      spec: trigger(
        { objectCreated: { zone: 'results', prefix: 'athena/' } },
        {
          query: { namedQueries: [{ name: 'users', sql: 'SELECT 1' }] },
          workflows: [{ name: 'batch', steps: [{ name: 'ask', query: { namedQuery: 'users' } }] }],
        },
      ),
      path: 'spec.triggers[0].objectCreated',
      message:
        'trigger "landed" notices what query "users" of its workflow "batch" writes, which starts the workflow again without end; write a prefix that it does not write to, or a suffix',
      by: 'check',
    },
  ],
};
