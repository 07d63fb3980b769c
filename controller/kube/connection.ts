/**
 * Where the API server is and who we are to it. Found once at start, in the order that operators are used to: the kubeconfig
 * that was named, $KUBECONFIG, the pod's service account, ~/.kube/config. Whoever asked for a kubeconfig never silently gets
 * another cluster: a file that was named but cannot be read is an error, not a reason to look further.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Auth =
  | { readonly type: 'None' }
  | { readonly type: 'Token'; readonly token: string }
  /** Projected tokens rotate: the file is read again every minute, and at once after a 401. */
  | { readonly type: 'TokenFile'; readonly path: string }
  /** Exec plugins, OIDC, basic auth, impersonation: gives the headers to send, caching as it sees fit. */
  | { readonly type: 'Headers'; readonly headers: () => Promise<Readonly<Record<string, string>>> };

export interface Connection {
  /** `https://host:port`, with a path prefix when the API server sits behind one. */
  readonly server: string;
  /** PEM. Node's own roots when undefined. */
  readonly ca?: string;
  readonly skipTlsVerify?: boolean;
  /** Name to verify in the server's certificate when it is not the host of `server`. */
  readonly serverName?: string;
  /** PEM. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  /** `http://host:port` of a proxy that calls go through. */
  readonly proxy?: string;
  readonly auth: Auth;
  /** Namespace the credentials belong to; "default" when they name none. */
  readonly namespace: string;
  /** For logs: where this connection was read from. */
  readonly source: string;
}

export interface ConnectionOptions {
  /** Path of a kubeconfig, or several joined as in $KUBECONFIG. */
  readonly kubeconfig?: string;
  /** Context in it; its current one when undefined. */
  readonly context?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default /var/run/secrets/kubernetes.io/serviceaccount */
  readonly serviceAccountDir?: string;
}

export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** @throws ConnectionError that says where it looked and what to do. */
export async function loadConnection(options: ConnectionOptions): Promise<Connection> {
  const { env } = options;
  const named = options.kubeconfig ?? nonEmpty(env.KUBECONFIG);
  if (named !== undefined) return await fromKubeconfig(named, options.context);

  const serviceAccountDir = options.serviceAccountDir ?? '/var/run/secrets/kubernetes.io/serviceaccount';
  const host = nonEmpty(env.KUBERNETES_SERVICE_HOST);
  if (options.context === undefined && host !== undefined && existsSync(join(serviceAccountDir, 'token'))) {
    return await inCluster(host, nonEmpty(env.KUBERNETES_SERVICE_PORT) ?? '443', serviceAccountDir);
  }

  const home = nonEmpty(env.HOME);
  const fallback = home === undefined ? undefined : join(home, '.kube', 'config');
  if (fallback !== undefined && existsSync(fallback)) return await fromKubeconfig(fallback, options.context);
  throw new ConnectionError(
    'no cluster is configured: $KUBECONFIG is not set, this is no pod with a service account, and ~/.kube/config does not exist; give a kubeconfig',
  );
}

async function inCluster(host: string, port: string, directory: string): Promise<Connection> {
  const tokenPath = join(directory, 'token');
  try {
    return {
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      ca: await readFile(join(directory, 'ca.crt'), 'utf8'),
      auth: { type: 'TokenFile', path: tokenPath },
      namespace: (await readFile(join(directory, 'namespace'), 'utf8')).trim(),
      source: 'in-cluster service account',
    };
  } catch (cause) {
    throw new ConnectionError(
      `the service account in ${directory} is incomplete: ca.crt and namespace must be readable`,
      {
        cause,
      },
    );
  }
}

async function fromKubeconfig(path: string, context: string | undefined): Promise<Connection> {
  const { readKubeconfig } = await import('./kubeconfig.ts');
  return await readKubeconfig(path, context);
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
