/**
 * The npm package as others get it: packed, unpacked into a project of its own beside the libraries that it depends on, and
 * used there by a cdk8s app that the compiler checks, by `cdk8s synth`, and from the command line.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { GOOD_SPECS } from '../../crds/cases/all.ts';
import { ROOT } from '../suites.ts';
import { describeCiSamples } from './ci-samples.ts';
import { MODULES, Project } from './project.ts';

const SAMPLES = join(ROOT, 'manifests/samples');

const project = new Project();
const tsc = join(MODULES, 'typescript/bin/tsc');

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    types: ['node'],
    outDir: 'out',
    rootDir: '.',
    skipLibCheck: true,
  },
  include: ['app.ts', 'specs.ts', 'documented.ts'],
};

const APP = `import { App, Chart } from 'cdk8s';
import { DataPipeline, renderPipeline, validateDataPipeline } from 'datapipeline-operator';
import { SPECS } from './specs.ts';

const app = new App();
const chart = new Chart(app, 'analytics', { namespace: 'analytics' });
for (const [name, spec] of Object.entries(SPECS)) {
  const pipeline = new DataPipeline(chart, name, spec);
  if (validateDataPipeline(pipeline.toJson()).length > 0) throw new Error(name);
  if (pipeline.rendered().objects.length === 0) throw new Error(name);
}
if (typeof renderPipeline !== 'function') throw new Error('renderPipeline');
app.synth();
`;

function specsOfSamples(): Readonly<Record<string, unknown>> {
  const documents = readdirSync(SAMPLES).map((file) => {
    const { spec } = parse(readFileSync(join(SAMPLES, file), 'utf8')) as { readonly spec: unknown };
    return [file.replace(/\.yaml$/, ''), spec] as const;
  });
  return Object.fromEntries(documents);
}

/** The app of the how-to, as its readers copy it. */
function documented(): string {
  const page = readFileSync(join(ROOT, 'docs/how-to/cdk8s.md'), 'utf8');
  const [, app] = /^```ts\n([\s\S]*?)^```/m.exec(page) ?? [];
  if (app === undefined) throw new Error('docs/how-to/cdk8s.md holds no app');
  return app;
}

/** Every good case that says nothing by null, which no type asks for. */
function goodSpecs(): readonly unknown[] {
  const base = { accountId: '123456789012', region: 'us-east-1' };
  return GOOD_SPECS.map(({ spec }) => ({ ...base, ...spec })).filter((spec) => !JSON.stringify(spec).includes(':null'));
}

beforeAll(() => {
  project.install();
  project.write(
    'tsconfig.json',
    JSON.stringify({
      ...TSCONFIG,
      compilerOptions: { ...TSCONFIG.compilerOptions, rewriteRelativeImportExtensions: true },
    }),
  );
  project.write('app.ts', APP);
  project.write('documented.ts', documented());
  project.write(
    'specs.ts',
    `import type { WrittenSpec } from 'datapipeline-operator';\nexport const SPECS: Readonly<Record<string, WrittenSpec>> = ${JSON.stringify(specsOfSamples())};\n${goodSpecs()
      .map((spec, index) => `export const good${index}: WrittenSpec = ${JSON.stringify(spec)};`)
      .join('\n')}\n`,
  );
}, 300_000);

afterAll(() => project.remove());

describeCiSamples(project);

describe('the npm package', () => {
  test('holds what is built and what is applied, no source and no test', () => {
    const files = readdirSync(project.unpacked, { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => /(?<!\.d)\.ts$/.test(file) || /\.test\.|testing\//.test(file));
    expect(sources).toEqual([]);
    // Its files are links, which npm leaves out.
    expect(files.filter((file) => file.startsWith('manifests/helm'))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'build/charts/construct/index.js',
        'build/charts/construct/index.d.ts',
        'manifests/crd.yaml',
        'README.md',
      ]),
    );
  });

  test('types take every sample and every good case as it is written, and `cdk8s synth` writes them', () => {
    const checked = project.run(process.execPath, tsc, '-p', '.');
    expect([checked.stdout, checked.status]).toEqual(['', 0]);
    project.succeed(
      process.execPath,
      join(MODULES, 'cdk8s-cli/bin/cdk8s'),
      'synth',
      '--check-upgrade=false',
      '--app',
      'node out/app.js',
      '--output',
      'dist',
    );
    const written = parseAllDocuments(readFileSync(join(project.directory, 'dist/analytics.k8s.yaml'), 'utf8')).map(
      (document) =>
        document.toJS() as {
          readonly kind: string;
          readonly metadata: { readonly name: string };
          readonly spec: unknown;
        },
    );
    const byName = Object.fromEntries(written.map(({ metadata, spec }) => [metadata.name, spec]));
    expect(byName).toEqual(specsOfSamples());
    expect(new Set(written.map(({ kind }) => kind))).toEqual(new Set(['DataPipeline']));
  }, 120_000);

  test('the app of the how-to does what its page says', () => {
    project.succeed(process.execPath, 'out/documented.js');
    const text = readFileSync(join(project.directory, 'dist/analytics.k8s.yaml'), 'utf8');
    const names = parseAllDocuments(text).map(
      (document) => (document.toJS() as { metadata: { name: string } }).metadata.name,
    );
    expect(names).toEqual(['orders-development', 'orders-production']);
  });

  test.each([
    ['a field that does not exist', { accountId: '1', region: 'us-east-1', streamz: [] }, 'streamz'],
    ['a word that is no environment', { accountId: '1', region: 'us-east-1', environment: 'Prod' }, '"Production"'],
    ['a stream without a name', { accountId: '1', region: 'us-east-1', streams: [{}] }, 'name'],
    ['no region', { accountId: '1' }, 'region'],
  ])(
    'types refuse %s',
    (_, spec, word) => {
      writeFileSync(
        join(project.directory, 'wrong.ts'),
        `import type { DataPipelineProps } from 'datapipeline-operator';\nexport const wrong: DataPipelineProps = ${JSON.stringify(spec)};\n`,
      );
      const { stdout, status } = project.run(
        process.execPath,
        tsc,
        '--noEmit',
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2023',
        '--skipLibCheck',
        '--types',
        'node',
        '--ignoreConfig',
        'wrong.ts',
      );
      expect(status).not.toBe(0);
      expect(stdout).toContain(word);
      expect(stdout).not.toContain('Cannot find module');
    },
    60_000,
  );

  test('brings the command line', () => {
    const { bin } = JSON.parse(readFileSync(join(project.unpacked, 'package.json'), 'utf8')) as {
      readonly bin: Readonly<Record<string, string>>;
    };
    const stdout = project.succeed(
      process.execPath,
      join(project.unpacked, bin.datapipeline ?? ''),
      'validate',
      join(SAMPLES, 'minimal.yaml'),
    );
    expect(stdout).toMatch(/minimal\.yaml: DataPipeline \S+: valid/);
  });
});
