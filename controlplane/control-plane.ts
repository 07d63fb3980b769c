/**
 * A real kube-apiserver with a real etcd, for tests and the demo: RBAC on, default admission, no other component
 * (no controller-manager: namespaces stay Terminating, owner references are not garbage-collected, and default service
 * accounts are not made).
 *
 * Any number run side by side: etcd listens on a Unix socket in a directory of its own, the API server on a free
 * loopback port. Both processes and the directory go with `stop()`, and also when we are killed (see supervise.ts).
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, sleep, systemClock } from '../controller/runtime/clock.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { type Access, call } from './http.ts';
import { kubeconfig } from './kubeconfig.ts';
import { serviceAccountAccess } from './service-account.ts';
import { ownedDirectory, type Supervised, supervise } from './supervise.ts';
import type { Environment } from './versions.ts';

export interface ControlPlane {
  /** Member of system:masters: may do everything. */
  readonly admin: Access;
  /** Kubeconfig file of the admin; goes with the control plane. */
  readonly kubeconfigPath: string;
  /** Logs of both processes, in the directory that goes with the control plane. */
  readonly logFiles: {
    readonly apiServer: string;
    readonly etcd: string;
    /** Every request as audit.k8s.io/v1 Event, one a line; only when it was asked for. */
    readonly audit: string;
  };
  /** Process groups, for tests that look whether anything is left. */
  readonly processIds: readonly number[];
  /** Access as a service account (made when missing), with a token of the TokenRequest API good for a day. */
  asServiceAccount(namespace: string, name: string): Promise<Access>;
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  /** Looked at for KUBEBUILDER_ASSETS, XDG_CACHE_HOME and PATH. Default: our own environment. */
  readonly environment?: Environment;
  /** Gets a line now and then when starting takes long. Default: stderr. */
  readonly progress?: (line: string) => void;
  /** How long both may take to become ready. Default 60 s, for a loaded machine; 3 s are usual. */
  readonly startTimeoutMs?: number;
  /** Writes down who asked for what: `logFiles.audit`. */
  readonly audited?: boolean;
}

const PORT_ATTEMPTS = 5;

export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const environment = options.environment ?? process.env;
  const progress = options.progress ?? ((line: string) => process.stderr.write(`control plane: ${line}\n`));
  const binaries = await findBinaries(environment, progress);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(binaries, environment, systemClock, options);
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/** The control plane did not come up; the message ends with the last lines of its logs. */
export class ControlPlaneStartError extends Error {
  override readonly name: string = 'ControlPlaneStartError';
}

/** Somebody took the port between our finding it free and the API server's binding it. */
class PortTakenError extends ControlPlaneStartError {
  override readonly name = 'PortTakenError';
}

