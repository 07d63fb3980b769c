/** Who may do what: the operator exactly what it uses, teams what an administrator gives them. */
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DATA_PIPELINE_GRANT, GROUP, PLURAL } from '../../crds/identifiers.ts';
import { PROVIDER_CONFIG_KINDS } from '../../crds/provider-configs.ts';
import { MANAGED_KINDS } from '../kinds/all.ts';
import { OPERATOR_NAME } from './names.ts';

export interface PermissionsProps {
  readonly serviceAccount: kplus.ServiceAccount;
  /** Of the operator. */
  readonly namespace: string;
  /** The only one whose pipelines it looks after; all when undefined. */
  readonly watchNamespace?: string;
}

export class Permissions extends Construct {
  constructor(scope: Construct, id: string, props: PermissionsProps) {
    super(scope, id);
    this.#ofOperator(props);
    this.#ofLease(props);
    this.#ofPeople();
  }

  /** What lies in namespaces is bound in the one that is watched, or in all; the rest belongs to the cluster. */
  #ofOperator({ serviceAccount, watchNamespace }: PermissionsProps): void {
    const cluster = new kplus.ClusterRole(this, 'role', { metadata: { name: OPERATOR_NAME } });
    const metadata = { name: OPERATOR_NAME, ...(watchNamespace !== undefined && { namespace: watchNamespace }) };
    const watched = watchNamespace === undefined ? cluster : new kplus.Role(this, 'watched-role', { metadata });
    watched.allow(['list', 'watch', 'patch'], resource(GROUP, PLURAL));
    watched.allow(['patch'], resource(GROUP, `${PLURAL}/status`));
    // Where OwnerReferencesPermissionEnforcement is on, blockOwnerDeletion on a child asks for this.
    watched.allow(['update'], resource(GROUP, `${PLURAL}/finalizers`));
    for (const group of [...new Set(MANAGED_KINDS.map((kind) => kind.group))]) {
      const plurals = MANAGED_KINDS.filter((kind) => kind.group === group).map((kind) => kind.plural);
      watched.allow(
        ['list', 'watch', 'create', 'patch', 'delete'],
        ...plurals.map((plural) => resource(group, plural)),
      );
    }
    // What is granted, and the labels by which grants select namespaces.
    cluster.allow(['list', 'watch'], resource(GROUP, DATA_PIPELINE_GRANT.plural));
    cluster.allow(['list', 'watch'], resource('', 'namespaces'));
    // Whether the provider configuration that a pipeline names exists; the secrets behind it stay out of reach.
    for (const kind of Object.values(PROVIDER_CONFIG_KINDS))
      (kind.namespaced ? watched : cluster).allow(['list', 'watch'], resource(kind.group, kind.plural));
    // Whether a pipeline's namespace is being deleted, which decides what a deletion may take away.
    cluster.allow(['get'], resource('', 'namespaces'));
    // Whether a kind that is not served has no objects, or only hides them: a deletion must know.
    cluster.allow(['get'], resource('apiextensions.k8s.io', 'customresourcedefinitions'));
    watched.allow(['create', 'patch'], resource('events.k8s.io', 'events'));
    new kplus.ClusterRoleBinding(this, 'binding', {
      metadata: { name: OPERATOR_NAME },
      role: cluster as kplus.IClusterRole,
    }).addSubjects(serviceAccount);
    if (watched instanceof kplus.Role) {
      const binding = new kplus.RoleBinding(this, 'watched-binding', { metadata, role: watched as kplus.IRole });
      binding.addSubjects(serviceAccount);
    }
  }

  /**
   * Its own lease and no other. RBAC cannot limit `create` to a name (the name is not part of the request's address), so
   * that stands by itself; it allows no more than new leases in the operator's own namespace.
   */
  #ofLease({ serviceAccount, namespace }: PermissionsProps): void {
    const metadata = { name: `${OPERATOR_NAME}-lease`, namespace };
    const role = new kplus.Role(this, 'lease-role', { metadata });
    role.allow(['get', 'update'], resource('coordination.k8s.io', 'leases', OPERATOR_NAME));
    role.allow(['create'], resource('coordination.k8s.io', 'leases'));
    new kplus.RoleBinding(this, 'lease-binding', { metadata, role: role as kplus.IRole }).addSubjects(serviceAccount);
  }

  /**
   * Reading comes with the role `view`. Writing does not come with `edit`: whoever may make a DataPipeline works in AWS
   * with every credential that a ClusterProviderConfig holds, unless a DataPipelineGrant says otherwise. An
   * administrator binds it, or labels it so that it aggregates (docs/spec/tenancy.md).
   */
  #ofPeople(): void {
    const edit = new kplus.ClusterRole(this, 'edit', { metadata: { name: `${PLURAL}-edit` } });
    edit.allow(
      ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
      resource(GROUP, PLURAL),
    );
    const view = new kplus.ClusterRole(this, 'view', {
      metadata: { name: `${PLURAL}-view`, labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    });
    view.allow(['get', 'list', 'watch'], resource(GROUP, PLURAL));
  }
}

/** Of the library's own resources none can be limited to a name. */
function resource(
  apiGroup: string,
  resourceType: string,
  resourceName?: string,
): kplus.IApiResource & kplus.IApiEndpoint {
  const self = {
    apiGroup,
    resourceType,
    ...(resourceName !== undefined && { resourceName }),
    asApiResource: () => self,
    asNonApiResource: () => undefined,
  };
  return self;
}
