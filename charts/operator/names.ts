/** Names and labels of the install that its parts, tests and demo agree on. */

export const OPERATOR_NAME = 'datapipeline-operator';
export const OPERATOR_NAMESPACE = 'datapipelines-system';

/** Port of /healthz and /readyz, for the kubelet. */
export const HEALTH_PORT = 8080;
/** Port of /metrics, apart from the other so that a NetworkPolicy can tell them apart. */
export const METRICS_PORT = 8081;

/** Leads to the metrics of each pod. */
export const METRICS_SERVICE = `${OPERATOR_NAME}-metrics`;

/**
 * What tells the controller's pods apart: chosen words, for ever the same. A Deployment's selector is immutable, so a
 * label that changed with the place of a construct in our code would make the next upgrade fail.
 */
export const POD_SELECTOR = {
  'app.kubernetes.io/name': OPERATOR_NAME,
  'app.kubernetes.io/component': 'controller',
} as const;

/** On everything of the install. */
export const INSTALL_LABELS = {
  'app.kubernetes.io/name': OPERATOR_NAME,
  'app.kubernetes.io/part-of': 'datapipelines',
} as const;

/** A namespace with this label may read /metrics: the one that Prometheus runs in. */
export const METRICS_READER = { 'datapipelines.dev/reads-metrics': 'true' } as const;
