/**
 * Where things stand on a dashboard. At the top whose it is, then its alarms, then a heading for each section of the spec and
 * its graphs, three in a row, or four where there are just four. Graphs called alike in one section are one, with a line for each component; so a pipeline with
 * many components has lines beside each other that one compares, and not a dashboard that one scrolls.
 */
import type { Part } from '../../part.ts';
import type { Drawn, Widget } from '../widget.ts';
import { type BodyWidget, type Box, type Content, GRID, metricRow } from './body.ts';

const GRAPH_HEIGHT = 6;
const HEADING = { width: GRID, height: 1 } as const;
const TITLE = { width: GRID, height: 2 } as const;
/** More lines than one can tell apart go on in another graph. */
const MOST_LINES = 12;
/** Source: docs/aws-rules.md, CloudWatch. */
const MOST_ALARMS = 100;
/** Alarms that stand in one row of the grid, by about how wide their names are drawn. */
const ALARMS_IN_A_ROW = 6;

type Size = Pick<Box, 'width' | 'height'>;
/** What is placed below what was placed before; things of one row stand beside each other. */
type Row = readonly (Size & { readonly content: Content })[];

export interface Shown {
  /** Markdown. */
  readonly title: string;
  /** ARNs. */
  readonly alarms: readonly string[];
  readonly region: string;
  readonly parts: readonly Pick<Part, 'component' | 'widgets'>[];
}

export function layOut({ title, alarms, region, parts }: Shown): readonly BodyWidget[] {
  return placed([
    [{ ...TITLE, content: text(title) }],
    ...chunks(alarms, MOST_ALARMS).map((some, index, all) => [alarmsOf(some, numbered('Alarms', index, all.length))]),
    ...sectionsOf(parts).flatMap(({ section, graphs }) => [
      [{ ...HEADING, content: text(`## ${section}`) }],
      ...rowsOf(graphs, region),
    ]),
  ]);
}

function rowsOf(graphs: readonly Graph[], region: string): readonly Row[] {
  const columns = graphs.length === 4 ? 4 : 3;
  const size = { width: GRID / columns, height: GRAPH_HEIGHT };
  return chunks(
    graphs.map((graph) => ({ ...size, content: contentOf(graph, region) })),
    columns,
  );
}

function placed(rows: readonly Row[]): readonly BodyWidget[] {
  let y = 0;
  return rows.flatMap((row) => {
    let x = 0;
    const here = row.map(({ width, height, content }): BodyWidget => {
      const box = { x, y, width, height };
      x += width;
      return { ...box, ...content };
    });
    y += Math.max(...row.map(({ height }) => height));
    return here;
  });
}

interface Graph extends Omit<Widget, 'lines'> {
  readonly lines: readonly LabelledLine[];
}

type LabelledLine = Drawn & { readonly label: string };

/** In the order of the parts; a section has its graphs in the order of its first component. */
function sectionsOf(parts: Shown['parts']): readonly { readonly section: string; readonly graphs: readonly Graph[] }[] {
  const sections = new Map<string, Map<string, Graph>>();
  for (const { component, widgets = [] } of parts) {
    const [first = '', ...names] = component.split('/');
    const section = first.charAt(0).toUpperCase() + first.slice(1);
    const graphs = sections.get(section) ?? new Map<string, Graph>();
    for (const { lines, ...widget } of widgets) {
      const known = graphs.get(widget.title);
      const labelled = lines.map(({ of, ...drawn }) => ({
        ...drawn,
        label: [...names, of].filter((word) => word !== undefined).join(' ') || widget.title,
      }));
      graphs.set(widget.title, { ...widget, lines: [...(known?.lines ?? []), ...labelled] });
    }
    if (graphs.size > 0) sections.set(section, graphs);
  }
  return [...sections].map(([section, graphs]) => ({ section, graphs: [...graphs.values()].flatMap(readable) }));
}

function readable({ lines, title, ...graph }: Graph): readonly Graph[] {
  return chunks(lines, MOST_LINES).map((some, index, all) => ({
    ...graph,
    title: numbered(title, index, all.length),
    lines: some,
  }));
}

function contentOf({ title, unit, periodSeconds, looksBack, lines }: Graph, region: string): Content {
  return {
    type: 'metric',
    properties: {
      title,
      view: 'timeSeries',
      region,
      period: periodSeconds,
      ...(looksBack === undefined ? {} : { start: `-${looksBack}` }),
      yAxis: { left: { label: unit, showUnits: false, min: 0 } },
      metrics: lines.map(({ label, ...drawn }) => metricRow(drawn, label, periodSeconds)),
    },
  };
}

function text(markdown: string): Content {
  return { type: 'text', properties: { markdown } };
}

function alarmsOf(alarms: readonly string[], title: string): Size & { readonly content: Content } {
  const height = 1 + Math.ceil(alarms.length / ALARMS_IN_A_ROW);
  return { width: GRID, height, content: { type: 'alarm', properties: { title, alarms } } };
}

function numbered(title: string, index: number, of: number): string {
  return of === 1 ? title : `${title} (${index + 1} of ${of})`;
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
