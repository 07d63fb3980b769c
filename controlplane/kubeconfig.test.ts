import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadConnection } from '../controller/kube/load-connection.ts';
import { kubeconfigOf } from './kubeconfig.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubeconfig-test-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.each([
  ['a CA', { ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' }],
  ['no check at all', { skipTlsVerify: true }],
  ['the system’s own roots, by another name', { serverName: 'api.example.com' }],
  ['a proxy', { proxy: 'http://proxy.example.com:3128' }],
])('a server trusted by %s is trusted in the same way by who gets the text', async (_what, trust) => {
  const file = join(directory, 'config');
  const server = { server: 'https://127.0.0.1:6443', ...trust };
  writeFileSync(file, kubeconfigOf(server, 'a-token', 'team-a'));
  const { source: _, ...loaded } = await loadConnection({ kubeconfig: file, env: {} });
  expect(loaded).toEqual({ ...server, auth: { type: 'Token', token: 'a-token' }, namespace: 'team-a' });
});
