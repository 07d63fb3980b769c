/** Kubeconfig texts, for kubectl and for programs that take `--kubeconfig`. JSON is valid YAML. */
import type { Connection } from '../controller/kube/connection.ts';
import type { Access } from './http.ts';

/** Where a server is and how it is trusted, without who we are to it. */
type Server = Pick<Connection, 'server' | 'ca' | 'skipTlsVerify' | 'serverName' | 'proxy'>;

export function kubeconfig(access: Access, namespace = 'default'): string {
  return kubeconfigOf(access, access.token, namespace);
}

/** The same server, trusted and reached in the same way, by a token of one's own. */
export function kubeconfigOf(at: Server, token: string, namespace = 'default'): string {
  const name = 'datapipeline';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    clusters: [
      {
        name,
        cluster: {
          server: at.server,
          ...(at.ca !== undefined && { 'certificate-authority-data': Buffer.from(at.ca).toString('base64') }),
          ...(at.skipTlsVerify === true && { 'insecure-skip-tls-verify': true }),
          ...(at.serverName !== undefined && { 'tls-server-name': at.serverName }),
          ...(at.proxy !== undefined && { 'proxy-url': at.proxy }),
        },
      },
    ],
    users: [{ name, user: { token } }],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
