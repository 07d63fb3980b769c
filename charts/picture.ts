/**
 * A pipeline as a picture: a mermaid flowchart of its components, drawn from the rendered parts. Arrows go the way that data
 * and calls go: from a stream to the delivery that reads it, from a schedule to the crawler that it starts. Dotted is what one
 * thing is made in or described by. What every component has (the key, the network, buckets for code and access logs) is
 * left out, for it would cover the rest. Pure.
 */
import { STAGE_ORDER } from '../crds/identifiers.ts';
import { type Doing, doingsIn, isNamed, READS } from './arrows.ts';
import type { Rendered } from './rendered.ts';

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly dotted: boolean;
  readonly label: string;
}

export function pictureOf({ parts, objects }: Rendered): string {
  const drawn = parts.filter(isNamed);
  const known = new Set(drawn.map(({ component }) => component));
  const used = mergedArrows(doingsIn(parts));
  const linked = new Set(used.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]));
  const componentOf = new Map(objects.map(({ id, component }) => [id, component]));
  const needed = objects.flatMap(({ component, after, tokens }) =>
    [...after, ...tokens.map(({ from }) => from)].map((id) => ({ from: component, to: componentOf.get(id) ?? '' })),
  );
  const dotted = new Map(
    needed
      .filter(({ from, to }) => from !== to && known.has(from) && known.has(to) && !linked.has(`${from} ${to}`))
      .map(({ from, to }) => [`${from} ${to}`, { from, to, dotted: true, label: '' }]),
  );
  const stages = STAGE_ORDER.filter((stage) => drawn.some((part) => part.stage === stage));
  return [
    'flowchart LR',
    ...stages.flatMap((stage) => [
      `  subgraph ${stage}`,
      ...drawn
        .filter((part) => part.stage === stage)
        .map(({ component }) => `    ${nodeOf(component)}["${component}"]`),
      '  end',
    ]),
    ...[...used, ...dotted.values()].map((arrow) => `  ${lineOf(arrow)}`),
    '',
  ].join('\n');
}

function mergedArrows(doings: readonly Doing[]): readonly Arrow[] {
  const arrows = new Map<string, Arrow>();
  const draw = (from: string, to: string, verbs: readonly string[]): void => {
    const known = arrows.get(`${from} ${to}`)?.label.split(', ') ?? [];
    const label = [...new Set([...known, ...verbs])].filter((verb) => verb !== '').join(', ');
    arrows.set(`${from} ${to}`, { from, to, dotted: label === '', label });
  };
  for (const { by, of, verbs } of doings) {
    const others = verbs.filter((verb) => verb !== READS);
    if (verbs.includes(READS)) draw(of, by, [READS]);
    if (others.length > 0 || verbs.length === 0) draw(by, of, others);
  }
  return [...arrows.values()];
}

function lineOf({ from, to, dotted, label }: Arrow): string {
  const arrow = dotted ? '-.->' : '-->';
  return `${nodeOf(from)} ${arrow}${label === '' ? '' : `|${label}|`} ${nodeOf(to)}`;
}

/** Names hold letters, digits, hyphens and, in tables, underscores. */
function nodeOf(component: string): string {
  return component.replaceAll(/[^A-Za-z0-9]/g, (sign) => (sign === '/' ? '__' : '_'));
}
