import { describe, expect, test } from '@jest/globals';
import { CLOUDWATCH } from '../../../charts/kinds/cloudwatch.ts';
import { renderPipeline } from '../../../charts/render.ts';
import { readSamples } from '../../../charts/testing/samples.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import { apply, play, settle, verdict } from '../testing/a-play.ts';

const GRAPH = { region: 'us-east-1', period: 300, metrics: [['AWS/SQS', 'x', 'QueueName', 'q', { stat: 'Sum' }]] };
const widget = (more: JsonObject = {}): JsonObject => ({
  type: 'metric',
  x: 0,
  y: 0,
  width: 8,
  height: 6,
  properties: GRAPH,
  ...more,
});
const graph = (more: JsonObject) => widget({ properties: { ...GRAPH, ...more } });
const row = (...names: readonly Json[]) => graph({ metrics: [[...names]] });
const text = (properties: JsonObject) => widget({ type: 'text', properties });
const alarms = (...arns: readonly string[]) => widget({ type: 'alarm', properties: { alarms: [...arns] } });
const ALARM = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a';
const many = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);

function dashboard(body: string, name = 'a') {
  const { play: actor } = play(CLOUDWATCH.Dashboard, 'a', {
    forProvider: { dashboardBody: body },
    annotations: { [CROSSPLANE.externalName]: name },
  });
  settle(actor);
  return actor;
}

const bodyOf = (...widgets: readonly JsonObject[]) => JSON.stringify({ widgets });

describe('a dashboard', () => {
  test.each<[string, string]>([
    ['must be a valid JSON object', '{"widgets": ['],
    ['must be a valid JSON object', '[]'],
    ["required property 'widgets'", '{}'],
    ['Success', '{"widgets": []}'],
    ['Success', bodyOf(widget(), text({ markdown: 'x' }), alarms(ALARM))],
    ['/widgets/1/type', bodyOf(widget(), widget({ type: 'picture' }))],
    ['/widgets/0/x', bodyOf(widget({ x: 24 }))],
    ['/widgets/0/y', bodyOf(widget({ y: -1 }))],
    ['Should be <= 24', bodyOf(widget({ width: 25 }))],
    ['Should be integer', bodyOf(widget({ width: 7.5 }))],
    ['/widgets/0/height', bodyOf(widget({ height: 0 }))],
    ["required property 'metrics'", bodyOf(widget({ properties: { region: 'us-east-1' } }))],
    ['should have specified a region', bodyOf(widget({ properties: { metrics: GRAPH.metrics } }))],
    ['should have specified a region', bodyOf(graph({ metrics: [] }))],
    ['/properties/view', bodyOf(graph({ view: 'lines' }))],
    ['/properties/period', bodyOf(graph({ period: 90 }))],
    ['Should be array', bodyOf(graph({ metrics: ['AWS/SQS'] }))],
    ['array of array of strings', bodyOf(row('AWS/SQS', 'x', 'QueueName', 1))],
    ['array of array of strings', bodyOf(row('AWS/SQS', { stat: 'Sum' }, 'x'))],
    ['less than 2 items', bodyOf(row('AWS/SQS'))],
    ['value for each dimension', bodyOf(row('AWS/SQS', 'x', 'QueueName'))],
    ['more than 62 items', bodyOf(row('AWS/SQS', 'x', ...many(62, 'y')))],
    ['Success', bodyOf(row({ expression: 'm1 * 2', id: 'e1' }))],
    ['more than 500 items', bodyOf(...many(501, text({ markdown: '' })))],
    ['more than 500 items', bodyOf(graph({ metrics: many(501, ['AWS/SQS', 'x']) }))],
    ['more than 2500 items', bodyOf(...many(6, graph({ metrics: many(420, ['AWS/SQS', 'x']) })))],
    ["required property 'markdown'", bodyOf(text({}))],
    ["required property 'alarms'", bodyOf(alarms())],
    ['of an alarm ARN', bodyOf(alarms('a'))],
    ['more than 100 items', bodyOf(alarms(...many(101, ALARM)))],
  ])('%s', (message, body) => {
    expect(verdict(dashboard(body))).toContain(message);
  });

  test('has a name of letters, digits, dashes and underscores', () => {
    expect(verdict(dashboard(bodyOf(), 'a_B-1'))).toContain('Success');
    expect(verdict(dashboard(bodyOf(), 'a.b'))).toContain('DashboardName');
  });

  test('is refused what it cannot have, later too', () => {
    const actor = dashboard(bodyOf());
    apply(actor, { dashboardBody: '{}' });
    expect(verdict(actor)).toContain("required property 'widgets'");
  });

  test.each(readSamples().map(({ name, pipeline }) => [name, pipeline] as const))(
    'of the sample %s is taken',
    (_, pipeline) => {
      const monitoring = { ...pipeline.spec.monitoring, dashboard: true };
      const { objects } = renderPipeline({ ...pipeline, spec: { ...pipeline.spec, monitoring } });
      const made = objects.filter(({ kind }) => kind === CLOUDWATCH.Dashboard);
      expect(made).toHaveLength(1);
      for (const { manifest } of made) {
        const { forProvider } = manifest.spec as { forProvider: JsonObject };
        expect(verdict(dashboard(String(forProvider.dashboardBody)))).toContain('Success');
      }
    },
  );
});
