/**
 * The controller's Deployment and who may connect to it.
 *
 * The casts to cdk8s-plus's own interfaces are for exactOptionalPropertyTypes, which that library is not written for.
 */
import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  HEALTH_PORT,
  INSTALL_LABELS,
  METRICS_PORT,
  METRICS_READER,
  METRICS_SERVICE,
  OPERATOR_NAME,
  POD_SELECTOR,
} from './names.ts';

/** uid of "nonroot" in the image. */
const USER = 65532;
/** As a JSON pointer. The library puts it on every pod, a hash of the construct's path. */
const ADDRESS_LABEL = kplus.Pod.ADDRESS_LABEL.replaceAll('/', '~1');

export interface ControllerProps {
  readonly serviceAccount: kplus.ServiceAccount;
  readonly namespace: string;
  readonly image: string;
  readonly replicas: number;
  readonly watchNamespace?: string;
}

export class Controller extends Construct {
  constructor(scope: Construct, id: string, props: ControllerProps) {
    super(scope, id);
    this.#deployment(props);
    this.#disruptionBudget(props);
    this.#metricsService(props);
    this.#networkPolicy(props);
  }

  #deployment({ serviceAccount, namespace, image, replicas, watchNamespace }: ControllerProps): void {
    const deployment = new kplus.Deployment(this, 'deployment', {
      metadata: { name: OPERATOR_NAME, namespace, labels: { ...POD_SELECTOR } },
      podMetadata: { labels: { ...INSTALL_LABELS, ...POD_SELECTOR, 'app.kubernetes.io/instance': OPERATOR_NAME } },
      // Ours instead of the one that cdk8s derives from the construct's path.
      select: false,
      replicas,
      serviceAccount: serviceAccount as kplus.IServiceAccount,
      automountServiceAccountToken: true,
      terminationGracePeriod: Duration.seconds(40),
      strategy: kplus.DeploymentStrategy.rollingUpdate({
        maxSurge: kplus.PercentOrAbsolute.absolute(1),
        maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
      }),
      securityContext: { ensureNonRoot: true, user: USER, group: USER },
    });
    deployment.select(kplus.LabelSelector.of({ labels: { ...POD_SELECTOR } }));
    deployment.addContainer({
      name: 'controller',
      image,
      // An image that was loaded into the nodes is as good as one from a registry.
      imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
      args: [
        '--leader-elect',
        '--health-address=0.0.0.0',
        `--health-port=${HEALTH_PORT}`,
        '--metrics-address=0.0.0.0',
        `--metrics-port=${METRICS_PORT}`,
        ...(watchNamespace === undefined ? [] : [`--watch-namespace=${watchNamespace}`]),
      ],
      envVariables: {
        POD_NAMESPACE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAMESPACE),
        POD_NAME: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME),
      },
      ports: [
        { name: 'health', number: HEALTH_PORT },
        { name: 'metrics', number: METRICS_PORT },
      ],
      liveness: kplus.Probe.fromHttpGet('/healthz', {
        port: HEALTH_PORT,
        periodSeconds: Duration.seconds(20),
        failureThreshold: 3,
      }),
      readiness: kplus.Probe.fromHttpGet('/readyz', { port: HEALTH_PORT, periodSeconds: Duration.seconds(10) }),
      startup: kplus.Probe.fromHttpGet('/healthz', {
        port: HEALTH_PORT,
        periodSeconds: Duration.seconds(2),
        failureThreshold: 30,
      }),
      resources: {
        cpu: { request: kplus.Cpu.millis(100) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(384) },
      },
      securityContext: {
        ensureNonRoot: true,
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        privileged: false,
        user: USER,
        group: USER,
        capabilities: { drop: [kplus.Capability.ALL] },
        seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
      },
    });
    // Preferred, not required: a cluster of one node runs both.
    const ownPods = kplus.Pods.select(this, 'own-pods', { labels: { ...POD_SELECTOR } });
    deployment.scheduling.separate(ownPods, { topology: kplus.Topology.HOSTNAME, weight: 100 });
    ApiObject.of(deployment).addJsonPatch(
      JsonPatch.remove(`/spec/template/metadata/labels/${ADDRESS_LABEL}`),
      // The library knows no spread. By revision, or an upgrade would count the pods that it is about to remove.
      JsonPatch.add('/spec/template/spec/topologySpreadConstraints', [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { ...POD_SELECTOR } },
          matchLabelKeys: ['pod-template-hash'],
        },
      ]),
    );
  }

  /** Nodes are emptied one after the other, never of both pods at once; a pod that is not well holds nobody up. */
  #disruptionBudget({ namespace }: ControllerProps): void {
    new ApiObject(this, 'disruption-budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: OPERATOR_NAME, namespace },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: { ...POD_SELECTOR } },
      },
    });
  }

  /** Without an address of its own: whoever reads metrics wants each pod, not one of them. */
  #metricsService({ namespace }: ControllerProps): void {
    new ApiObject(this, 'metrics-service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: METRICS_SERVICE, namespace, labels: { ...POD_SELECTOR } },
      spec: {
        clusterIP: 'None',
        selector: { ...POD_SELECTOR },
        ports: [{ name: 'metrics', port: METRICS_PORT, targetPort: 'metrics' }],
      },
    });
  }

  /**
   * Nobody connects to the controller but namespaces that are labelled as readers of its metrics; a node always reaches
   * its own pods, so probes work. Where the cluster's network does not enforce policies, this protects nothing, and
   * `--metrics-address=127.0.0.1` does (docs/spec/tenancy.md).
   */
  #networkPolicy({ namespace }: ControllerProps): void {
    new ApiObject(this, 'network-policy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: OPERATOR_NAME, namespace },
      spec: {
        podSelector: { matchLabels: { ...POD_SELECTOR } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { ...METRICS_READER } } }],
            ports: [{ protocol: 'TCP', port: METRICS_PORT }],
          },
        ],
      },
    });
  }
}
