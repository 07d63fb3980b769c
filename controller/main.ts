/** The controller's process: flags in, operator run, exit code out. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { loadConnection } from './kube/load-connection.ts';
import { createOperator } from './operator.ts';
import { systemClock } from './runtime/clock.ts';
import { toError } from './runtime/errors.ts';
import { createLog, type LogLevel, logLevels } from './runtime/log.ts';
import { stopSignal } from './runtime/signals.ts';

interface Flags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly serviceAccountDir?: string;
  readonly leaderElect: boolean;
  readonly leaseNamespace?: string;
  readonly leaseName: string;
  readonly healthAddress: string;
  readonly healthPort: number;
  readonly metricsAddress: string;
  readonly metricsPort: number;
  readonly concurrency: number;
  readonly watchNamespace?: string;
  readonly logLevel: LogLevel;
}

function wholeNumber(smallest: number, largest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < smallest || value > largest) {
      throw new InvalidArgumentError(`must be a whole number from ${smallest} to ${largest}.`);
    }
    return value;
  };
}

const program = new Command('datapipeline-operator')
  .description('Watches DataPipelines and keeps their managed resources true.')
  .option('--kubeconfig <file>', 'kubeconfig to use; default: $KUBECONFIG, the pod, ~/.kube/config')
  .option('--context <name>', 'context of the kubeconfig')
  .option('--service-account-dir <dir>', "where a pod's credentials lie, if not in the usual place")
  .option('--leader-elect', 'work only while holding the lease, so that several can run', false)
  .option('--lease-namespace <name>', 'namespace of the lease; default: $POD_NAMESPACE, else that of the credentials')
  .option('--lease-name <name>', 'name of the lease', 'datapipeline-operator')
  .option('--health-address <address>', 'address of /healthz and /readyz', '127.0.0.1')
  .option('--health-port <port>', 'port of it; 0: any free one', wholeNumber(0, 65535), 8080)
  .option('--metrics-address <address>', 'address of /metrics, which asks nobody who they are', '127.0.0.1')
  .option('--metrics-port <port>', 'port of it; 0: any free one', wholeNumber(0, 65535), 8081)
  .option('--concurrency <count>', 'pipelines reconciled at the same time', wholeNumber(1, 100), 16)
  .option(
    '--watch-namespace <name>',
    'only pipelines of this namespace; names of other namespaces are not checked then',
  )
  .addOption(new Option('--log-level <level>', 'least severe level to log').choices(logLevels).default('info'));

async function main(): Promise<number> {
  const flags = program.parse().opts<Flags>();
  const log = createLog({ level: flags.logLevel });
  process.on('unhandledRejection', (reason) => {
    // A promise that nobody awaited failed: the state is unknown, and a restart is the only safe answer.
    log.error({ error: toError(reason) }, 'unhandled rejection');
    process.exit(1);
  });
  const connection = await loadConnection({
    env: process.env,
    ...(flags.kubeconfig !== undefined && { kubeconfig: flags.kubeconfig }),
    ...(flags.context !== undefined && { context: flags.context }),
    ...(flags.serviceAccountDir !== undefined && { serviceAccountDir: flags.serviceAccountDir }),
  });
  const pod = process.env.POD_NAME ?? hostname();
  const operator = createOperator({
    connection,
    clock: systemClock,
    log,
    identity: `${pod}_${randomBytes(4).toString('hex')}`,
    ...(flags.leaderElect && {
      lease: {
        namespace: flags.leaseNamespace ?? process.env.POD_NAMESPACE ?? connection.namespace,
        name: flags.leaseName,
      },
    }),
    health: { host: flags.healthAddress, port: flags.healthPort },
    metrics: { host: flags.metricsAddress, port: flags.metricsPort },
    concurrency: flags.concurrency,
    ...(flags.watchNamespace !== undefined && { watchNamespace: flags.watchNamespace }),
  });
  log.info({ server: connection.server, source: connection.source }, 'starting');
  const outcome = await operator.run(stopSignal());
  log.info({ outcome }, 'stopped');
  return outcome === 'Stopped' ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`datapipeline-operator: ${toError(error).message}\n`);
    process.exitCode = 1;
  },
);
