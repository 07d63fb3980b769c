import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeClock } from '../runtime/fake-clock.ts';
import { Authorizer } from './authorizer.ts';
import { ConnectionError } from './connection.ts';
import { loadConnection } from './load-connection.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'connection-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function write(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

async function aServiceAccount(): Promise<void> {
  await write('token', 'TOKEN-1\n');
  await write('ca.crt', 'PEM');
  await write('namespace', 'operators\n');
}

function aKubeconfig(name: string, user: unknown, cluster: unknown = { server: 'https://one:6443' }): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: `ns-${name}` } }],
    'current-context': name,
  });
}

describe('in a pod', () => {
  test('the service account is used', async () => {
    await aServiceAccount();
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '6443' };
    expect(await loadConnection({ env, serviceAccountDir: directory })).toMatchObject({
      server: 'https://10.0.0.1:6443',
      ca: 'PEM',
      auth: { type: 'TokenFile', path: join(directory, 'token') },
      namespace: 'operators',
    });
  });

  test('an IPv6 address is put in brackets', async () => {
    await aServiceAccount();
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1' };
    expect((await loadConnection({ env, serviceAccountDir: directory })).server).toBe('https://[fd00::1]:443');
  });

  test('an incomplete service account is an error, not a reason to look elsewhere', async () => {
    await write('token', 'TOKEN');
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1' };
    await expect(loadConnection({ env, serviceAccountDir: directory })).rejects.toBeInstanceOf(ConnectionError);
  });
});

describe('a kubeconfig', () => {
  test.each([
    { how: 'named', options: (path: string) => ({ kubeconfig: path, env: { KUBECONFIG: '/nowhere' } }) },
    { how: 'in $KUBECONFIG', options: (path: string) => ({ env: { KUBECONFIG: path } }) },
  ])('$how goes before the service account', async ({ options }) => {
    await aServiceAccount();
    const path = await write('config', aKubeconfig('one', { token: 'T' }));
    const { env, ...rest } = options(path);
    const connection = await loadConnection({
      ...rest,
      env: { ...env, KUBERNETES_SERVICE_HOST: '10.0.0.1' },
      serviceAccountDir: directory,
    });
    expect(connection).toMatchObject({
      server: 'https://one:6443',
      auth: { type: 'Token', token: 'T' },
      namespace: 'ns-one',
    });
  });

  test('that was named but cannot be read is an error', async () => {
    await aServiceAccount();
    const loading = loadConnection({
      kubeconfig: join(directory, 'missing'),
      env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
      serviceAccountDir: directory,
    });
    await expect(loading).rejects.toBeInstanceOf(ConnectionError);
  });

  test('gives CA, client certificate and TLS name', async () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const path = await write(
      'config',
      aKubeconfig(
        'one',
        { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
        {
          server: 'https://one:6443',
          'certificate-authority-data': base64('CA'),
          'tls-server-name': 'kubernetes',
          'proxy-url': 'http://proxy:3128',
        },
      ),
    );
    expect(await loadConnection({ kubeconfig: path, env: {} })).toMatchObject({
      ca: 'CA',
      clientCertificate: { cert: 'CERT', key: 'KEY' },
      serverName: 'kubernetes',
      proxy: 'http://proxy:3128',
      auth: { type: 'None' },
    });
  });

  test('with several files lets the first that defines a name win', async () => {
    const one = await write('one', aKubeconfig('same', { token: 'FIRST' }));
    const two = await write('two', aKubeconfig('same', { token: 'SECOND' }));
    const three = await write('three', aKubeconfig('other', { token: 'THIRD' }));
    const paths = [one, two, three].join(':');
    const tokens = await Promise.all(
      [undefined, 'other'].map(async (context) => {
        const connection = await loadConnection({
          kubeconfig: paths,
          env: {},
          ...(context !== undefined && { context }),
        });
        return connection.auth;
      }),
    );
    expect(tokens).toEqual([
      { type: 'Token', token: 'FIRST' },
      { type: 'Token', token: 'THIRD' },
    ]);
  });

  test('names the contexts that it has when it lacks the one asked for', async () => {
    const path = await write('config', aKubeconfig('one', {}));
    await expect(loadConnection({ kubeconfig: path, context: 'two', env: {} })).rejects.toThrow(
      `${path} has no context "two"; it has: one`,
    );
  });

  test('runs a credential plugin', async () => {
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'EXEC' },
    };
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-p', `JSON.stringify(${JSON.stringify(credential)})`],
    };
    const path = await write('config', aKubeconfig('one', { exec }));
    const { auth } = await loadConnection({ kubeconfig: path, env: {} });
    expect(await new Authorizer(auth, new FakeClock()).headers()).toEqual({ authorization: 'Bearer EXEC' });
  });

  test('gives basic auth and impersonation as headers', async () => {
    const path = await write('config', aKubeconfig('one', { username: 'u', password: 'p', as: 'somebody' }));
    const { auth } = await loadConnection({ kubeconfig: path, env: {} });
    expect(await new Authorizer(auth, new FakeClock()).headers()).toEqual({
      authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
      'impersonate-user': 'somebody',
    });
  });
});

test('nothing configured says where it looked and what to do', async () => {
  await expect(loadConnection({ env: { HOME: directory }, serviceAccountDir: directory })).rejects.toThrow(
    /no cluster is configured: .* give a kubeconfig/,
  );
});

describe('a token file', () => {
  test('is read again after a minute, and at once when refreshed', async () => {
    const path = await write('token', 'one');
    const clock = new FakeClock();
    const authorizer = new Authorizer({ type: 'TokenFile', path }, clock);
    const seen = [await authorizer.headers()];
    await write('token', 'two');
    seen.push(await authorizer.headers());
    await clock.advance(60_000);
    seen.push(await authorizer.headers());
    await write('token', 'three');
    seen.push(await authorizer.headers(true));
    expect(seen.map(({ authorization }) => authorization)).toEqual([
      'Bearer one',
      'Bearer one',
      'Bearer two',
      'Bearer three',
    ]);
  });

  test('that cannot be read for a moment keeps its last token', async () => {
    const path = await write('token', 'one');
    const clock = new FakeClock();
    const authorizer = new Authorizer({ type: 'TokenFile', path }, clock);
    await authorizer.headers();
    await rm(path);
    await clock.advance(60_000);
    expect(await authorizer.headers()).toEqual({ authorization: 'Bearer one' });
    await write('token', '');
    await clock.advance(60_000);
    expect(await authorizer.headers()).toEqual({ authorization: 'Bearer one' });
  });
});
