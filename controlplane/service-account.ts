/** Being somebody else: a service account's own access, so that what runs is held to the RBAC that we ship. */
import { type Access, call } from './http.ts';

const TOKEN_SECONDS = 24 * 3600;

/** Makes the service account when it is missing. The namespace must exist. */
export async function serviceAccountAccess(admin: Access, namespace: string, name: string): Promise<Access> {
  const accounts = `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts`;
  const who = `service account ${namespace}/${name}`;
  const made = await post(admin, accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });
  if (made.status !== 201 && made.status !== 409) throw new Error(`cannot create ${who}: ${made.body}`);
  const answer = await post(admin, `${accounts}/${encodeURIComponent(name)}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: TOKEN_SECONDS },
  });
  if (answer.status !== 201) throw new Error(`cannot get a token for ${who}: ${answer.body}`);
  const request = JSON.parse(answer.body) as { readonly status: { readonly token: string } };
  return { ...admin, token: request.status.token };
}

function post(access: Access, path: string, body: unknown): ReturnType<typeof call> {
  return call(access, 'POST', path, { contentType: 'application/json', body: JSON.stringify(body) });
}
