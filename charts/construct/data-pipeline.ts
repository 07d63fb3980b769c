/**
 * A DataPipeline as a construct, for cdk8s apps of others: typed, complete with names, and judged as soon as it is made, where
 * the stack trace still tells which line wrote it. What comes out is the one object; its managed resources are the operator's.
 */
import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { API_VERSION, KIND } from '../../crds/identifiers.ts';
import type { WrittenSpec } from '../../crds/schema/spec.ts';
import { applyDefaults } from '../../crds/validate/defaults.ts';
import type { Fault } from '../../crds/validate/fault.ts';
import { validateDataPipeline } from '../../crds/validate/validate.ts';
import { renderPipeline } from '../render.ts';
import type { Rendered } from '../rendered.ts';

/** The spec, and what Kubernetes wants beside it. */
export type DataPipelineProps = WrittenSpec & {
  /** @default name: the id of the construct; namespace: that of the chart. */
  readonly metadata?: ApiObjectMetadata;
};

/** What is wrong with a pipeline, all of it. */
export class DataPipelineError extends Error {
  override readonly name = 'DataPipelineError';
  readonly faults: readonly Fault[];

  constructor(pipeline: string, faults: readonly Fault[]) {
    super([`${KIND} ${pipeline} cannot be built:`, ...faults.map(lineOf)].join('\n  '));
    this.faults = faults;
  }
}

export class DataPipeline extends ApiObject {
  /** @throws DataPipelineError naming every field that the API server or the operator would refuse. */
  constructor(scope: Construct, id: string, { metadata = {}, ...spec }: DataPipelineProps) {
    // The name becomes part of names in AWS: what cdk8s makes of the path would change with the place in the code.
    super(scope, id, { apiVersion: API_VERSION, kind: KIND, metadata: { name: id, ...metadata }, spec });
    const faults = this.#faults();
    if (faults.length > 0) throw new DataPipelineError(this.name, faults);
    // Patches may come after.
    this.node.addValidation({ validate: () => this.#faults().map(lineOf) });
  }

  /** What the operator would apply for it, in order. Values that only AWS can tell are tokens of its own. */
  rendered(): Rendered {
    return renderPipeline(applyDefaults(this.toJson()));
  }

  #faults(): readonly Fault[] {
    return validateDataPipeline(this.toJson());
  }
}

function lineOf({ path, message }: Fault): string {
  return `${path}: ${message}`;
}
