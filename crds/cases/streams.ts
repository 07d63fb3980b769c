/** Streams. */
import type { Cases } from './cases.ts';

export const streamsCases: Cases = {
  good: [
    { reason: 'shards without mode', spec: { streams: [{ name: 'main', shards: 3 }] } },
    {
      reason: 'provisioned stream with fan-out',
      spec: {
        streams: [
          { name: 'main', mode: 'PROVISIONED', shards: 10, retentionHours: 8760, consumers: [{ name: 'fraud' }] },
        ],
      },
    },
  ],
  bad: [
    {
      reason: 'ON_DEMAND with shards',
      spec: { streams: [{ name: 'main', mode: 'ON_DEMAND', shards: 2 }] },
      path: 'spec.streams[0].shards',
      message:
        'shards does not apply to stream "main" with mode ON_DEMAND, which scales by itself; remove shards, or write mode: PROVISIONED',
      by: 'rule',
    },
    {
      reason: 'PROVISIONED without shards',
      spec: { streams: [{ name: 'main', mode: 'PROVISIONED' }] },
      path: 'spec.streams[0].shards',
      message: 'stream "main" has mode PROVISIONED but no number of shards; write shards, or mode: ON_DEMAND',
      by: 'rule',
    },
    {
      reason: 'stream mode in CamelCase',
      spec: { streams: [{ name: 'main', mode: 'OnDemand' }] },
      path: 'spec.streams[0].mode',
      message: '"OnDemand" is not a value of mode; write ON_DEMAND',
      by: 'structure',
    },
    {
      reason: 'retention below a day',
      spec: { streams: [{ name: 'main', retentionHours: 1 }] },
      path: 'spec.streams[0].retentionHours',
      message: 'must be at least 24; write 24 or more',
      by: 'structure',
    },
    {
      reason: 'retention above a year',
      spec: { streams: [{ name: 'main', retentionHours: 8761 }] },
      path: 'spec.streams[0].retentionHours',
      message: 'must be at most 8760; write 8760 or less',
      by: 'structure',
    },
    {
      reason: 'shards is text',
      spec: { streams: [{ name: 'main', mode: 'PROVISIONED', shards: '10' }] },
      path: 'spec.streams[0].shards',
      message: 'must be a whole number, not text; write a number without quotes, like 2',
      by: 'structure',
    },
    {
      reason: 'consumer twice',
      spec: { streams: [{ name: 'main', consumers: [{ name: 'a' }, { name: 'a' }] }] },
      path: 'spec.streams[0].consumers[1].name',
      message: 'name "a" occurs twice in its list; give each its own',
      by: 'structure',
    },
    {
      reason: 'too many consumers',
      spec: { streams: [{ name: 'main', consumers: Array.from({ length: 21 }, (_, i) => ({ name: `c${i}` })) }] },
      path: 'spec.streams[0].consumers',
      message: 'must have at most 20 items; keep 20 items at most',
      by: 'structure',
    },
  ],
};
