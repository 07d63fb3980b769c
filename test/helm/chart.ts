/** The chart as it is shipped, rendered by Helm itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { ROOT } from '../suites.ts';
import type { Ended, GoTool } from '../tools/go-tool.ts';

export const CHART = join(ROOT, 'manifests/helm/datapipeline-operator');
export const NAMESPACE = 'ops';
/** Oldest that the chart says it takes. */
const KUBERNETES = '1.30.0';

export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export function objectsOf(text: string): readonly Rendered[] {
  return parseAllDocuments(text).flatMap((document) => (document.toJS() as Rendered | null) ?? []);
}

export function shipped(file: string): readonly Rendered[] {
  return objectsOf(readFileSync(join(ROOT, 'manifests', file), 'utf8'));
}

export class Chart {
  readonly #helm: GoTool;
  /** For values files. */
  readonly #directory: string;

  constructor(helm: GoTool, directory: string) {
    this.#helm = helm;
    this.#directory = directory;
  }

  /** `chart`: a folder or an archive. */
  template(values: object, chart = CHART): Ended {
    const input = stringify(values);
    const args = ['template', 'release', chart, '-n', NAMESPACE, '--kube-version', KUBERNETES, '-f', '-'];
    return this.#helm.run(this.#directory, { args, input });
  }

  /** @throws Error with what Helm says. */
  render(values: object, chart = CHART): readonly Rendered[] {
    const { status, stdout, stderr } = this.template(values, chart);
    if (status !== 0) throw new Error(stderr);
    return objectsOf(stdout);
  }
}
