/** Each value of the chart: given so, what of the rendered objects has to be so. */
import type { Rendered } from './chart.ts';

export interface ValueCase {
  /** Path in values.yaml. */
  readonly value: string;
  readonly given: object;
  readonly seen: (objects: readonly Rendered[]) => unknown;
  readonly expected: unknown;
}

interface Container {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly args: readonly string[];
  readonly resources: object;
}
interface PodSpec {
  readonly containers: readonly [Container];
  readonly [field: string]: unknown;
}
interface DeploymentSpec {
  readonly replicas: number;
  readonly template: { readonly metadata: { readonly annotations?: object }; readonly spec: PodSpec };
}

const deployment = (objects: readonly Rendered[]): DeploymentSpec =>
  objects.find(({ kind }) => kind === 'Deployment')?.spec as DeploymentSpec;
const pod = (objects: readonly Rendered[]): PodSpec => deployment(objects).template.spec;
const container = (objects: readonly Rendered[]): Container => pod(objects).containers[0];
const kinds =
  (...wanted: readonly string[]) =>
  (objects: readonly Rendered[]) =>
    objects.flatMap(({ kind }) => (wanted.includes(kind) ? [kind] : []));
const lastArg = (objects: readonly Rendered[]): unknown => container(objects).args.at(-1);

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const TOLERATION = { key: 'dedicated', operator: 'Equal', value: 'platform', effect: 'NoSchedule' };

export const VALUE_CASES: readonly ValueCase[] = [
  {
    value: 'image.repository',
    given: { image: { repository: 'registry.example.com/operator' } },
    seen: (objects) => container(objects).image,
    expected: 'registry.example.com/operator:0.1.0',
  },
  {
    value: 'image.tag',
    given: { image: { tag: '0.2.0-rc.1' } },
    seen: (objects) => container(objects).image,
    expected: 'datapipeline-operator:0.2.0-rc.1',
  },
  {
    value: 'image.digest',
    given: { image: { tag: '0.2.0', digest: DIGEST } },
    seen: (objects) => container(objects).image,
    expected: `datapipeline-operator@${DIGEST}`,
  },
  {
    value: 'image.pullPolicy',
    given: { image: { pullPolicy: 'Always' } },
    seen: (objects) => container(objects).imagePullPolicy,
    expected: 'Always',
  },
  {
    value: 'imagePullSecrets',
    given: { imagePullSecrets: [{ name: 'registry' }] },
    seen: (objects) => pod(objects).imagePullSecrets,
    expected: [{ name: 'registry' }],
  },
  { value: 'replicas', given: { replicas: 3 }, seen: (objects) => deployment(objects).replicas, expected: 3 },
  {
    value: 'watchNamespace',
    given: { watchNamespace: 'team-a' },
    seen: (objects) => [
      lastArg(objects),
      objects
        .filter(({ metadata }) => metadata.namespace === 'team-a')
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      // What is left for the whole cluster: nothing that could be written.
      objects
        .filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'datapipeline-operator')
        .flatMap(({ rules }) => (rules as { verbs: string[] }[]).flatMap(({ verbs }) => verbs))
        .filter((verb) => !['get', 'list', 'watch'].includes(verb)),
    ],
    expected: ['--watch-namespace=team-a', ['Role datapipeline-operator', 'RoleBinding datapipeline-operator'], []],
  },
  { value: 'concurrency', given: { concurrency: 4 }, seen: lastArg, expected: '--concurrency=4' },
  { value: 'logLevel', given: { logLevel: 'debug' }, seen: lastArg, expected: '--log-level=debug' },
  {
    value: 'resources.limits.memory',
    given: { resources: { limits: { memory: '1Gi' } } },
    seen: (objects) => container(objects).resources,
    expected: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1Gi' } },
  },
  {
    value: 'resources.requests.cpu',
    given: { resources: { requests: { cpu: '1' } } },
    seen: (objects) => container(objects).resources,
    expected: { requests: { cpu: '1', memory: '128Mi' }, limits: { memory: '384Mi' } },
  },
  {
    value: 'resources.requests.memory',
    given: { resources: { requests: { memory: '256Mi' } } },
    seen: (objects) => container(objects).resources,
    expected: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '384Mi' } },
  },
  {
    value: 'nodeSelector',
    given: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
    seen: (objects) => pod(objects).nodeSelector,
    expected: { 'kubernetes.io/arch': 'arm64' },
  },
  {
    value: 'tolerations',
    given: { tolerations: [TOLERATION] },
    seen: (objects) => pod(objects).tolerations,
    expected: [TOLERATION],
  },
  {
    value: 'priorityClassName',
    given: { priorityClassName: 'system-cluster-critical' },
    seen: (objects) => pod(objects).priorityClassName,
    expected: 'system-cluster-critical',
  },
  {
    value: 'podAnnotations',
    given: { podAnnotations: { note: 'a: "b"' } },
    seen: (objects) => deployment(objects).template.metadata.annotations,
    expected: { note: 'a: "b"' },
  },
  {
    value: 'crds.install',
    given: { crds: { install: false } },
    seen: kinds('CustomResourceDefinition'),
    expected: [],
  },
  {
    value: 'admission.install',
    given: { admission: { install: false } },
    seen: kinds('ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'),
    expected: [],
  },
  {
    value: 'networkPolicy.install',
    given: { networkPolicy: { install: false } },
    seen: kinds('NetworkPolicy'),
    expected: [],
  },
  {
    value: 'monitoring.install',
    given: { monitoring: { install: true } },
    seen: (objects) => [...kinds('ServiceMonitor', 'PrometheusRule')(objects)].sort(),
    expected: ['PrometheusRule', 'ServiceMonitor'],
  },
  {
    value: 'monitoring.labels',
    given: { monitoring: { install: true, labels: { release: 'prometheus' } } },
    seen: (objects) =>
      objects.flatMap(({ apiVersion, metadata }) =>
        apiVersion.startsWith('monitoring.') ? [[metadata.namespace, metadata.labels?.release]] : [],
      ),
    expected: [
      ['ops', 'prometheus'],
      ['ops', 'prometheus'],
    ],
  },
];

/** What no value may be. */
export const REFUSED: readonly (readonly [why: string, given: object, said: string])[] = [
  ['a value that does not exist', { replica: 2 }, "'replica'"],
  ['one that does not exist, deeper', { image: { name: 'x' } }, "'name'"],
  ['no pod', { replicas: 0 }, 'replicas'],
  ['text for a number', { replicas: '2' }, 'replicas'],
  ['no log level', { logLevel: 'verbose' }, 'logLevel'],
  ['no namespace', { watchNamespace: 'Team A' }, 'watchNamespace'],
  ['a flag hidden in a namespace', { watchNamespace: 'a --leader-elect=false' }, 'watchNamespace'],
  ['no digest', { image: { digest: 'latest' } }, 'digest'],
  ['a tag with a digest in it', { image: { tag: '1@sha256:0' } }, 'tag'],
  ['a secret that is only a name', { imagePullSecrets: ['registry'] }, 'imagePullSecrets'],
  ['more than the operator takes', { concurrency: 1000 }, 'concurrency'],
  ['a label that is no text', { monitoring: { labels: { a: 1 } } }, 'labels'],
];
