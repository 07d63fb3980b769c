import { describe, expect, test } from '@jest/globals';
import { ALARMS } from '../../../crds/alarms.ts';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { partsOf } from '../../pipeline-chart.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, specOf } from '../../testing/render.ts';
import { compositesOf } from './block.ts';
import { chosenAlarms } from './choose.ts';

const all = (more: Partial<DataPipelineSpec> = {}) =>
  aPipeline({ ...fullSpec(), ...more, monitoring: { alarms: 'All', dashboard: true, ...more.monitoring } });
const objectsOf = (key: string, input: ReturnType<typeof aPipeline>) =>
  renderPipeline(input).objects.filter(({ kind }) => kind.key === key);
const namesIn = (rule: unknown) => [...String(rule).matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name);

describe('the alarm over all', () => {
  test('is in alarm while an Essential one is, comes after these, and tells nobody itself', () => {
    const model = decide(all());
    const essential = chosenAlarms(model.monitoring, partsOf(model)).filter(
      ({ alarm }) => ALARMS[alarm].level === 'Essential',
    );
    const { alarmRule, actionsEnabled, alarmActions } = forProvider(all(), 'CompositeAlarm', 'shop-alarm-unhealthy');
    expect(namesIn(alarmRule)).toHaveLength(essential.length);
    expect(String(alarmRule)).toMatch(/^ALARM\("[^"]+"\)( OR ALARM\("[^"]+"\))*$/);
    expect(String(alarmRule)).not.toContain('alarm-stream-volume-unusual');
    expect([actionsEnabled, alarmActions]).toEqual([false, undefined]);
    const [composite] = objectsOf('cloudwatch.CompositeAlarm', all());
    const below = objectsOf('cloudwatch.MetricAlarm', all()).filter(({ id }) => composite?.after.includes(id));
    const external = below.map(({ manifest }) => manifest.metadata.annotations?.['crossplane.io/external-name']);
    expect(external.sort()).toEqual(namesIn(alarmRule).sort());
  });

  test('stands first on the dashboard', () => {
    const { dashboardBody } = forProvider(all(), 'Dashboard', 'shop');
    const { widgets } = JSON.parse(String(dashboardBody)) as {
      widgets: { type: string; properties: { alarms?: string[] } }[];
    };
    expect(widgets.find(({ type }) => type === 'alarm')?.properties.alarms?.[0]).toMatch(
      /:alarm:team-a-shop-alarm-unhealthy$/,
    );
  });

  test('is there with All, and where something Essential is watched', () => {
    const has = (input: ReturnType<typeof aPipeline>) => objectsOf('cloudwatch.CompositeAlarm', input).length;
    expect(has(all())).toBe(1);
    expect(has(all({ monitoring: { alarms: 'Essential' } }))).toBe(0);
    expect(has(aPipeline({ monitoring: { alarms: 'All' } }))).toBe(0);
  });

  test('of a large pipeline looks at groups, each within what CloudWatch takes', () => {
    const streams = Array.from({ length: 20 }, (_, index) => ({
      name: `stream-with-a-long-name${index + 10}`,
      retentionHours: 24,
      consumers: Array.from({ length: 5 }, (__, one) => ({ name: `consumer-with-a-long-nam${one}` })),
    }));
    const input = all({ streams: [...(fullSpec().streams ?? []), ...streams] });
    const made = objectsOf('cloudwatch.CompositeAlarm', input);
    expect(made.length).toBeGreaterThan(2);
    const rules = made.map((object) => String(specOf(object).forProvider.alarmRule));
    for (const rule of rules) {
      expect(rule.length).toBeLessThanOrEqual(10_240);
      expect(namesIn(rule).length).toBeLessThanOrEqual(100);
    }
    const model = decide(input);
    const over = compositesOf(model, chosenAlarms(model.monitoring, partsOf(model)));
    const whole = over.at(-1);
    expect(whole?.name).toBe('team-a-shop-alarm-unhealthy');
    expect(whole?.below.map(({ name }) => name)).toEqual(over.slice(0, -1).map(({ name }) => name));
  });
});
