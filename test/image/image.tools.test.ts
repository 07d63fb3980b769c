/**
 * What the Dockerfile says, done without an engine: its commands in a folder that holds only what git knows, its copies into another,
 * and its entry point started there as the image's user, with nothing else installed and nothing that it may write, on a real API
 * server under the shipped permissions.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR_NAMESPACE } from '../../charts/operator/names.ts';
import { freePort } from '../../controlplane/control-plane.ts';
import { ROOT } from '../suites.ts';
import { eventually } from '../support/eventually.ts';
import { OwnCluster } from '../support/own-cluster.ts';
import { stagesOf } from './dockerfile.ts';

const [build, final] = stagesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
if (build === undefined || final === undefined) throw new Error('the Dockerfile has not two stages');

const scratch = mkdtempSync(join(tmpdir(), 'image-'));
const source = join(scratch, 'src');
const image = join(scratch, 'app');
const node = join(scratch, 'node');

/** The clean environment of a container: where programs are, and how this machine reaches the registry. */
const PASSED_ON = /^(?:PATH|HOME|npm_config_.*|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_.*)$/i;
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));

function files(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(directory, file)).isFile())
    .sort();
}

function run(command: string): void {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', command], {
    cwd: source,
    encoding: 'utf8',
    env: ENVIRONMENT,
  });
  if (status !== 0) throw new Error(`"${command}" ended with ${status}:\n${stdout}${stderr}`);
}

beforeAll(() => {
  // The image's user has to reach it.
  chmodSync(scratch, 0o755);
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  for (const file of stdout.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name))))
    cpSync(join(ROOT, file), join(source, file));
  for (const command of build.runs) run(command);
  mkdirSync(image);
  // Both paths begin at the working directories of their stages.
  for (const { from, to } of final.copies)
    cpSync(join(source, relative(build.workdir, from)), join(image, to), { recursive: true });
  copyFileSync(process.execPath, node);
}, 600_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the image', () => {
  test('runs as nobody, from an image without a shell, with the Node that it is built with', () => {
    expect(final.user).toBe('65532:65532');
    expect(final.base).toMatch(/distroless\/nodejs24-.*:nonroot$/);
    expect(build.base).toMatch(/^node:24-/);
  });

  test('holds the bundle with its maps, and the licences and the list of what went into it, and nothing else', () => {
    const expected =
      /^(?:controller\.mjs|chunks\/\w+\.mjs)(?:\.map)?$|^(?:LICENSE|LICENSES-OF-OTHERS\.txt|sbom\.cdx\.json)$/;
    const inside = files(image);
    expect(inside.filter((file) => !expected.test(file))).toEqual([]);
    expect(inside).toEqual(expect.arrayContaining(['controller.mjs', 'controller.mjs.map', 'LICENSE']));
    expect(inside.filter((file) => file.endsWith('.mjs')).map((file) => `${file}.map`)).toEqual(
      inside.filter((file) => file.endsWith('.map')),
    );
  });

  test('is of a size that a node pulls in seconds', () => {
    const megabytes = files(image).reduce((sum, file) => sum + statSync(join(image, file)).size, 0) / 1e6;
    process.stderr.write(`image without its base: ${megabytes.toFixed(1)} MB\n`);
    expect(megabytes).toBeLessThan(12);
  });

  test('lists every package with version, origin and licence, and brings the texts', () => {
    const { components } = JSON.parse(readFileSync(join(image, 'sbom.cdx.json'), 'utf8')) as {
      readonly components: readonly {
        readonly name: string;
        readonly version: string;
        readonly purl: string;
        readonly licenses: readonly { readonly expression: string }[];
      }[];
    };
    const texts = readFileSync(join(image, 'LICENSES-OF-OTHERS.txt'), 'utf8');
    const names = components.map(({ name }) => name);
    // What runs in a pod; loaded only with a kubeconfig; what came inside another package; what only development needs.
    expect(names).toEqual(expect.arrayContaining(['undici', '@kubernetes/client-node', 'fast-json-patch']));
    for (const name of ['typescript', 'esbuild', 'jest', 'cdk8s-cli']) expect(names).not.toContain(name);
    for (const { name, version, licenses } of components)
      expect(texts).toContain(`${name} ${version} (${licenses[0]?.expression})\n`);
    expect(components.map(({ purl }) => purl)).toContain('pkg:npm/undici@7.30.2');
  });

  test('is the same, byte by byte, when it is made again', () => {
    const before = files(image).map((file) => readFileSync(join(image, file)));
    run(build.runs.at(-1) ?? '');
    const again = join(source, relative(build.workdir, final.copies[0]?.from ?? ''));
    expect(files(again)).toEqual(files(image));
    expect(files(again).filter((file, index) => !before[index]?.equals(readFileSync(join(again, file))))).toEqual([]);
  }, 120_000);
});

