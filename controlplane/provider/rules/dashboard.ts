/** What CloudWatch refuses of dashboards. Sources: docs/aws-rules.md. */
import type { Json } from '../../../crds/kubernetes.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, text } from '../behaviour.ts';

const NAME = /^[\w-]{1,255}$/;
const MOST_WIDGETS = 500;
const MOST_METRICS = { ofWidget: 500, ofDashboard: 2_500 } as const;
const MOST_DIMENSIONS = 30;
const MOST_ALARMS = 100;
const GRID = 24;
const TALLEST = 1_000;
const VIEWS: ReadonlySet<Json | undefined> = new Set(['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table']);

interface Finding {
  readonly dataPath: string;
  readonly message: string;
}

type Fields = Readonly<Record<string, Json | undefined>>;

const invalid = (message: string) => serviceError(400, 'InvalidParameterInput', message);

export function refusesDashboard({ name, desired }: Input): AwsFault | undefined {
  if (!NAME.test(name)) return invalid(`The value ${name} for field DashboardName contains invalid characters.`);
  const body = parsed(text(desired, 'dashboardBody'));
  const findings =
    body === undefined
      ? [{ dataPath: '', message: 'The field DashboardBody must be a valid JSON object' }]
      : ofBody(body);
  if (findings.length === 0) return undefined;
  return invalid(
    `The dashboard body is invalid, there are ${findings.length} validation errors:\n${JSON.stringify(findings, undefined, 2)}`,
  );
}

function parsed(body: string): Fields | undefined {
  try {
    const value = JSON.parse(body) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function ofBody({ widgets }: Fields): readonly Finding[] {
  if (!Array.isArray(widgets)) return [{ dataPath: '', message: "Should have required property 'widgets'" }];
  const metrics = widgets.reduce<number>((sum, widget) => sum + metricsOf(widget).length, 0);
  return [
    ...tooMany('/widgets', widgets.length, MOST_WIDGETS),
    ...tooMany('/widgets', metrics, MOST_METRICS.ofDashboard),
    ...widgets.flatMap((widget, index) => ofWidget(widget, `/widgets/${index}`)),
  ];
}

function metricsOf(widget: Json): readonly Json[] {
  const properties = isObject(widget) ? widget.properties : undefined;
  return isObject(properties) && Array.isArray(properties.metrics) ? properties.metrics : [];
}

function tooMany(dataPath: string, count: number, most: number): readonly Finding[] {
  return count > most ? [{ dataPath, message: `Should NOT have more than ${most} items` }] : [];
}

function ofWidget(widget: Json, path: string): readonly Finding[] {
  if (!isObject(widget)) return [{ dataPath: path, message: 'Should be object' }];
  const { type, x = 0, y = 0, width = 6, height = 6, properties } = widget;
  const rules = typeof type === 'string' ? PROPERTIES[type] : undefined;
  return [
    ...between(x, 0, GRID - 1, `${path}/x`),
    ...between(y, 0, Number.MAX_SAFE_INTEGER, `${path}/y`),
    ...between(width, 1, GRID, `${path}/width`),
    ...between(height, 1, TALLEST, `${path}/height`),
    ...(rules === undefined
      ? [{ dataPath: `${path}/type`, message: 'Should be equal to one of the allowed values' }]
      : rules(isObject(properties) ? properties : {}, `${path}/properties`)),
  ];
}

function between(value: Json, least: number, most: number, dataPath: string): readonly Finding[] {
  if (typeof value !== 'number' || !Number.isInteger(value)) return [{ dataPath, message: 'Should be integer' }];
  if (value < least) return [{ dataPath, message: `Should be >= ${least}` }];
  return value > most ? [{ dataPath, message: `Should be <= ${most}` }] : [];
}

/** Those that the operator writes; CloudWatch has more, of which nothing is said here. */
const PROPERTIES: Readonly<Record<string, (properties: Fields, path: string) => readonly Finding[]>> = {
  text: ({ markdown }, dataPath) =>
    typeof markdown === 'string' ? [] : [{ dataPath, message: "Should have required property 'markdown'" }],
  alarm: ({ alarms }, dataPath) => {
    if (!Array.isArray(alarms) || alarms.length === 0)
      return [{ dataPath, message: "Should have required property 'alarms'" }];
    return [
      ...tooMany(`${dataPath}/alarms`, alarms.length, MOST_ALARMS),
      ...alarms.flatMap((alarm, index) =>
        /^arn:[a-z-]+:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+/.test(String(alarm))
          ? []
          : [{ dataPath: `${dataPath}/alarms/${index}`, message: 'Should match pattern of an alarm ARN' }],
      ),
    ];
  },
  metric: (properties, dataPath) => {
    const { metrics, region, view = 'timeSeries', period = 300 } = properties;
    if (!Array.isArray(metrics)) return [{ dataPath, message: "Should have required property 'metrics'" }];
    return [
      ...(region === undefined || metrics.length === 0
        ? [
            {
              dataPath,
              message: 'The metric widget should have specified a region and a data source or an alarm annotation',
            },
          ]
        : []),
      ...(VIEWS.has(view)
        ? []
        : [{ dataPath: `${dataPath}/view`, message: 'Should be equal to one of the allowed values' }]),
      ...(typeof period === 'number' &&
      (period === 1 || [5, 10, 30].includes(period) || (period > 0 && period % 60 === 0))
        ? []
        : [{ dataPath: `${dataPath}/period`, message: 'Should be 1, 5, 10, 30 or a multiple of 60' }]),
      ...tooMany(`${dataPath}/metrics`, metrics.length, MOST_METRICS.ofWidget),
      ...metrics.flatMap((metric, index) => ofMetric(metric, `${dataPath}/metrics/${index}`)),
    ];
  },
};

/** Namespace, name, pairs of dimensions, and how it is drawn; or an expression alone. */
function ofMetric(metric: Json, dataPath: string): readonly Finding[] {
  if (!Array.isArray(metric)) return [{ dataPath, message: 'Should be array' }];
  const last = metric.at(-1);
  const drawn = last !== undefined && isObject(last) ? last : undefined;
  const names = drawn === undefined ? metric : metric.slice(0, -1);
  if (drawn !== undefined && names.length === 0 && typeof drawn.expression === 'string') return [];
  if (names.some((name) => typeof name !== 'string' || name === ''))
    return [
      {
        dataPath,
        message:
          'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element',
      },
    ];
  if (names.length < 2) return [{ dataPath, message: 'Should NOT have less than 2 items' }];
  if (names.length % 2 !== 0) return [{ dataPath, message: 'Should have a value for each dimension' }];
  return tooMany(dataPath, names.length, 2 + 2 * MOST_DIMENSIONS);
}
