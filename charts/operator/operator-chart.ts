/**
 * The install itself: namespace, identity, exactly the permissions that the controller uses, and the controller.
 * Tests and demo run the controller under the ClusterRole that stands here.
 *
 * The casts to cdk8s-plus's own interfaces are for exactOptionalPropertyTypes, which that library is not written for.
 */
import { ApiObject, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { GROUP, PLURAL } from '../../crds/identifiers.ts';
import { MANAGED_KINDS } from '../kinds.ts';

export interface OperatorChartProps {
  /** @default datapipelines-system */
  readonly namespace?: string;
  /** Image reference, best by digest. */
  readonly image: string;
  /** One leads, the others stand by. @default 2 */
  readonly replicas?: number;
  /** The CustomResourceDefinition of DataPipeline, as an object. */
  readonly crd: Readonly<Record<string, unknown>>;
}

export const OPERATOR_NAME = 'datapipeline-operator';
export const OPERATOR_NAMESPACE = 'datapipelines-system';
const HEALTH_PORT = 8080;
/** uid of "nonroot" in the image. */
const USER = 65532;

export class OperatorChart extends Chart {
  constructor(scope: Construct, id: string, props: OperatorChartProps) {
    const namespace = props.namespace ?? OPERATOR_NAMESPACE;
    // No namespace for the chart as a whole: it would also land on what is cluster-scoped.
    super(scope, id, {
      disableResourceNameHashes: true,
      labels: { 'app.kubernetes.io/name': OPERATOR_NAME },
    });

    const { apiVersion, kind, metadata, ...rest } = props.crd as { apiVersion: string; kind: string; metadata: object };
    new ApiObject(this, 'crd', { apiVersion, kind, metadata, ...rest });
    new kplus.Namespace(this, 'namespace', {
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    const serviceAccount = new kplus.ServiceAccount(this, 'account', {
      metadata: { name: OPERATOR_NAME, namespace },
      automountToken: false,
    });
    this.#clusterPermissions(serviceAccount);
    this.#leasePermissions(serviceAccount, namespace);
    this.#rolesForPeople();
    this.#controller(serviceAccount, namespace, props);
  }

  #clusterPermissions(serviceAccount: kplus.ServiceAccount): void {
    const role = new kplus.ClusterRole(this, 'role', { metadata: { name: OPERATOR_NAME } });
    role.allow(['list', 'watch', 'patch'], resource(GROUP, PLURAL));
    role.allow(['patch'], resource(GROUP, `${PLURAL}/status`));
    // Where OwnerReferencesPermissionEnforcement is on, blockOwnerDeletion on a child asks for this.
    role.allow(['update'], resource(GROUP, `${PLURAL}/finalizers`));
    for (const group of [...new Set(MANAGED_KINDS.map((kind) => kind.group))]) {
      const plurals = MANAGED_KINDS.filter((kind) => kind.group === group).map((kind) => kind.plural);
      role.allow(['list', 'watch', 'create', 'patch', 'delete'], ...plurals.map((plural) => resource(group, plural)));
    }
    // Whether a pipeline's namespace is being deleted, which explains a deletion that hangs.
    role.allow(['get'], resource('', 'namespaces'));
    role.allow(['create', 'patch'], resource('events.k8s.io', 'events'));
    new kplus.ClusterRoleBinding(this, 'binding', {
      metadata: { name: OPERATOR_NAME },
      role: role as kplus.IClusterRole,
    }).addSubjects(serviceAccount);
  }

  #leasePermissions(serviceAccount: kplus.ServiceAccount, namespace: string): void {
    const role = new kplus.Role(this, 'lease-role', { metadata: { name: `${OPERATOR_NAME}-lease`, namespace } });
    role.allow(['get', 'create', 'update'], resource('coordination.k8s.io', 'leases'));
    new kplus.RoleBinding(this, 'lease-binding', {
      metadata: { name: `${OPERATOR_NAME}-lease`, namespace },
      role: role as kplus.IRole,
    }).addSubjects(serviceAccount);
  }

  /** Teams get DataPipelines through the roles they already have; managed resources stay out of their hands. */
  #rolesForPeople(): void {
    const edit = new kplus.ClusterRole(this, 'edit', {
      metadata: {
        name: `${PLURAL}-edit`,
        labels: {
          'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
          'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
        },
      },
    });
    edit.allow(
      ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
      resource(GROUP, PLURAL),
    );
    const view = new kplus.ClusterRole(this, 'view', {
      metadata: { name: `${PLURAL}-view`, labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    });
    view.allow(['get', 'list', 'watch'], resource(GROUP, PLURAL));
  }

  #controller(serviceAccount: kplus.ServiceAccount, namespace: string, props: OperatorChartProps): void {
    const deployment = new kplus.Deployment(this, 'controller', {
      metadata: { name: OPERATOR_NAME, namespace },
      replicas: props.replicas ?? 2,
      serviceAccount: serviceAccount as kplus.IServiceAccount,
      automountServiceAccountToken: true,
      terminationGracePeriod: Duration.seconds(40),
      strategy: kplus.DeploymentStrategy.rollingUpdate({
        maxSurge: kplus.PercentOrAbsolute.absolute(1),
        maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
      }),
      securityContext: { ensureNonRoot: true, user: USER, group: USER },
    });
    deployment.addContainer({
      name: 'controller',
      image: props.image,
      args: ['--leader-elect', '--health-address=0.0.0.0', `--health-port=${HEALTH_PORT}`],
      envVariables: {
        POD_NAMESPACE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAMESPACE),
        POD_NAME: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME),
      },
      ports: [{ name: 'health', number: HEALTH_PORT }],
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
    deployment.scheduling.separate(deployment, { topology: kplus.Topology.HOSTNAME, weight: 100 });
  }
}

function resource(apiGroup: string, resourceType: string): kplus.ApiResource {
  return kplus.ApiResource.custom({ apiGroup, resourceType });
}
