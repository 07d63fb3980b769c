/** /metrics as a running operator gives it, with every metric that it has: for what names them (alerts, dashboard, docs). */
import { PIPELINE_STATES } from '../../controller/pipeline/status/state.ts';
import { FakeClock } from '../../controller/runtime/fake-clock.ts';
import { Metrics } from '../../controller/runtime/metrics.ts';
import { WorkQueue } from '../../controller/runtime/queue.ts';

export function everyMetric(): Metrics {
  const metrics = new Metrics();
  metrics.observeReconciles('datapipeline', 1);
  const queue: WorkQueue = new WorkQueue({
    clock: new FakeClock(),
    observer: metrics.observeQueue('datapipeline', () => queue),
  });
  metrics.observeWatches(() => [
    {
      kind: { group: 'kinesis.aws.m.upbound.io', kind: 'Stream' },
      state: 'Forbidden',
      store: { size: 0 },
      stats: { lists: 0, watches: 0, events: 0, failures: 0, cacheMisses: 0, handlerErrors: 0 },
    },
  ]);
  metrics.observePipelines(PIPELINE_STATES, () => [{ namespace: 'team-a', name: 'lake', state: 'Ready' }]);
  metrics.observeOpenness(() => true);
  metrics.setLeader('datapipeline-operator', true);
  metrics.countRequest({ code: 200, method: 'GET', host: 'kubernetes' });
  return metrics;
}

interface Selector {
  readonly metric: string;
  /** `state="Forbidden"`; those that Prometheus itself adds are left out. */
  readonly matchers: readonly { readonly label: string; readonly values: readonly string[] }[];
}

/** Of a PromQL expression, as ours are written: a name with matchers in braces, no negation, alternatives by `|`. */
export function selectorsOf(expression: string): readonly Selector[] {
  return [...expression.matchAll(/([a-z_][a-z0-9_]*)\{([^}]*)\}/g)].map(([, metric = '', inside = '']) => ({
    metric,
    matchers: [...inside.matchAll(/(\w+)=~?"([^"]*)"/g)].flatMap(([, label = '', value = '']) =>
      label === 'job' ? [] : [{ label, values: value.split('|') }],
    ),
  }));
}

/** What of an expression no series of the operator has, as text; none is well. */
export async function unknownIn(expression: string, metrics: Metrics): Promise<readonly string[]> {
  const lines = (await metrics.registry.metrics()).split('\n');
  return selectorsOf(expression).flatMap(({ metric, matchers }) => {
    const series = lines.filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
    if (series.length === 0) return [metric];
    return matchers.flatMap(({ label, values }) =>
      values
        .filter((value) => !series.some((line) => line.includes(`${label}="${value}"`)))
        .map((value) => `${metric}{${label}="${value}"}`),
    );
  });
}