async function start(
  binaries: Binaries,
  environment: Environment,
  clock: Clock,
  { startTimeoutMs: timeoutMs = 60_000, audited = false }: ControlPlaneOptions,
): Promise<ControlPlane> {
  const directory = ownedDirectory(tmpdir(), 'datapipeline-cp-');
  const file = (name: string) => join(directory.path, name);
  const logFiles = { apiServer: file('kube-apiserver.log'), etcd: file('etcd.log'), audit: file('audit.log') };
  const processes: Supervised[] = [];
  const stop = async () => {
    await Promise.all(processes.map((each) => each.kill()));
    await directory.remove();
  };
  try {
    const token = randomBytes(16).toString('hex');
    await writeCredentials(directory.path, token);
    if (audited) await writeFile(file('audit-policy.yaml'), AUDIT_POLICY);
    const auditFlags = [`--audit-policy-file=${file('audit-policy.yaml')}`, `--audit-log-path=${logFiles.audit}`];
    const port = await freePort();
    const launch = (command: readonly string[], logFile: string): Supervised => {
      const started = supervise(command, { directory: directory.path, environment, logFile });
      processes.push(started);
      return started;
    };
    const etcd = launch([binaries.etcd, ...ETCD_FLAGS], logFiles.etcd);
    const flags = [...apiServerFlags(directory.path, port), ...(audited ? auditFlags : [])];
    const apiServer = launch([binaries.kubeApiserver, ...flags], logFiles.apiServer);
    const admin = await ready({
      server: `https://127.0.0.1:${port}`,
      token,
      certificate: file('certificates/apiserver.crt'),
      alive: () => !etcd.ended && !apiServer.ended,
      clock,
      timeoutMs,
    });
    if (admin === undefined)
      throw startError(logFiles, etcd.ended || apiServer.ended ? 'ended' : `was not ready after ${timeoutMs} ms`);
    const kubeconfigPath = file('kubeconfig');
    await writeFile(kubeconfigPath, kubeconfig(admin), { mode: 0o600 });
    return {
      admin,
      kubeconfigPath,
      logFiles,
      processIds: processes.map((each) => each.pid),
      asServiceAccount: (namespace, name) => serviceAccountAccess(admin, namespace, name),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Who, what and the answer, once it is there; no bodies. */
const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: Metadata
`;

/** "client:1" and "peer:1" are socket files in the working directory; etcd insists on host:port. */
const ETCD_FLAGS = [
  '--name=test',
  '--data-dir=etcd',
  '--listen-client-urls=unix://client:1',
  '--advertise-client-urls=unix://client:1',
  '--listen-peer-urls=unix://peer:1',
  '--initial-advertise-peer-urls=unix://peer:1',
  '--initial-cluster=test=unix://peer:1',
  '--unsafe-no-fsync',
  '--log-level=warn',
];

function apiServerFlags(directory: string, port: number): string[] {
  const issuer = 'https://kubernetes.default.svc';
  return [
    `--etcd-servers=unix://${directory}/client:1`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${directory}/certificates`,
    `--token-auth-file=${directory}/tokens.csv`,
    '--anonymous-auth=false',
    '--authorization-mode=RBAC',
    `--service-account-issuer=${issuer}`,
    `--api-audiences=${issuer}`,
    `--service-account-key-file=${directory}/service-account.pub`,
    `--service-account-signing-key-file=${directory}/service-account.key`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--endpoint-reconciler-type=none',
    '--profiling=false',
  ];
}

async function writeCredentials(directory: string, adminToken: string): Promise<void> {
  const keys = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  const secret = { mode: 0o600 };
  await Promise.all([
    writeFile(join(directory, 'service-account.pub'), keys.publicKey),
    writeFile(join(directory, 'service-account.key'), keys.privateKey, secret),
    writeFile(join(directory, 'tokens.csv'), `${adminToken},admin,admin,"system:masters"\n`, secret),
  ]);
}

interface Starting {
  readonly server: string;
  readonly token: string;
  /** Written by the API server: its self-signed certificate, then the CA that signed it. */
  readonly certificate: string;
  readonly alive: () => boolean;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** undefined when it ended or took too long. */
async function ready({ server, token, certificate, alive, clock, timeoutMs }: Starting): Promise<Access | undefined> {
  const deadline = clock.now() + timeoutMs;
  while (alive() && clock.now() < deadline) {
    if (existsSync(certificate)) {
      const access = { server, token, ca: readFileSync(certificate, 'utf8') };
      // The namespace is made by the API server itself a moment after it reports ready.
      if ((await answers(access, '/readyz')) && (await answers(access, '/api/v1/namespaces/default'))) {
        return access;
      }
    }
    await sleep(clock, 50);
  }
  return undefined;
}

async function answers(access: Access, path: string): Promise<boolean> {
  try {
    return (await call(access, 'GET', path, undefined, 5_000)).status === 200;
  } catch {
    return false;
  }
}

function startError(logFiles: ControlPlane['logFiles'], what: string): ControlPlaneStartError {
  const tail = (path: string, lines: number) =>
    readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  const apiServer = tail(logFiles.apiServer, 20);
  const message = `the control plane ${what}\n--- kube-apiserver\n${apiServer}\n--- etcd\n${tail(logFiles.etcd, 10)}`;
  const portTaken = apiServer.includes('address already in use');
  return portTaken ? new PortTakenError(message) : new ControlPlaneStartError(message);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('the system named no free port'));
      });
    });
  });
}
