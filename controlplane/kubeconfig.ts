/** Kubeconfig text of an access, for kubectl and for programs that take `--kubeconfig`. JSON is valid YAML. */
import type { Access } from './http.ts';

export function kubeconfig(access: Access, namespace = 'default'): string {
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
          server: access.server,
          'certificate-authority-data': Buffer.from(access.ca).toString('base64'),
        },
      },
    ],
    users: [{ name, user: { token: access.token } }],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
