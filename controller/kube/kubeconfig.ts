/**
 * The one file that uses @kubernetes/client-node, for what is long to write and rarely run: the kubeconfig format and the
 * credential plugins. It costs some 85 MB and half a second to load, so only a dynamic import may name this file; a pod with
 * a service account never pays for it. Its types say `undefined` where its parser leaves null, hence the truth tests.
 */
import type { RequestOptions } from 'node:https';
import { delimiter } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { toError } from '../runtime/errors.ts';
import { type Auth, type Connection, ConnectionError } from './connection.ts';

/** @param paths one path, or several joined by the system's path delimiter: the first to define a name wins. */
export async function readKubeconfig(paths: string, context: string | undefined): Promise<Connection> {
  const config = readFiles(paths.split(delimiter).filter((path) => path !== ''));
  if (context !== undefined) {
    if (config.getContextObject(context) === null) {
      const known = config.getContexts().map(({ name }) => name);
      throw new ConnectionError(`${paths} has no context "${context}"; it has: ${known.join(', ') || 'none'}`);
    }
    config.setCurrentContext(context);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new ConnectionError(
      `${paths}: the context "${config.getCurrentContext()}" names no cluster; choose another context`,
    );
  }
  const options = await authOptions(paths, config);
  const ca = pem(options.ca);
  const cert = pem(options.cert);
  const key = pem(options.key);
  return {
    server: cluster.server,
    ...(ca !== undefined && { ca }),
    ...(cluster.skipTLSVerify && { skipTlsVerify: true }),
    ...(cluster.tlsServerName && { serverName: cluster.tlsServerName }),
    ...(cluster.proxyUrl && { proxy: cluster.proxyUrl }),
    ...(cert !== undefined && key !== undefined && { clientCertificate: { cert, key } }),
    auth: authOf(paths, config),
    namespace: config.getContextObject(config.getCurrentContext())?.namespace ?? 'default',
    source: `kubeconfig ${paths}, context ${config.getCurrentContext()}`,
  };
}

function readFiles(paths: readonly string[]): KubeConfig {
  const merged = new KubeConfig();
  for (const [index, path] of paths.entries()) {
    try {
      const config = index === 0 ? merged : new KubeConfig();
      config.loadFromFile(path);
      if (index > 0) addMissing(merged, config);
    } catch (cause) {
      throw new ConnectionError(`the kubeconfig ${path} cannot be read: ${toError(cause).message}`, { cause });
    }
  }
  return merged;
}

/** kubectl's rule for several files; the library's own merge refuses a name that both files define. */
function addMissing(merged: KubeConfig, config: KubeConfig): void {
  config.clusters = config.clusters.filter(({ name }) => merged.getCluster(name) === null);
  config.users = config.users.filter(({ name }) => merged.getUser(name) === null);
  config.contexts = config.contexts.filter(({ name }) => merged.getContextObject(name) === null);
  merged.mergeConfig(config, Boolean(merged.currentContext));
}

function authOf(paths: string, config: KubeConfig): Auth {
  const user = config.getCurrentUser();
  if (user === null) return { type: 'None' };
  const dynamic = user.exec || user.authProvider || user.username || user.impersonateUser;
  if (!dynamic) return user.token ? { type: 'Token', token: user.token } : { type: 'None' };
  return { type: 'Headers', headers: async () => headersOf(await authOptions(paths, config), user) };
}

function headersOf(
  options: RequestOptions,
  user: { readonly username?: string; readonly password?: string },
): Readonly<Record<string, string>> {
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  if (user.username) {
    const pair = Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64');
    headers.push(['authorization', `Basic ${pair}`]);
  }
  return Object.fromEntries(headers);
}

async function authOptions(paths: string, config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    const user = config.getCurrentUser()?.name ?? '';
    throw new ConnectionError(`${paths}: the credentials of user "${user}" cannot be had: ${toError(cause).message}`, {
      cause,
    });
  }
  return options;
}

function pem(value: RequestOptions['ca'] | RequestOptions['key']): string | undefined {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value.toString() : undefined;
}
