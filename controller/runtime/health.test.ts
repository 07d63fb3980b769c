import { afterEach, describe, expect, test } from '@jest/globals';
import { type Checks, HealthServer } from './health.ts';
import { Metrics } from './metrics.ts';

const servers: HealthServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(readyz: Checks): Promise<(path: string, method?: string) => Promise<[number, string]>> {
  const metrics = new Metrics();
  metrics.setLeader('operator', true);
  const server = new HealthServer({ host: '127.0.0.1', port: 0, healthz: {}, readyz, registry: metrics.registry });
  servers.push(server);
  const port = await server.listen();
  return async (path, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return [response.status, await response.text()];
  };
}

describe('HealthServer', () => {
  test('serves no metrics where none are given, and no health beside metrics', async () => {
    const { registry } = new Metrics();
    const health = new HealthServer({ host: '127.0.0.1', port: 0, healthz: {}, readyz: {} });
    const metrics = new HealthServer({ host: '127.0.0.1', port: 0, registry });
    servers.push(health, metrics);
    const code = async (server: HealthServer, ports: number, path: string): Promise<string> =>
      `${server === health ? 'health' : 'metrics'} ${path} ${(await fetch(`http://127.0.0.1:${ports}${path}`)).status}`;
    const [a, b] = [await health.listen(), await metrics.listen()];
    expect([
      await code(health, a, '/metrics'),
      await code(health, a, '/readyz'),
      await code(metrics, b, '/metrics'),
      await code(metrics, b, '/readyz'),
    ]).toEqual(['health /metrics 404', 'health /readyz 200', 'metrics /metrics 200', 'metrics /readyz 404']);
  });

  test('is healthy without checks and ready when all checks pass', async () => {
    const get = await serve({ watches: () => undefined });
    expect([await get('/healthz'), await get('/readyz')]).toEqual([
      [200, 'ok'],
      [200, 'ok'],
    ]);
  });

  test('names the failing check and why, also one that throws', async () => {
    const get = await serve({
      watches: () => undefined,
      lease: () => 'held by another',
      broken: () => {
        throw new Error('boom');
      },
    });
    expect(await get('/readyz')).toEqual([
      503,
      '[+]watches ok\n[-]lease failed: held by another\n[-]broken failed: boom\nreadyz check failed\n',
    ]);
  });

  test('lists passing checks when asked', async () => {
    const get = await serve({ watches: () => undefined });
    expect(await get('/readyz?verbose')).toEqual([200, '[+]watches ok\nreadyz check passed\n']);
  });

  test('serves metrics', async () => {
    const get = await serve({});
    const [code, text] = await get('/metrics');
    expect(code).toBe(200);
    expect(text).toContain('leader_election_master_status{name="operator"} 1');
  });

  test.each([
    ['GET', '/secret', 404],
    ['POST', '/healthz', 405],
    ['GET', '//', 404],
  ])('answers %s %s with %i', async (method, path, code) => {
    const get = await serve({});
    expect((await get(path, method))[0]).toBe(code);
  });

  test('says that its port is taken', async () => {
    const first = new HealthServer({
      host: '127.0.0.1',
      port: 0,
      healthz: {},
      readyz: {},
      registry: new Metrics().registry,
    });
    servers.push(first);
    const port = await first.listen();
    const second = new HealthServer({
      host: '127.0.0.1',
      port,
      healthz: {},
      readyz: {},
      registry: new Metrics().registry,
    });
    await expect(second.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
