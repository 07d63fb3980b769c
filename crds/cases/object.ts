/** Of the object as a whole, and of several sections at once. */
import { membersOf } from '../schema/sections.ts';
import type { Cases } from './cases.ts';

export const objectCases: Cases = {
  good: [
    { reason: 'accountId and region are enough', spec: {} },
    {
      reason: 'nulls are fields left out',
      spec: { zones: null, tables: null, naming: null, encryption: { rotationDays: null } },
    },
    { reason: 'empty lists', spec: { tables: [], streams: [], crawlers: [], schedules: [] } },
    { reason: 'labels and annotations', spec: {}, metadata: { labels: { team: 'a' }, annotations: { 'a.b/c': '{}' } } },
    {
      reason: 'update of everything that may change',
      before: { tags: { a: 'b' }, zones: [{ name: 'raw' }], streams: [{ name: 's', mode: 'PROVISIONED', shards: 1 }] },
      spec: {
        environment: 'Production',
        zones: [{ name: 'curated' }, { name: 'raw', classification: 'Restricted' }],
        streams: [{ name: 's', mode: 'ON_DEMAND' }],
        suspend: 'Compute',
        rollout: { through: 'Foundation' },
        deletionPolicy: 'Delete',
      },
    },
  ],
  bad: [
    {
      reason: 'misspelt field',
      spec: { acountId: '1' },
      path: 'spec.acountId',
      message: 'there is no field acountId in spec; write accountId',
      by: 'structure',
    },
    {
      reason: 'field of a later version',
      spec: { governance: {} },
      path: 'spec.governance',
      message:
        // The sections are many hands' work: the list is theirs.
        `there is no field governance in spec; use one of: ${Object.keys(membersOf('spec')).join(', ')}`,
      by: 'structure',
    },
    { reason: 'spec missing', spec: undefined, path: 'spec', message: 'spec is required; add spec', by: 'structure' },
    {
      reason: 'unknown field of metadata',
      metadata: { label: { a: 'b' } },
      path: 'metadata.label',
      message: 'there is no field label in metadata; write labels',
      by: 'structure',
    },
    {
      reason: 'metadata.name too long',
      metadata: { name: 'n'.repeat(64) },
      path: 'metadata.name',
      message: 'must have at most 63 characters; keep 63 characters at most',
      by: 'structure',
    },
    {
      reason: 'metadata.name with a dot',
      metadata: { name: 'click.stream' },
      path: 'metadata.name',
      message:
        'metadata.name "click.stream" has a dot, but it becomes a label; write lower-case letters, digits and dashes, like clickstream',
      by: 'rule',
    },
    {
      reason: 'label is a number',
      metadata: { labels: { tier: 1 } },
      path: 'metadata.labels.tier',
      message: 'must be text, not number 1; put it in quotes: "1"',
      by: 'structure',
    },
  ],
};
