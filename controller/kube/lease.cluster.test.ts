import { describe, expect, test } from '@jest/globals';
import { cluster, eventually } from '../../test/support/cluster.ts';
import { systemClock } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { EventRecorder, eventKind } from './events.ts';
import { LeaderElection } from './lease.ts';
import { leaseKind } from './lease-record.ts';

describe('a real API server', () => {
  const { client, freshNamespace } = cluster();

  test('takes our leases, and hands over at once when one is given back', async () => {
    const namespace = await freshNamespace();
    const leaders: string[] = [];
    const candidate = (identity: string) => {
      const stop = new AbortController();
      const election = new LeaderElection({
        client,
        clock: systemClock,
        log: silentLog,
        namespace,
        name: 'operator',
        identity,
        retryPeriodMs: 100,
      });
      const work = () =>
        new Promise<void>((resolve) => {
          leaders.push(identity);
          stop.signal.addEventListener('abort', () => resolve());
        });
      return { stop, done: election.run(work, stop.signal) };
    };

    const first = candidate('first');
    await eventually(() => leaders.length === 1, { what: 'the first leader' });
    const second = candidate('second');
    const transitionsAt = async () => (await client.get(leaseKind, namespace, 'operator'))?.spec;
    const before = JSON.stringify(await transitionsAt());
    await eventually(async () => JSON.stringify(await transitionsAt()) !== before, { what: 'a renewal' });
    expect(leaders).toEqual(['first']);

    first.stop.abort();
    expect(await first.done).toBe('Stopped');
    await eventually(() => leaders.length === 2, { what: 'the second leader', timeoutMs: 3_000 });
    expect(await transitionsAt()).toMatchObject({ holderIdentity: 'second', leaseTransitions: 1 });
    second.stop.abort();
    await second.done;
  });

  test('takes our events and their series', async () => {
    const namespace = await freshNamespace();
    const lost: unknown[] = [];
    const recorder = new EventRecorder({
      client,
      clock: systemClock,
      log: { ...silentLog, debug: (fields) => lost.push(fields) },
      reportingController: 'example.com/operator',
      reportingInstance: 'operator-0',
    });
    const regarding = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'm', uid: 'u-1' };
    const input = {
      type: 'Warning',
      reason: 'ApplyFailed',
      action: 'Apply',
      note: 'could not apply bucket "raw"',
    } as const;
    recorder.record(regarding, input);
    const events = async () => (await client.list(eventKind, { namespace })).items;
    await eventually(async () => (await events()).length === 1, { what: 'the event' });
    recorder.record(regarding, input);
    recorder.record(regarding, input);
    await recorder.close();
    expect(lost).toEqual([]);
    expect(await events()).toMatchObject([{ ...input, regarding, series: { count: 3 } }]);
  });
});
