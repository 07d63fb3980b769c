/**
 * What the largest legal pipelines cost the API server: memory and time while it validates, merges and stores several at
 * once. Whoever may create a DataPipeline may do this, so the contract bounds it.
 *
 *   npm run bench:admission -- [--pipelines 10] [--tables 50] [--columns 3000]
 *
 * `--columns` is the sum over all tables. Each pipeline is applied, then applied again with every column changed, as a
 * GitOps tool does after an edit.
 */
import { parseArgs } from 'node:util';
import { systemClock } from '../../controller/runtime/clock.ts';
import { forEachLimited } from '../../controller/runtime/for-each-limited.ts';
import { startControlPlane } from '../../controlplane/control-plane.ts';
import { installCrds, repositoryCrds } from '../../controlplane/crds.ts';
import { call } from '../../controlplane/http.ts';
import { pipelineWith } from '../../crds/cases/cases.ts';
import { GROUP, PLURAL, VERSION } from '../../crds/identifiers.ts';
import { validateDataPipeline } from '../../crds/validate/validate.ts';

const SAMPLE_MS = 100;
const TIMEOUT_MS = 120_000;

const { values } = parseArgs({
  options: {
    pipelines: { type: 'string', default: '10' },
    tables: { type: 'string', default: '50' },
    columns: { type: 'string', default: '3000' },
  },
});
const count = Number(values.pipelines);
const tables = Number(values.tables);
const columnsPerTable = Math.floor(Number(values.columns) / tables);

function largePipeline(name: string, comment: string): object {
  const column = (index: number) => ({
    name: `column_${index}`,
    type: 'string',
    comment,
  });
  return pipelineWith(
    {
      zones: Array.from({ length: 12 }, (_, index) => ({ name: `zone-${index}` })),
      tables: Array.from({ length: tables }, (_, table) => ({
        name: `table_${table}`,
        zone: `zone-${table % 12}`,
        columns: Array.from({ length: columnsPerTable }, (_, index) => column(index)),
      })),
    },
    { name, namespace: 'default' },
  );
}

const sample = JSON.stringify(largePipeline('large', 'first'));
const [fault] = validateDataPipeline(JSON.parse(sample));
if (fault !== undefined) throw new Error(`not legal: ${fault.path}: ${fault.message}`);
print(`${count} pipelines of ${tables} tables with ${tables * columnsPerTable} columns, KB each`, sample.length / 1000);

const controlPlane = await startControlPlane();
try {
  await installCrds(controlPlane.admin, await repositoryCrds());
  print('API server before, MB', await residentMegabytes());
  for (const comment of ['first', 'second']) {
    const startedAt = systemClock.now();
    const { peak, slowest, refusals } = await applyAll(comment);
    print(`refused or timed out${refusals[0] === undefined ? '' : ` (${refusals[0]})`}`, refusals.length);
    print(`${comment} apply of all, s`, (systemClock.now() - startedAt) / 1000);
    print('slowest request, s', slowest / 1000);
    print('API server at its peak, MB', peak);
  }
  const { body } = await call(controlPlane.admin, 'GET', path('large-0'));
  print('managedFields of one, KB', JSON.stringify(JSON.parse(body).metadata?.managedFields ?? []).length / 1000);
} finally {
  await controlPlane.stop();
}

interface Applied {
  readonly peak: number;
  readonly slowest: number;
  readonly refusals: readonly string[];
}

async function applyAll(comment: string): Promise<Applied> {
  let peak = 0;
  let slowest = 0;
  const refusals: string[] = [];
  // A server that is too busy to be asked has been asked a moment before.
  const look = async (): Promise<void> => {
    peak = Math.max(peak, await residentMegabytes().catch(() => 0));
  };
  const sampler = setInterval(() => void look(), SAMPLE_MS);
  const names = Array.from({ length: count }, (_, index) => `large-${index}`);
  await forEachLimited(names, count, async (name) => {
    const startedAt = systemClock.now();
    const refusal = await apply(name, comment).catch((error: Error) => error.message);
    if (refusal !== undefined) refusals.push(`${name}: ${refusal}`);
    slowest = Math.max(slowest, systemClock.now() - startedAt);
  });
  clearInterval(sampler);
  await look();
  return { peak, slowest, refusals };
}

async function apply(name: string, comment: string): Promise<string | undefined> {
  const answer = await call(
    controlPlane.admin,
    'PATCH',
    `${path(name)}?fieldManager=bench&force=true`,
    { contentType: 'application/apply-patch+yaml', body: JSON.stringify(largePipeline(name, comment)) },
    TIMEOUT_MS,
  );
  return answer.status < 300 ? undefined : `${answer.status} ${answer.body.slice(0, 200)}`;
}

function path(name: string): string {
  return `/apis/${GROUP}/${VERSION}/namespaces/default/${PLURAL}/${name}`;
}

async function residentMegabytes(): Promise<number> {
  const { body } = await call(controlPlane.admin, 'GET', '/metrics');
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(body)?.[1] ?? 0) / 1e6;
}

function print(what: string, figure: number): void {
  process.stdout.write(`${what}: ${Number.isInteger(figure) ? figure : figure.toFixed(2)}\n`);
}
