/**
 * A dashboard as a picture, drawn from its body: where each graph stands, what it is called, what it counts and what its lines
 * are. It shows no numbers, for there are none yet. Pure: the same body is the same SVG.
 */
import type { BodyWidget, DashboardBody, GraphProperties } from './body.ts';
import { GRID } from './body.ts';

/** Pixels of one cell of the grid. */
const CELL = { width: 44, height: 26 } as const;
const GAP = 4;
const LINE = 15;
const PADDING = 10;
/** Pixels of a character, about. */
const CHARACTER = 7;
/** Lines of a legend; below them stands how many more there are. */
const MOST_LABELS = 5;
const COLOURS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd'] as const;
const CHIP = { width: 170, height: 20 } as const;

export function drawDashboard({ widgets }: DashboardBody): string {
  const height = Math.max(0, ...widgets.map((one) => one.y + one.height)) * CELL.height;
  const width = GRID * CELL.width;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    '<title>Dashboard of a pipeline</title>',
    `<rect width="${width}" height="${height}" fill="#f2f3f3"/>`,
    ...widgets.flatMap(drawn),
    '</svg>',
    '',
  ].join('\n');
}

function drawn(widget: BodyWidget): readonly string[] {
  const x = widget.x * CELL.width;
  const y = widget.y * CELL.height;
  const width = widget.width * CELL.width;
  const height = widget.height * CELL.height;
  switch (widget.type) {
    case 'text':
      return markdown(widget.properties.markdown, x + GAP, y);
    case 'alarm':
      return [
        frame(x, y, width, height),
        words(x + PADDING, y + LINE + GAP, widget.properties.title, 'font-weight="bold"'),
        ...chips(widget.properties.alarms, { x, y, width }),
      ];
    case 'metric':
      return [frame(x, y, width, height), ...graph(widget.properties, { x, y, width, height })];
  }
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function graph({ title, yAxis, metrics }: GraphProperties, { x, y, width, height }: Area & { height: number }) {
  const left = x + PADDING;
  const most = Math.floor((width - 4 * PADDING) / CHARACTER);
  const labels = metrics.map((row) => (row.at(-1) as { readonly label: string }).label);
  const shown = labels.slice(0, MOST_LABELS);
  const axis = y + height - PADDING - GAP;
  return [
    words(left, y + LINE + GAP, short(title, most), 'font-weight="bold"'),
    words(left, y + 2 * LINE + GAP, yAxis.left.label, 'fill="#687078" font-size="10"'),
    `<path d="M${left} ${y + 3 * LINE}V${axis}H${x + width - PADDING}" fill="none" stroke="#aab7b8"/>`,
    ...shown.flatMap((label, index) => {
      const at = y + 3 * LINE + 4 + index * LINE;
      return [
        `<path d="M${left + PADDING} ${at + 4}h18" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="2"/>`,
        words(left + 34, at + 8, short(label, most)),
      ];
    }),
    ...(labels.length > shown.length
      ? [words(left + 34, y + 3 * LINE + 4 + MOST_LABELS * LINE + 4, `and ${labels.length - shown.length} more`)]
      : []),
  ];
}

function chips(alarms: readonly string[], { x, y, width }: Area): readonly string[] {
  const inRow = Math.floor((width - PADDING) / (CHIP.width + GAP));
  return alarms.flatMap((alarm, index) => {
    const left = x + PADDING + (index % inRow) * (CHIP.width + GAP);
    const top = y + CELL.height + GAP + Math.floor(index / inRow) * (CHIP.height + GAP);
    return [
      `<rect x="${left}" y="${top}" width="${CHIP.width}" height="${CHIP.height}" rx="3" fill="#e9f5ea" stroke="#2ca02c"/>`,
      words(
        left + 5,
        top + 14,
        short(alarm.slice(alarm.lastIndexOf('-alarm-') + '-alarm-'.length), 30),
        'font-size="10"',
      ),
    ];
  });
}

function markdown(text: string, x: number, y: number): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const [, marks = '', rest = ''] = /^(#*) ?(.*)$/.exec(line) ?? [];
      const size = { 1: 18, 2: 15 }[marks.length] ?? 12;
      return words(x, y + 20 + index * 20, rest, `font-size="${size}"${marks === '' ? '' : ' font-weight="bold"'}`);
    });
}

function frame(x: number, y: number, width: number, height: number): string {
  const at = `x="${x + GAP / 2}" y="${y + GAP / 2}" width="${width - GAP}" height="${height - GAP}"`;
  return `<rect ${at} fill="#ffffff" stroke="#d5dbdb"/>`;
}

function words(x: number, y: number, text: string, attributes = ''): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${x}" y="${y}"${attributes === '' ? '' : ` ${attributes}`}>${escaped}</text>`;
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
