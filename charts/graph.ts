/**
 * The graph of a pipeline's resources in one row: stages, and inside a stage the longest way through its edges. Pure;
 * works on ids. Creation follows the edges alone; the row is the order in which a plan is made and read, and backwards,
 * as waves, the order of deletion.
 *
 * An edge may go to an earlier stage but never to a later one: so a dependent has a higher wave without a depth that
 * runs across stages, and `rollout.through` never leaves out what something needs.
 */
import { STAGE_ORDER, type Stage } from '../crds/identifiers.ts';

export interface GraphNode {
  readonly id: string;
  readonly stage: Stage;
  /** ids of the nodes that come before, from whatever reason. */
  readonly before: readonly string[];
}

export interface Placed<Node extends GraphNode> {
  readonly node: Node;
  /** Longest chain of edges inside the node's stage that leads to it; 0 for what waits for nothing. */
  readonly depth: number;
  /** Deletion order, higher first: a dependent always has a higher wave than what it depends on. */
  readonly wave: number;
}

/** Distance between the waves of two stages; chains inside a stage are much shorter. */
const WAVES_PER_STAGE = 100;

export class GraphError extends Error {
  override readonly name = 'GraphError';
  /** The nodes at fault; for a cycle from the first to itself. */
  readonly path: readonly string[];

  constructor(reason: string, path: readonly string[]) {
    super(`${reason}: ${path.join(' → ')}`);
    this.path = path;
  }
}

/** Nodes in order: stage, then depth, then id. Throws GraphError on a cycle, an unknown id or an edge to a later stage. */
export function placeInOrder<Node extends GraphNode>(nodes: readonly Node[]): readonly Placed<Node>[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depths = new Map<string, number>();
  const path: string[] = [];

  const depthOf = (node: Node): number => {
    const known = depths.get(node.id);
    if (known !== undefined) return known;
    const seen = path.indexOf(node.id);
    if (seen >= 0) throw new GraphError('resources wait for each other', [...path.slice(seen), node.id]);
    path.push(node.id);
    let depth = 0;
    for (const id of node.before) {
      const other = byId.get(id);
      if (other === undefined) throw new GraphError('a resource waits for one that is not rendered', [node.id, id]);
      const stages = STAGE_ORDER.indexOf(other.stage) - STAGE_ORDER.indexOf(node.stage);
      if (stages > 0) throw new GraphError('a resource waits for one of a later stage', [node.id, id]);
      if (stages === 0) depth = Math.max(depth, depthOf(other) + 1);
    }
    path.pop();
    depths.set(node.id, depth);
    return depth;
  };

  return nodes
    .map((node) => {
      const depth = depthOf(node);
      return { node, depth, wave: STAGE_ORDER.indexOf(node.stage) * WAVES_PER_STAGE + depth };
    })
    .sort((a, b) => a.wave - b.wave || compareText(a.node.id, b.node.id));
}

/** By code unit: the same everywhere, unlike a locale's order. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
