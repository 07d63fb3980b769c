/**
 * What Crossplane has to be told before the first pipeline: which packages, what they run as, which of their kinds to serve. Each
 * bears the sync wave in which Argo CD is to apply it, since each is refused, or does nothing, before the one ahead works.
 */
import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { PROVIDER_CONFIG_KINDS } from '../../../crds/provider-configs.ts';
import type { ManagedKind } from '../../kinds/kind.ts';
import { INSTALL_LABELS } from '../names.ts';
import { familiesOf } from './policies.ts';

/** Tested with; older ones take bucket lifecycles for ready that are not there. */
export const PROVIDER_VERSION = 'v2.6.0';
const REGISTRY = 'xpkg.crossplane.io/crossplane-contrib';
/** Brings the kinds ProviderConfig and ClusterProviderConfig, and every other package depends on it. */
const FAMILY_PACKAGE = 'provider-family-aws';
/** One identity for all packages: what an IAM role trusts, or a pod identity association names. */
export const PROVIDER_ACCOUNT = 'provider-aws';

const WAVE = 'argocd.argoproj.io/sync-wave';
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** The DeploymentRuntimeConfig that every package names. */
const RUNTIME = {
  apiVersion: 'pkg.crossplane.io/v1beta1',
  kind: 'DeploymentRuntimeConfig',
  name: 'datapipelines',
} as const;

export interface KindsProps {
  readonly kinds: readonly ManagedKind[];
}

export class PackagesChart extends Chart {
  constructor(scope: Construct, id: string, { kinds }: KindsProps) {
    super(scope, id, { disableResourceNameHashes: true, labels: { ...INSTALL_LABELS } });
    for (const name of [FAMILY_PACKAGE, ...familiesOf(kinds)]) {
      new ApiObject(this, name, {
        apiVersion: 'pkg.crossplane.io/v1',
        kind: 'Provider',
        metadata: { name, annotations: { [WAVE]: '-3' } },
        spec: { package: `${REGISTRY}/${name}:${PROVIDER_VERSION}`, runtimeConfigRef: RUNTIME },
      });
    }
  }
}

/** How the provider proves who it is. Irsa: the role that its service account takes; Secret: keys that never end. */
export type Credentials =
  | { readonly source: 'IRSA'; readonly roleArn: string }
  | { readonly source: 'PodIdentity' }
  | {
      readonly source: 'Secret';
      readonly secretRef: { readonly namespace: string; readonly name: string; readonly key: string };
    };

/** What the packages run as, and the configuration that a DataPipeline uses when it names none. */
export class CredentialsChart extends Chart {
  constructor(scope: Construct, id: string, credentials: Credentials) {
    super(scope, id, { disableResourceNameHashes: true, labels: { ...INSTALL_LABELS } });
    const { apiVersion, kind, name } = RUNTIME;
    const annotations =
      credentials.source === 'IRSA' ? { annotations: { 'eks.amazonaws.com/role-arn': credentials.roleArn } } : {};
    new ApiObject(this, 'runtime', {
      apiVersion,
      kind,
      metadata: { name, annotations: { [WAVE]: '-4' } },
      spec: { serviceAccountTemplate: { metadata: { name: PROVIDER_ACCOUNT, ...annotations } } },
    });
    const { source } = credentials;
    const { group, version, kind: configKind } = PROVIDER_CONFIG_KINDS.ClusterProviderConfig;
    new ApiObject(this, 'config', {
      apiVersion: `${group}/${version}`,
      kind: configKind,
      metadata: {
        name: 'default',
        annotations: { [WAVE]: '-1', [SYNC_OPTIONS]: 'SkipDryRunOnMissingResource=true' },
      },
      spec: { credentials: { source, ...(source === 'Secret' && { secretRef: credentials.secretRef }) } },
    });
  }
}

/** The kinds that pipelines are made of and no other: of some hundred that the packages bring. */
export class ActivationChart extends Chart {
  constructor(scope: Construct, id: string, { kinds }: KindsProps) {
    super(scope, id, { disableResourceNameHashes: true, labels: { ...INSTALL_LABELS } });
    new ApiObject(this, 'policy', {
      apiVersion: 'apiextensions.crossplane.io/v1alpha1',
      kind: 'ManagedResourceActivationPolicy',
      metadata: {
        name: 'datapipelines',
        annotations: { [WAVE]: '-2', [SYNC_OPTIONS]: 'SkipDryRunOnMissingResource=true' },
      },
      spec: { activate: kinds.map(({ plural, group }) => `${plural}.${group}`).sort() },
    });
  }
}
