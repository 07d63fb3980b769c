/** The alerts of manifests/monitoring.yaml ask for metrics that the operator has, and each is explained in the runbook. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ALERTS } from '../charts/operator/monitoring-chart.ts';
import { FakeClock } from '../controller/runtime/fake-clock.ts';
import { Metrics } from '../controller/runtime/metrics.ts';
import { WorkQueue } from '../controller/runtime/queue.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '../docs/runbooks/operator.md'), 'utf8');

async function exposed(): Promise<string> {
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
  metrics.observeOpenness(() => true);
  metrics.setLeader('datapipeline-operator', true);
  return await metrics.registry.metrics();
}

test.each(ALERTS)(
  '$name asks for a metric, and a value of its label, that the operator has',
  async ({ expression }) => {
    const text = await exposed();
    const asked = [...expression.matchAll(/([a-z_]+)\{([^}]*)\}/g)];
    expect(asked).not.toEqual([]);
    for (const [, name = '', labels = ''] of asked) {
      // `job` comes from Prometheus.
      const own = labels.split(',').filter((label) => !label.startsWith('job='));
      const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      expect([name, lines.filter((line) => own.every((label) => line.includes(label))).length > 0]).toEqual([
        name,
        true,
      ]);
    }
  },
);

test.each(ALERTS)('$name stands in the runbook, with what it means and what to do', ({ name }) => {
  const [, section = ''] = RUNBOOK.split(`## ${name}\n`);
  const own = section.split('\n## ')[0] ?? '';
  for (const word of ['**Means**', '**Look**', '**Do**']) expect(own).toContain(word);
});
