/**
 * The operator on one page of Grafana: what becomes of pipelines, then whether the operator keeps up, then what it costs. A plain
 * object; manifests/grafana/operator.json is its text. Every panel says in its description what a bad look of it means.
 */
import { METRICS_SERVICE } from './names.ts';

interface Query {
  /** PromQL. */
  readonly expr: string;
  /** Names a line by its labels: "{{state}}". */
  readonly legend: string;
}

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly type: 'timeseries' | 'stat' | 'table';
  /** Of the 24 columns. */
  readonly width: number;
  readonly unit?: 'short' | 's' | 'bytes' | 'ops' | 'percentunit';
  readonly queries: readonly Query[];
}

const JOB = `job="${METRICS_SERVICE}"`;
const RATE = '[$__rate_interval]';
const HEIGHT = 8;

function p99(histogram: string): string {
  return `histogram_quantile(0.99, sum by (le) (rate(${histogram}_bucket{${JOB}}${RATE})))`;
}

/** Both pods tell the same of pipelines: one of them counts. */
const EACH_PIPELINE = `max by (pipeline_namespace, pipeline, state) (datapipeline_state{${JOB}})`;

const ROWS: readonly (readonly Panel[])[] = [
  [
    {
      title: 'Pipelines by state',
      description: 'Stalled ones go on only when somebody does something.',
      type: 'timeseries',
      width: 10,
      queries: [{ expr: `sum by (state) (${EACH_PIPELINE})`, legend: '{{state}}' }],
    },
    {
      title: 'Not ready',
      description: 'kubectl describe dpl says why.',
      type: 'table',
      width: 8,
      queries: [
        {
          expr: `max by (pipeline_namespace, pipeline, state) (datapipeline_state{${JOB},state!="Ready"}) == 1`,
          legend: '{{pipeline_namespace}}/{{pipeline}} {{state}}',
        },
      ],
    },
    {
      title: 'Leading',
      description: '0: no pod leads, and no change is carried out.',
      type: 'stat',
      width: 3,
      queries: [{ expr: `max(leader_election_master_status{${JOB}})`, legend: 'leader' }],
    },
    {
      title: 'Open to all',
      description: '1: there is no DataPipelineGrant, so every pipeline may use every account.',
      type: 'stat',
      width: 3,
      queries: [{ expr: `max(datapipelines_open{${JOB}})`, legend: 'open' }],
    },
  ],
  [
    {
      title: 'Reconciles',
      description: 'Errors are tried again with growing pauses; a few come with every new role.',
      type: 'timeseries',
      width: 8,
      unit: 'ops',
      queries: [
        { expr: `sum by (result) (rate(controller_runtime_reconcile_total{${JOB}}${RATE}))`, legend: '{{result}}' },
      ],
    },
    {
      title: 'Time of a reconcile, and of waiting for one',
      description:
        'Ninety-nine of a hundred are shorter. Waiting that grows: more pipelines than workers keep up with.',
      type: 'timeseries',
      width: 8,
      unit: 's',
      queries: [
        { expr: p99('controller_runtime_reconcile_time_seconds'), legend: 'reconcile' },
        { expr: p99('workqueue_queue_duration_seconds'), legend: 'wait' },
      ],
    },
    {
      title: 'Queue',
      description: 'Waiting, and in work. A longest one of minutes hangs.',
      type: 'timeseries',
      width: 8,
      queries: [
        { expr: `sum(workqueue_depth{${JOB}})`, legend: 'waiting' },
        { expr: `sum(controller_runtime_active_workers{${JOB}})`, legend: 'in work' },
        { expr: `max(workqueue_longest_running_processor_seconds{${JOB}})`, legend: 'longest, seconds' },
      ],
    },
  ],
  [
    {
      title: 'Requests to the API server',
      description:
        'An operator with nothing to do writes nothing. 409 is somebody who wrote at the same moment, 429 a server that is busy.',
      type: 'timeseries',
      width: 8,
      unit: 'ops',
      queries: [
        {
          expr: `sum by (method, code) (rate(rest_client_requests_total{${JOB}}${RATE}))`,
          legend: '{{method}} {{code}}',
        },
      ],
    },
    {
      title: 'Watches that are not in order',
      description:
        'Forbidden: roles of another version. KindMissing: a definition or an activation of the provider is missing.',
      type: 'table',
      width: 8,
      queries: [
        {
          expr: `max by (group, kind, state) (watch_state{${JOB},state!="Synced"}) == 1`,
          legend: '{{kind}} {{state}}',
        },
      ],
    },
    {
      title: 'Managed resources held',
      description: 'What the operator knows of the cluster; its memory follows it.',
      type: 'timeseries',
      width: 8,
      queries: [{ expr: `sum by (pod) (watch_objects{${JOB}})`, legend: '{{pod}}' }],
    },
  ],
  [
    {
      title: 'Memory',
      description: 'The limit of the Deployment is 384 MiB.',
      type: 'timeseries',
      width: 8,
      unit: 'bytes',
      queries: [{ expr: `process_resident_memory_bytes{${JOB}}`, legend: '{{pod}}' }],
    },
    {
      title: 'Processor',
      description: '1 is one core.',
      type: 'timeseries',
      width: 8,
      unit: 'percentunit',
      queries: [{ expr: `rate(process_cpu_seconds_total{${JOB}}${RATE})`, legend: '{{pod}}' }],
    },
    {
      title: 'Lag of the event loop',
      description: 'Ninety-nine of a hundred turns are shorter. Half a second and more endangers the lease.',
      type: 'timeseries',
      width: 8,
      unit: 's',
      queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${JOB}}`, legend: '{{pod}}' }],
    },
  ],
];

/** As Grafana imports it. */
export function operatorDashboard(): object {
  const panels = ROWS.flatMap((row, line) =>
    row.map((panel, index) => {
      const x = row.slice(0, index).reduce((sum, { width }) => sum + width, 0);
      return { panel, gridPos: { x, y: line * HEIGHT, w: panel.width, h: HEIGHT } };
    }),
  );
  return {
    uid: METRICS_SERVICE,
    title: 'DataPipeline operator',
    schemaVersion: 39,
    tags: ['datapipelines'],
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' }] },
    panels: panels.map(({ panel, gridPos }, index) => toPanel(panel, gridPos, index + 1)),
  };
}

function toPanel({ title, description, type, unit = 'short', queries }: Panel, gridPos: object, id: number): object {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the way Grafana names its variables
  const datasource = { type: 'prometheus', uid: '${datasource}' };
  return {
    id,
    type,
    title,
    description,
    datasource,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource,
      expr,
      legendFormat: legend,
      // A table shows what is, not what was.
      ...(type === 'timeseries' ? { range: true } : { instant: true, ...(type === 'table' && { format: 'table' }) }),
    })),
  };
}
