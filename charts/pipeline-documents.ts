/** DataPipelines out of YAML text: parsed, checked offline and completed with the defaults, or every fault named. */
import { parseAllDocuments } from 'yaml';
import type { DataPipeline } from '../crds/datapipeline.ts';
import { API_VERSION, KIND } from '../crds/names.ts';
import { applyDefaults } from '../crds/validate/defaults.ts';
import { validateDataPipeline } from '../crds/validate/validate.ts';

export interface ParsedPipelines {
  /** As stored: complete with defaults. Only those without fault. */
  readonly pipelines: readonly DataPipeline[];
  /** One line per fault: object, path and message. */
  readonly faults: readonly string[];
}

/** Documents of other kinds are passed over: a file may hold a namespace beside its pipelines. */
export function parsePipelines(text: string): ParsedPipelines {
  const pipelines: DataPipeline[] = [];
  const faults: string[] = [];
  for (const document of parseAllDocuments(text)) {
    if (document.errors.length > 0) {
      faults.push(...document.errors.map((error) => `is not YAML: ${error.message}`));
      continue;
    }
    const object: unknown = document.toJS();
    if (!isPipeline(object)) continue;
    const found = validateDataPipeline(object);
    for (const { path, message } of found) faults.push(`${nameOf(object)}: ${path}: ${message}`);
    if (found.length === 0) pipelines.push(applyDefaults(object));
  }
  return { pipelines, faults };
}

function isPipeline(object: unknown): object is { readonly metadata?: { readonly name?: unknown } } {
  if (typeof object !== 'object' || object === null) return false;
  const { apiVersion, kind } = object as { apiVersion?: unknown; kind?: unknown };
  return apiVersion === API_VERSION && kind === KIND;
}

function nameOf(object: { readonly metadata?: { readonly name?: unknown } }): string {
  return `${KIND} ${String(object.metadata?.name ?? '(without a name)')}`;
}
