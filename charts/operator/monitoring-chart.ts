/**
 * For clusters with the Prometheus operator: which metrics to read and when to wake somebody. An install of its own, because the API
 * server refuses it where those definitions are missing. What each alert means and wants: docs/runbooks/operator.md.
 */
import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { INSTALL_LABELS, METRICS_SERVICE, OPERATOR_NAME, OPERATOR_NAMESPACE, POD_SELECTOR } from './names.ts';

const API_VERSION = 'monitoring.coreos.com/v1';
const RUNBOOK = 'docs/runbooks/operator.md';

interface Alert {
  readonly name: string;
  readonly expression: string;
  /** How long before anybody hears of it. */
  readonly lasting: string;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
}

/** Of this install: several may be read by one Prometheus. */
function ours(metric: string, ...labels: readonly string[]): string {
  return `${metric}{${[`job="${METRICS_SERVICE}"`, ...labels].join(',')}}`;
}

export const ALERTS: readonly Alert[] = [
  {
    name: 'DataPipelineOperatorNotLeading',
    expression: `absent(${ours('leader_election_master_status')} == 1)`,
    lasting: '5m',
    severity: 'critical',
    summary: 'No pod leads: pipelines go on in AWS as they are, but no change of a DataPipeline is carried out.',
  },
  {
    name: 'DataPipelineOperatorForbidden',
    expression: `sum by (group, kind) (${ours('watch_state', 'state="Forbidden"')}) > 0`,
    lasting: '10m',
    severity: 'critical',
    summary: 'The operator may not watch {{ $labels.kind }} of {{ $labels.group }}; pipelines that use it stand still.',
  },
  {
    name: 'DataPipelineOperatorErrors',
    expression: `sum(rate(${ours('controller_runtime_reconcile_errors_total')}[10m])) > 0.1`,
    lasting: '15m',
    severity: 'warning',
    summary: 'Reconciles fail and are tried again, one in ten seconds or more; the log says why.',
  },
  {
    name: 'DataPipelineOperatorStuck',
    expression: `max(${ours('workqueue_longest_running_processor_seconds')}) > 300`,
    lasting: '5m',
    severity: 'warning',
    summary: 'One reconcile has been running for more than five minutes; seconds are usual.',
  },
  {
    name: 'DataPipelineStalled',
    expression: `max by (pipeline_namespace, pipeline) (${ours('datapipeline_state', 'state="Stalled"')}) > 0`,
    lasting: '15m',
    severity: 'warning',
    summary: '{{ $labels.pipeline_namespace }}/{{ $labels.pipeline }} goes on only when somebody does something.',
  },
  {
    name: 'DataPipelineNotReady',
    expression: `max by (pipeline_namespace, pipeline) (${ours('datapipeline_state', 'state=~"Progressing|Deleting"')}) > 0`,
    lasting: '2h',
    severity: 'warning',
    summary: '{{ $labels.pipeline_namespace }}/{{ $labels.pipeline }} has been on its way for two hours.',
  },
  {
    name: 'DataPipelinesOpenToAll',
    expression: `max(${ours('datapipelines_open')}) > 0`,
    lasting: '1h',
    severity: 'warning',
    summary: 'There is no DataPipelineGrant: whoever may make a DataPipeline may use every account.',
  },
];

export class MonitoringChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { disableResourceNameHashes: true, labels: { ...INSTALL_LABELS } });
    const metadata = { name: OPERATOR_NAME, namespace: OPERATOR_NAMESPACE };
    new ApiObject(this, 'monitor', {
      apiVersion: API_VERSION,
      kind: 'ServiceMonitor',
      metadata,
      spec: {
        // The label `job` is the name of the service, which the alerts ask for.
        selector: { matchLabels: { ...POD_SELECTOR } },
        endpoints: [{ port: 'metrics', interval: '30s' }],
      },
    });
    new ApiObject(this, 'rules', {
      apiVersion: API_VERSION,
      kind: 'PrometheusRule',
      metadata,
      spec: {
        groups: [
          {
            name: OPERATOR_NAME,
            rules: ALERTS.map(({ name, expression, lasting, severity, summary }) => ({
              alert: name,
              expr: expression,
              for: lasting,
              labels: { severity },
              annotations: { summary, runbook: `${RUNBOOK}#${name.toLowerCase()}` },
            })),
          },
        ],
      },
    });
  }
}
