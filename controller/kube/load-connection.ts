/**
 * Finds the API server and who we are to it. Once at start, in the order that operators are used to: the kubeconfig
 * that was named, $KUBECONFIG, the pod's service account, ~/.kube/config. Whoever asked for a kubeconfig never silently gets
 * another cluster: a file that was named but cannot be read is an error, not a reason to look further.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Connection, ConnectionError } from './connection.ts';

export interface ConnectionOptions {
  /** Path of a kubeconfig, or several joined as in $KUBECONFIG. */
  readonly kubeconfig?: string;
  /** Context in it; its current one when undefined. */
  readonly context?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default /var/run/secrets/kubernetes.io/serviceaccount */
  readonly serviceAccountDir?: string;
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
