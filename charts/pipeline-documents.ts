/** DataPipelines out of YAML text: parsed, checked offline and completed with the defaults, or every fault named. */
import { parseAllDocuments } from 'yaml';
import type { DataPipeline } from '../crds/datapipeline.ts';
import { API_VERSION, KIND } from '../crds/identifiers.ts';
import { applyDefaults } from '../crds/validate/defaults.ts';
import { type Fault, fault } from '../crds/validate/fault.ts';
import { validateDataPipeline } from '../crds/validate/validate.ts';

export interface ParsedPipelines {
  /** As stored: complete with defaults. Only those without fault. */
  readonly pipelines: readonly DataPipeline[];
  readonly faults: readonly DocumentFault[];
}

export interface DocumentFault extends Fault {
  /** Kind and name of the object; "document 2" for one that is not YAML. */
  readonly object: string;
}

/** Documents of other kinds are passed over: a file may hold a namespace beside its pipelines. */
export function parsePipelines(text: string): ParsedPipelines {
  const pipelines: DataPipeline[] = [];
  const faults: DocumentFault[] = [];
  for (const [index, document] of parseAllDocuments(text).entries()) {
    if (document.errors.length > 0) {
      const object = `document ${index + 1}`;
      faults.push(...document.errors.map(({ message }) => ({ object, ...notYaml(message) })));
      continue;
    }
    const object: unknown = document.toJS();
    if (!isPipeline(object)) continue;
    const found = validateDataPipeline(object);
    faults.push(...found.map((fault) => ({ object: nameOf(object), ...fault })));
    if (found.length === 0) pipelines.push(applyDefaults(object));
  }
  return { pipelines, faults };
}

function notYaml(message: string): Fault {
  const [firstLine = ''] = message.split('\n');
  return fault([], undefined, `not YAML: ${firstLine.replace(/:$/, '')}`, 'write valid YAML');
}

function isPipeline(object: unknown): object is { readonly metadata?: { readonly name?: unknown } } {
  if (typeof object !== 'object' || object === null) return false;
  const { apiVersion, kind } = object as { apiVersion?: unknown; kind?: unknown };
  return apiVersion === API_VERSION && kind === KIND;
}

function nameOf(object: { readonly metadata?: { readonly name?: unknown } }): string {
  return `${KIND} ${String(object.metadata?.name ?? '(without a name)')}`;
}