describe('the operator in it', () => {
  let cluster: OwnCluster;
  let child: ChildProcess;
  let log = '';
  let healthPort: number;

  beforeAll(async () => {
    cluster = await OwnCluster.open();
    await cluster.startProvider();
    const account = join(scratch, 'account');
    mkdirSync(account);
    const { server, ca, token } = await cluster.operatorAccess();
    for (const [file, text] of Object.entries({ token, 'ca.crt': ca, namespace: OPERATOR_NAMESPACE }))
      writeFileSync(join(account, file), text);
    const { hostname, port } = new URL(server);
    healthPort = await freePort();
    const began = performance.now();
    const [, ...entrypoint] = final.entrypoint;
    const flags = [`--service-account-dir=${account}`, `--health-port=${healthPort}`, '--metrics-port=0'];
    // Only root may become another; whoever runs this as somebody else is no root either.
    const nobody = process.getuid?.() === 0 ? { uid: 65_532, gid: 65_532 } : {};
    child = spawn(node, [...entrypoint, '--leader-elect', ...flags], {
      cwd: image,
      env: {
        ...final.env,
        POD_NAMESPACE: OPERATOR_NAMESPACE,
        POD_NAME: 'image',
        KUBERNETES_SERVICE_HOST: hostname,
        KUBERNETES_SERVICE_PORT: port,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...nobody,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        log += String(chunk);
      });
    }
    await eventually(() => fetch(`http://127.0.0.1:${healthPort}/healthz`).catch(() => undefined), {
      what: 'the operator to answer on /healthz',
      timeoutMs: 60_000,
    }).catch((error: unknown) => {
      throw new Error(`it said:\n${log}`, { cause: error });
    });
    process.stderr.write(`healthy after ${Math.round(performance.now() - began)} ms\n`);
  }, 180_000);

  afterAll(async () => {
    child.kill('SIGKILL');
    await cluster.close();
  }, 60_000);

  test('brings a pipeline to Ready', async () => {
    await cluster.namespace('team-a');
    await cluster.apply('team-a', 'lake', { streams: [{ name: 'main' }], tables: [TABLE] });
    await cluster.until('team-a', 'lake', 'Ready');
    const [, resident = ''] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
    process.stderr.write(`${Math.round(Number(resident) / 1024)} MiB resident\n`);
  }, 120_000);

  test('needs no folder to write into', async () => {
    // A read-only root: it has opened nothing but sockets and pipes for writing.
    const descriptors = readdirSync(`/proc/${child.pid}/fd`).flatMap((fd) => {
      const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
      const { stdout } = spawnSync('readlink', [`/proc/${child.pid}/fd/${fd}`], { encoding: 'utf8' });
      return (Number.parseInt(flags, 8) & 3) === 0 ? [] : [stdout.trim()];
    });
    expect(descriptors.filter((target) => target.startsWith('/') && !target.startsWith('/dev/'))).toEqual([]);
  });

  test('ends in order when it is told to', async () => {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly level: string; readonly message: string });
    expect(lines.at(-1)?.message).toBe('stopped');
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  }, 60_000);
});

const TABLE = { name: 'events', zone: 'raw', format: 'Json', columns: [{ name: 'id', type: 'string' }] };
