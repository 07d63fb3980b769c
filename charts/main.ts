/**
 * The cdk8s app of `npx cdk8s synth`: writes the managed resources of every pipeline file to dist/, one file per pipeline.
 *
 * PIPELINES names files and directories, separated by commas or spaces; default manifests/samples.
 * A pipeline with a fault stops everything before anything is written.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import type { DataPipeline } from '../crds/datapipeline.ts';
import { parsePipelines } from './pipeline-documents.ts';
import { renderPipeline } from './render.ts';
import { SynthChart } from './synth-chart.ts';
import { withoutTokens } from './unresolved.ts';

const paths = (process.env.PIPELINES ?? 'manifests/samples').split(/[\s,]+/).filter((path) => path !== '');
const files = listFiles(paths).map((file) => ({ file, ...parsePipelines(readFileSync(file, 'utf8')) }));
const faults = files.flatMap(({ file, faults: found }) =>
  found.map(({ object, path, message }) => `${file}: ${object}: ${path}: ${message}`),
);

if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exitCode = 1;
} else {
  const app = new App();
  const written = new Map<string, string>();
  for (const { file, pipelines } of files) {
    for (const pipeline of pipelines) {
      const chart = chartName(pipeline);
      const earlier = written.get(chart);
      if (earlier !== undefined) throw new Error(`${file} and ${earlier}: both would be written to ${chart}.k8s.yaml`);
      written.set(chart, file);
      const { manifests, open } = withoutTokens(renderPipeline(pipeline));
      new SynthChart(app, chart, manifests);
      for (const value of open) {
        process.stderr.write(`${file}: ${value.id} needs ${value.path} of ${value.from}, known after apply\n`);
      }
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
