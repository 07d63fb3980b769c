/**
 * The cdk8s app of `npx cdk8s synth`: writes the managed resources of every pipeline file to dist/, one file per pipeline.
 *
 * PIPELINES names files and directories, separated by commas or spaces, or, when it has line ends, one a line; default
 * manifests/samples. A pipeline with a fault stops everything before anything is written, and so does a file without any.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import type { DataPipeline } from '../crds/datapipeline.ts';
import { keyOf, parsePipelines } from './pipeline-documents.ts';
import { renderPipeline } from './render.ts';
import { SynthChart } from './synth-chart.ts';
import { withoutTokens } from './unresolved.ts';

const given = process.env.PIPELINES ?? 'manifests/samples';
const paths = given.split(given.includes('\n') ? '\n' : /[\s,]+/).filter((path) => path !== '');
const files = listFiles(paths).map((file) => ({ file, ...parsePipelines(readFileSync(file, 'utf8')) }));
const pipelinesByFile = files.flatMap(({ file, pipelines }) => pipelines.map((pipeline) => ({ file, pipeline })));
const faults = files.flatMap(({ file, pipelines, faults: found }) =>
  pipelines.length + found.length === 0
    ? [`${file}: holds no DataPipeline; leave it out`]
    : found.map(({ object, path, message }) => `${file}: ${object}: ${path}: ${message}`),
);
const twice = pipelinesByFile.flatMap(({ file, pipeline }, index) => {
  const earlier = pipelinesByFile.slice(0, index).find((other) => chartName(other.pipeline) === chartName(pipeline));
  return earlier === undefined
    ? []
    : [`${file}: DataPipeline ${keyOf(pipeline)} stands in ${earlier.file} too; leave one of them out`];
});
const wrong = [...faults, ...twice, ...(files.length === 0 ? [`${paths.join(', ')}: no YAML file is there`] : [])];

for (const { file, passedOver } of files) {
  for (const object of passedOver) process.stderr.write(`${file}: ${object}: passed over\n`);
}
if (wrong.length > 0) {
  process.stderr.write(`${wrong.join('\n')}\n`);
  process.exitCode = 1;
} else {
  const app = new App();
  for (const { file, pipeline } of pipelinesByFile) {
    const { manifests, open } = withoutTokens(renderPipeline(pipeline));
    new SynthChart(app, chartName(pipeline), manifests);
    for (const value of open) {
      process.stderr.write(`${file}: ${value.id} needs ${value.path} of ${value.from}, known after apply\n`);
    }
  }
  app.synth();
}

function chartName({ metadata }: DataPipeline): string {
  return `${metadata.namespace ?? 'default'}-${metadata.name}`;
}

/** A directory stands for the YAML files in it, by name. */
function listFiles(given: readonly string[]): readonly string[] {
  return given.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    const inside = readdirSync(path).filter((file) => /\.ya?ml$/.test(file));
    return inside.sort().map((file) => join(path, file));
  });
}
