/**
 * The install itself: namespace, identity, exactly the permissions that the controller uses, and the controller. Not the
 * CustomResourceDefinitions: deleting this manifest must never delete a pipeline (see manifests/crd.yaml).
 * Tests and demo run the controller under the permissions that stand here.
 */
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Controller } from './controller.ts';
import { INSTALL_LABELS, OPERATOR_NAME, OPERATOR_NAMESPACE } from './names.ts';
import { Permissions } from './permissions.ts';

export interface OperatorChartProps {
  /** @default datapipelines-system */
  readonly namespace?: string;
  /** Image reference, best by digest. */
  readonly image: string;
  /** One leads, the others stand by. @default 2 */
  readonly replicas?: number;
  /** The only namespace whose pipelines it looks after, and in which it may do anything. @default all */
  readonly watchNamespace?: string;
}

export class OperatorChart extends Chart {
  constructor(scope: Construct, id: string, props: OperatorChartProps) {
    const { namespace = OPERATOR_NAMESPACE, image, replicas = 2, watchNamespace } = props;
    const watched = watchNamespace === undefined ? {} : { watchNamespace };
    // No namespace for the chart as a whole: it would also land on what is cluster-scoped.
    super(scope, id, { disableResourceNameHashes: true, labels: { ...INSTALL_LABELS } });

    new kplus.Namespace(this, 'namespace', {
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    const serviceAccount = new kplus.ServiceAccount(this, 'account', {
      metadata: { name: OPERATOR_NAME, namespace },
      automountToken: false,
    });
    new Permissions(this, 'permissions', { serviceAccount, namespace, ...watched });
    new Controller(this, 'controller', { serviceAccount, namespace, image, replicas, ...watched });
  }
}
