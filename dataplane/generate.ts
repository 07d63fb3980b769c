/**
 * Makes what is derived from the data plane's sources: the embedded code (`builtins.generated.ts`), the
 * tables for the Python tests and those of `docs/dataplane.md`.
 *
 *   --check   write nothing; fail when something is not current
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { applicationDescriptors, functionDescriptors, jobDescriptors } from './descriptors.ts';
import { betweenMarkers, type EmbeddedCode, EmbeddingError, embed, moduleText, tableDocs } from './embedding.ts';
import { packApplication } from './flink/descriptor.ts';
import { PackagingError, packagedJob } from './packaging.ts';
import { tables } from './tables.ts';
import { deterministicZip } from './zip.ts';

const HERE = import.meta.dirname;
const read = (path: string): string => readFileSync(join(HERE, path), 'utf8');

/** Every derived file by its path from this folder, as it has to be. */
export function derivedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const runtime = read('spark/job_runtime.py');
  const { EnrichEvents } = functionDescriptors;
  const { FlinkSql } = applicationDescriptors;
  const codes: EmbeddedCode[] = [
    embed(EnrichEvents.name, deterministicZip({ [basename(EnrichEvents.file)]: read(EnrichEvents.file) })),
  ];
  for (const job of Object.values(jobDescriptors)) {
    codes.push(embed(job.name, packagedJob(job.file, read(job.file), runtime)));
  }
  const flinkFiles = FlinkSql.files.map((file) => [file, read(join('flink', file))]);
  codes.push(embed(FlinkSql.name, deterministicZip(Object.fromEntries(flinkFiles))));

  codes.push(
    embed(packApplication.name, deterministicZip({ [basename(packApplication.file)]: read(packApplication.file) })),
  );
  files.set('builtins.generated.ts', moduleText(codes));
  files.set('spark/tables.generated.json', `${JSON.stringify(tables, null, 2)}\n`);
  files.set('../docs/dataplane.md', betweenMarkers(read('../docs/dataplane.md'), 'tables', tableDocs(tables)));
  return files;
}

function main(argv: readonly string[]): number {
  const { values } = parseArgs({ args: [...argv], options: { check: { type: 'boolean', default: false } } });
  const stale = [...derivedFiles()].filter(
    ([path, text]) => !existsSync(join(HERE, path)) || readFileSync(join(HERE, path), 'utf8') !== text,
  );
  for (const [path, text] of stale) {
    if (!values.check) writeFileSync(join(HERE, path), text);
    process.stdout.write(
      `${join('dataplane', path)} ${values.check ? 'is not current: run npm run generate' : 'written'}\n`,
    );
  }
  return values.check && stale.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof EmbeddingError || error instanceof PackagingError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
