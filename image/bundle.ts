/**
 * `node --import tsx image/bundle.ts DIRECTORY`: what the container image holds. The controller as JavaScript that needs nothing
 * beside it, with source maps, the licences of all that went into it, and a list of that (CycloneDX). The same sources give the
 * same bytes: no time, no host name and no random number is in any of it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { billOfMaterials, licenceTexts, packagesIn } from './packages.ts';

const ROOT = join(import.meta.dirname, '..');
/** Libraries of before ES modules ask for Node's own modules in this way. */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

async function bundle(directory: string): Promise<Metafile> {
  const { metafile, warnings } = await build({
    absWorkingDir: ROOT,
    entryPoints: { controller: 'controller/main.ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // What is imported late is loaded late: a pod never reads the library for kubeconfigs, which costs 85 MB.
    splitting: true,
    chunkNames: 'chunks/[hash]',
    // Not names: a stack has to say where it was.
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    banner: { js: REQUIRE },
    metafile: true,
    logLevel: 'silent',
  });
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
  return metafile;
}

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('say into which directory');
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const packages = packagesIn(await bundle(directory), ROOT);
const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string };
const write = (file: string, text: string): void => writeFileSync(join(directory, file), text);
write('LICENSE', readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
write('LICENSES-OF-OTHERS.txt', licenceTexts(packages));
write('sbom.cdx.json', `${JSON.stringify(billOfMaterials(own, packages), undefined, 2)}\n`);
