/**
 * Rendering: a DataPipeline as stored → its managed resources in apply order. Pure and deterministic: the same spec gives
 * the same bytes. Throws ModelError for a spec that the schema should have refused.
 */
import { App } from 'cdk8s';
import { ANNOTATION } from '../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../crds/kubernetes.ts';
import type { Managed } from './block.ts';
import { awsIdentity, type ClaimAccount } from './claims.ts';
import { decide, type PipelineInput } from './decide.ts';
import { type GraphNode, placeInOrder } from './graph.ts';
import { ModelError } from './model-error.ts';
import { tokensIn } from './observed.ts';
import { PipelineChart } from './pipeline-chart.ts';
import type { ObservedToken, Rendered, RenderedObject } from './rendered.ts';

export function renderPipeline(pipeline: PipelineInput): Rendered {
  // The app is never synthesised here: it is the root that constructs need. Paths in it are not part of the output.
  const chart = new PipelineChart(new App({ outdir: 'dist' }), 'pipeline', decide(pipeline));
  return { objects: inOrder(chart.resources, pipeline.spec), parts: chart.parts };
}

/** The resources of a chart in apply order, each with its wave written on it. */
export function inOrder(resources: readonly Managed[], account: ClaimAccount): readonly RenderedObject[] {
  assertDistinct(resources, account);
  return placeInOrder(resources.map(toNode)).map(({ node, wave }) => toRendered(node, wave));
}

interface Node extends GraphNode {
  readonly managed: Managed;
  readonly manifest: KubeObject;
  readonly tokens: readonly ObservedToken[];
}

function toNode(managed: Managed): Node {
  const { manifest } = managed;
  const tokens = tokensIn(manifest);
  const before = [...managed.after, ...tokens.map((token) => token.from)];
  return { id: managed.id, stage: managed.stage, before, managed, manifest, tokens };
}

function toRendered(node: Node, wave: number): RenderedObject {
  const { managed, manifest, tokens } = node;
  const named = new Set(tokens.map((token) => token.from));
  const annotations: JsonObject = { ...manifest.metadata.annotations, [ANNOTATION.wave]: String(wave) };
  return {
    id: managed.id,
    kind: managed.kind,
    component: managed.component,
    stage: managed.stage,
    wave,
    manifest: { ...manifest, metadata: { ...manifest.metadata, annotations } } as KubeObject,
    tokens,
    after: managed.after.filter((id) => !named.has(id)),
    ...(managed.adjustment === undefined ? {} : { adjustment: managed.adjustment }),
    ...(managed.foreign === undefined ? {} : { foreign: managed.foreign }),
  };
}

/** Names are joined from the user's words; two words may join to one name ("a-b" + "c", "a" + "b-c"). */
function assertDistinct(resources: readonly Managed[], account: ClaimAccount): void {
  const owners = new Map<string, string>();
  const claim = (where: string, name: string | undefined, component: string): void => {
    if (name === undefined) return;
    const owner = owners.get(`${where} ${name}`);
    if (owner !== undefined)
      throw new ModelError(component, `has the same name in ${where} as ${owner}: ${name}; rename one`);
    owners.set(`${where} ${name}`, component);
  };
  for (const resource of resources) {
    const { component } = resource;
    claim('Kubernetes', resource.id, component);
    claim('AWS', awsIdentity(resource, account), component);
  }
}
