/** The alerts of manifests/monitoring.yaml ask for metrics that the operator has, and each is explained in the runbook. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ALERTS } from '../../charts/operator/monitoring-chart.ts';
import { everyMetric, selectorsOf, unknownIn } from '../support/exposed-metrics.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '../../docs/runbooks/operator.md'), 'utf8');

test.each(ALERTS)(
  '$name asks for a metric, and a value of its label, that the operator has',
  async ({ expression }) => {
    expect(selectorsOf(expression)).not.toEqual([]);
    expect(await unknownIn(expression, everyMetric())).toEqual([]);
  },
);

test('what the operator has not is told', async () => {
  const expression = 'watch_state{state=~"Forbidden|Sleeping"} + no_such_metric{} + workqueue_depth{name="other"}';
  expect(await unknownIn(expression, everyMetric())).toEqual([
    'watch_state{state="Sleeping"}',
    'no_such_metric',
    'workqueue_depth{name="other"}',
  ]);
});

test.each(ALERTS)('$name stands in the runbook, with what it means and what to do', ({ name }) => {
  const [, section = ''] = RUNBOOK.split(`## ${name}\n`);
  const own = section.split('\n## ')[0] ?? '';
  for (const word of ['**Means**', '**Look**', '**Do**']) expect(own).toContain(word);
});
