/** The simulated provider as a process of its own, for the demo. It must never run where a real provider does. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { createKubeClient } from '../../controller/kube/client.ts';
import { loadConnection } from '../../controller/kube/load-connection.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { toError } from '../../controller/runtime/errors.ts';
import { createLog, type LogLevel, logLevels } from '../../controller/runtime/log.ts';
import { stopSignal } from '../../controller/runtime/signals.ts';
import { SimulatedAws } from './aws.ts';
import { demoLatency, testLatency } from './latency.ts';
import { serveLedger } from './ledger-server.ts';
import type { Writes } from './reconciler.ts';
import { SimulatedProvider } from './simulated-provider.ts';

interface Flags {
  readonly kubeconfig?: string;
  readonly latency: 'demo' | 'none';
  readonly slowDown: number;
  readonly pollSeconds: number;
  readonly account: string;
  readonly writes: Writes;
  readonly ledgerPort?: number;
  readonly logLevel: LogLevel;
}

function number(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value >= least)) throw new InvalidArgumentError(`must be a number, ${least} or more.`);
    return value;
  };
}

const program = new Command('simulated-provider')
  .description('Plays provider-upjet-aws and AWS for the managed resources of one cluster.')
  .option('--kubeconfig <file>', 'kubeconfig to use; default: $KUBECONFIG, the pod, ~/.kube/config')
  .addOption(new Option('--latency <profile>', 'how long AWS takes').choices(['demo', 'none']).default('demo'))
  .option('--slow-down <factor>', 'with the demo profile: takes so many times as long', number(0), 1)
  .option('--poll-seconds <seconds>', 'how often AWS is looked at for drift', number(0.1), 60)
  .option('--account <id>', 'account of managed resources that belong to no DataPipeline', '123456789012')
  .addOption(new Option('--writes <how>', 'writes to the API server').choices(['Every', 'Few']).default('Every'))
  .option('--ledger-port <port>', 'serve GET /ledger on this port of 127.0.0.1; 0: any free one', number(0))
  .addOption(new Option('--log-level <level>', 'least severe level to log').choices(logLevels).default('info'));

async function main(): Promise<void> {
  const flags = program.parse().opts<Flags>();
  const log = createLog({ level: flags.logLevel });
  const stop = stopSignal();
  const connection = await loadConnection({
    env: process.env,
    ...(flags.kubeconfig !== undefined && { kubeconfig: flags.kubeconfig }),
  });
  const client = createKubeClient(connection, { clock: systemClock, userAgent: 'provider-upjet-aws/simulated' });
  const aws = new SimulatedAws(() => systemClock.now());
  const provider = new SimulatedProvider({
    client,
    aws,
    clock: systemClock,
    log,
    latency: flags.latency === 'demo' ? demoLatency(systemClock, flags.slowDown) : testLatency(systemClock),
    pollIntervalMs: flags.pollSeconds * 1_000,
    account: flags.account,
    writes: flags.writes,
  });
  const ledger = flags.ledgerPort === undefined ? undefined : await serveLedger(aws, flags.ledgerPort);
  await provider.start();
  log.info({ server: connection.server, ...(ledger && { ledger: ledger.url }) }, 'playing AWS');
  await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  await provider.stop();
  await ledger?.close();
  await client.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`simulated-provider: ${toError(error).message}\n`);
  process.exitCode = 1;
});
