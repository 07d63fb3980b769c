/** manifests/grafana/operator.json asks for metrics that the operator has, and its panels lie beside each other. */
import { expect, test } from '@jest/globals';
import { everyMetric, selectorsOf, unknownIn } from '../support/exposed-metrics.ts';
import { dashboardQueries, shippedDashboard } from './dashboard-queries.ts';

const GRAFANAS_COLUMNS = 24;

test.each(dashboardQueries())('asks for what there is: %s', async (query) => {
  expect(selectorsOf(query)).not.toEqual([]);
  expect(await unknownIn(query, everyMetric())).toEqual([]);
});

test('no panel lies on another or beside the grid', () => {
  const taken = shippedDashboard().panels.flatMap(({ gridPos: { x, y, w, h } }) => {
    expect(x + w).toBeLessThanOrEqual(GRAFANAS_COLUMNS);
    return Array.from({ length: w }, (_, column) => Array.from({ length: h }, (__, row) => `${x + column}/${y + row}`));
  });
  const cells = taken.flat();
  expect(new Set(cells).size).toBe(cells.length);
});

test('each panel has an id of its own and says what a bad look of it means', () => {
  const { panels } = shippedDashboard();
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(panels.filter(({ description }) => description === '')).toEqual([]);
});
