/**
 * The door of the npm package, for cdk8s apps and tools of others (docs/how-to/cdk8s.md). What is not exported here may change
 * with every version.
 */
export type { DataPipelineSpec, DataPipelineStatus } from '../../crds/datapipeline.ts';
export { API_VERSION, KIND } from '../../crds/identifiers.ts';
export type { WrittenSpec } from '../../crds/schema/spec.ts';
export type { Fault } from '../../crds/validate/fault.ts';
export { validateDataPipeline } from '../../crds/validate/validate.ts';
export { type DocumentFault, type ParsedPipelines, parsePipelines } from '../pipeline-documents.ts';
export { renderPipeline } from '../render.ts';
export type { ObservedToken, Rendered, RenderedObject, RenderedPart } from '../rendered.ts';
export { SynthChart } from '../synth-chart.ts';
export { type OpenValue, withoutTokens } from '../unresolved.ts';
export { DataPipeline, DataPipelineError, type DataPipelineProps } from './data-pipeline.ts';
