/** The samples as tests and benches use them: parsed, valid, stored, with a uid as the API server would give. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { parsePipelines } from '../pipeline-documents.ts';

const directory = join(import.meta.dirname, '../../manifests/samples');

export interface Sample {
  readonly name: string;
  readonly pipeline: DataPipeline;
}

export const SAMPLE_UID = '5f1c9a2e-0000-4000-8000-000000000001';

export function readSamples(): readonly Sample[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const { pipelines, faults } = parsePipelines(readFileSync(join(directory, file), 'utf8'));
      const [pipeline] = pipelines;
      if (pipeline === undefined)
        throw new Error(
          `${file} holds no valid pipeline: ${faults.map(({ path, message }) => `${path}: ${message}`).join(', ')}`,
        );
      const metadata = { ...pipeline.metadata, uid: SAMPLE_UID };
      return { name: file.replace(/\.yaml$/, ''), pipeline: { ...pipeline, metadata } };
    });
}
