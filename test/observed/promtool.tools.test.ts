/** The alerts over time, and the queries of the dashboard, by Prometheus' own tool. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { ALERTS } from '../../charts/operator/monitoring-chart.ts';
import { BUILD_TIMEOUT_MS, buildTool, type GoTool } from '../tools/go-tool.ts';
import { dashboardQueries } from './dashboard-queries.ts';

const MANIFEST = join(import.meta.dirname, '../../manifests/monitoring.yaml');
const OVER_TIME = join(import.meta.dirname, 'alerts.yaml');

interface OverTime {
  readonly tests: readonly {
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly object[] }[];
  }[];
}

const directory = mkdtempSync(join(tmpdir(), 'alerts-'));
let promtool: GoTool;

beforeAll(() => {
  promtool = buildTool('promtool');
  const rule = parseAllDocuments(readFileSync(MANIFEST, 'utf8'))
    .map((document) => document.toJS() as { readonly kind: string; readonly spec: object })
    .find(({ kind }) => kind === 'PrometheusRule');
  writeFileSync(join(directory, 'rules.yaml'), stringify(rule?.spec));
  copyFileSync(OVER_TIME, join(directory, 'alerts.yaml'));
}, BUILD_TIMEOUT_MS);
afterAll(() => {
  promtool.remove();
  rmSync(directory, { recursive: true, force: true });
});

test('the rules are rules', () => {
  const { status, stdout, stderr } = promtool.run(directory, {
    args: ['check', 'rules', '--lint-fatal', 'rules.yaml'],
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`SUCCESS: ${ALERTS.length} rules found`);
});

test('each fires when it should and keeps silent when it should', () => {
  const { status, stdout, stderr } = promtool.run(directory, { args: ['test', 'rules', 'alerts.yaml'] });
  expect([status, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining('SUCCESS')]);
});

test.each(ALERTS)('$name is tried both ways', ({ name }) => {
  const { tests } = parse(readFileSync(OVER_TIME, 'utf8')) as OverTime;
  const own = tests.flatMap((each) => each.alert_rule_test).filter(({ alertname }) => alertname === name);
  expect(own.some(({ exp_alerts }) => exp_alerts.length > 0)).toBe(true);
  expect(own.some(({ exp_alerts }) => exp_alerts.length === 0)).toBe(true);
});

test('the queries of the dashboard are PromQL', () => {
  const rules = dashboardQueries().map((expr, index) => ({
    record: `query:${index}`,
    // Grafana puts a time in there.
    expr: expr.replaceAll('$__rate_interval', '5m'),
  }));
  writeFileSync(join(directory, 'dashboard.yaml'), stringify({ groups: [{ name: 'dashboard', rules }] }));
  const { status, stderr } = promtool.run(directory, { args: ['check', 'rules', '--lint-fatal', 'dashboard.yaml'] });
  expect([status, stderr]).toEqual([0, '']);
});
