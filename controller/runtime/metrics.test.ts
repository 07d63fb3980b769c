import { describe, expect, test } from '@jest/globals';
import { FakeClock } from './fake-clock.ts';
import { Metrics } from './metrics.ts';
import { WorkQueue } from './queue.ts';

async function linesOf(metrics: Metrics, prefix: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => line.startsWith(prefix) && !line.includes('_bucket'));
}

describe('Metrics', () => {
  test('has every reconcile series at 0 before the first reconcile', async () => {
    const metrics = new Metrics();
    metrics.observeReconciles('example', 4);
    expect(await linesOf(metrics, 'controller_runtime_')).toEqual([
      'controller_runtime_reconcile_total{controller="example",result="success"} 0',
      'controller_runtime_reconcile_total{controller="example",result="error"} 0',
      'controller_runtime_reconcile_total{controller="example",result="requeue"} 0',
      'controller_runtime_reconcile_total{controller="example",result="requeue_after"} 0',
      'controller_runtime_reconcile_errors_total{controller="example"} 0',
      'controller_runtime_terminal_reconcile_errors_total{controller="example"} 0',
      'controller_runtime_reconcile_panics_total{controller="example"} 0',
      'controller_runtime_reconcile_timeouts_total{controller="example"} 0',
      'controller_runtime_reconcile_time_seconds_sum{controller="example"} 0',
      'controller_runtime_reconcile_time_seconds_count{controller="example"} 0',
      'controller_runtime_active_workers{controller="example"} 0',
      'controller_runtime_max_concurrent_reconciles{controller="example"} 4',
    ]);
  });

  test('has the forty reconcile time buckets of controller-runtime', async () => {
    const metrics = new Metrics();
    metrics.observeReconciles('example', 1);
    const text = await metrics.registry.metrics();
    const finite = text.match(/^controller_runtime_reconcile_time_seconds_bucket\{le="[0-9.]+"/gm) ?? [];
    expect([finite.length, finite[0], finite.at(-1)]).toEqual([
      40,
      'controller_runtime_reconcile_time_seconds_bucket{le="0.005"',
      'controller_runtime_reconcile_time_seconds_bucket{le="60"',
    ]);
  });

  test('counts a failed reconcile once in total, in errors and in its class', async () => {
    const metrics = new Metrics();
    const observer = metrics.observeReconciles('example', 1);
    observer.started();
    observer.finished('error', 1_500, 'Timeout');
    const lines = await linesOf(metrics, 'controller_runtime_reconcile');
    expect(lines.filter((line) => !line.endsWith(' 0'))).toEqual([
      'controller_runtime_reconcile_total{controller="example",result="error"} 1',
      'controller_runtime_reconcile_errors_total{controller="example"} 1',
      'controller_runtime_reconcile_timeouts_total{controller="example"} 1',
      'controller_runtime_reconcile_time_seconds_sum{controller="example"} 1.5',
      'controller_runtime_reconcile_time_seconds_count{controller="example"} 1',
    ]);
  });

  test('shows each pipeline in its one state, and none that is gone', async () => {
    const metrics = new Metrics();
    let pipelines = [{ namespace: 'team-a', name: 'lake', state: 'Ready' }];
    metrics.observePipelines(['Ready', 'Stalled'], () => pipelines);
    const own = (state: string): string =>
      `datapipeline_state{pipeline_namespace="team-a",pipeline="lake",state="${state}"}`;
    expect(await linesOf(metrics, 'datapipeline_state')).toEqual([`${own('Ready')} 1`, `${own('Stalled')} 0`]);
    pipelines = [{ namespace: 'team-a', name: 'lake', state: 'Stalled' }];
    expect(await linesOf(metrics, 'datapipeline_state')).toEqual([`${own('Ready')} 0`, `${own('Stalled')} 1`]);
    pipelines = [];
    expect(await linesOf(metrics, 'datapipeline_state')).toEqual([]);
  });

  test('follows a queue', async () => {
    const metrics = new Metrics();
    const clock = new FakeClock();
    const observer = metrics.observeQueue('example', () => queue);
    const queue: WorkQueue = new WorkQueue({ clock, observer });
    queue.add('a');
    queue.add('b');
    queue.add('c', { priority: 100 });
    await queue.get();
    await clock.advance(2_000);
    expect(await linesOf(metrics, 'workqueue_')).toEqual([
      'workqueue_adds_total{name="example",controller="example"} 3',
      'workqueue_retries_total{name="example",controller="example"} 0',
      'workqueue_queue_duration_seconds_sum{name="example",controller="example"} 0',
      'workqueue_queue_duration_seconds_count{name="example",controller="example"} 1',
      'workqueue_work_duration_seconds_sum{name="example",controller="example"} 0',
      'workqueue_work_duration_seconds_count{name="example",controller="example"} 0',
      'workqueue_depth{name="example",controller="example",priority="0"} 2',
      'workqueue_unfinished_work_seconds{name="example",controller="example"} 2',
      'workqueue_longest_running_processor_seconds{name="example",controller="example"} 2',
    ]);
  });

  test('labels requests without an answer as client-go does', async () => {
    const metrics = new Metrics();
    metrics.countRequest({ code: 200, method: 'GET', host: 'h' });
    metrics.countRequest({ code: undefined, method: 'GET', host: 'h' });
    expect(await linesOf(metrics, 'rest_client')).toEqual([
      'rest_client_requests_total{code="200",method="GET",host="h"} 1',
      'rest_client_requests_total{code="<error>",method="GET",host="h"} 1',
    ]);
  });

  test('reads watches when it is scraped, as counters that never double', async () => {
    const metrics = new Metrics();
    const stats = { lists: 1, watches: 2, events: 3, failures: 4, cacheMisses: 5, handlerErrors: 6 };
    const source = { kind: { group: 'g', kind: 'K' }, state: 'Synced', store: { size: 9 }, stats };
    metrics.observeWatches(() => [source]);
    await metrics.registry.metrics();
    const lines = await linesOf(metrics, 'watch_');
    expect(lines).toContain('watch_cache_misses_total{group="g",kind="K"} 5');
    expect(lines).toContain('watch_objects{group="g",kind="K"} 9');
    expect(lines).toContain('watch_state{group="g",kind="K",state="Synced"} 1');
    expect(lines).toContain('watch_state{group="g",kind="K",state="Forbidden"} 0');
  });

  test('reports the process itself', async () => {
    expect(await linesOf(new Metrics(), 'process_resident_memory_bytes')).toHaveLength(1);
  });
});
