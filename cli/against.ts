/**
 * A file against an earlier one: what the controller would hold, replace or let go, in words. Offline it knows the two files
 * only; what it says is true when the earlier one stands in the cluster as it is written.
 */
import { keyOf, type ParsedPipelines, parsePipelines } from '../charts/pipeline-documents.ts';
import { renderPipeline } from '../charts/render.ts';
import { type Foreseen, forecast, SCHEMA_WORDS } from '../controller/pipeline/forecast.ts';
import type { DataPipeline } from '../crds/datapipeline.ts';
import { KIND } from '../crds/identifiers.ts';
import type { NamedText } from './commands.ts';

/** The earlier file, read. */
export interface Before {
  readonly file: string;
  readonly parsed: ParsedPipelines;
  readonly byKey: ReadonlyMap<string, DataPipeline>;
}

export interface Comparison {
  /** One line for each thing that somebody should know before applying. */
  readonly lines: readonly string[];
  /** Whether any of them is more than news: data, a name or a reader is touched. */
  readonly isGrave: boolean;
}

const NEWS: readonly Foreseen['effect'][] = ['Removed', 'Compatible'];

const WORDS: Readonly<Partial<Record<Foreseen['effect'], string>>> = {
  ...SCHEMA_WORDS,
  Held: 'held until it is approved',
  Replaced: 'replaced',
  Removed: 'removed',
  LetGo: 'let go',
};

export function readBefore({ file, text }: NamedText): Before {
  const parsed = parsePipelines(text);
  return { file, parsed, byKey: new Map(parsed.pipelines.map((pipeline) => [keyOf(pipeline), pipeline])) };
}

export function compareFile(file: string, pipelines: readonly DataPipeline[], before: Before): Comparison {
  const foreseen = pipelines.map((pipeline) => ({ pipeline, effects: effectsOf(pipeline, before) }));
  return {
    lines: foreseen.flatMap(({ pipeline, effects }) => {
      const place = `${file}: ${KIND} ${pipeline.metadata.name}`;
      if (effects === undefined) return [`${place}: stands not in ${before.file}; it was compared with nothing`];
      return effects.map((each) => `${place}: ${each.component}: ${wordOf(each)}: ${each.message}`);
    }),
    isGrave: foreseen.some(({ effects = [] }) => effects.some(isGrave)),
  };
}

/** How people call it. */
export function wordOf({ effect }: Foreseen): string {
  return WORDS[effect] ?? effect;
}

/** More than news: data, a name or a reader is touched. */
export function isGrave({ effect }: Foreseen): boolean {
  return !NEWS.includes(effect);
}

/** A comparison in which nothing was compared is none. */
export function nothingCompared(files: readonly ParsedPipelines[], { file, byKey }: Before): readonly string[] {
  const compared = files.some(({ pipelines }) => pipelines.some((pipeline) => byKey.has(keyOf(pipeline))));
  if (compared) return [];
  const known = byKey.size === 0 ? 'no DataPipeline' : `only ${[...byKey.keys()].join(', ')}`;
  return [`${file}: holds ${known}; name a file with an earlier state of the pipelines that are checked`];
}

/** Pipelines that a later file lacks: applying it does nothing to them, unless whatever applies it also prunes. */
export function leftBehind(files: readonly ParsedPipelines[], { file, byKey }: Before): readonly string[] {
  const keys = new Set(files.flatMap(({ pipelines }) => pipelines.map(keyOf)));
  return [...byKey.keys()]
    .filter((key) => !keys.has(key))
    .map((key) => `${file}: ${KIND} ${key} stands here only; it was compared with nothing`);
}

function effectsOf(pipeline: DataPipeline, { byKey }: Before): readonly Foreseen[] | undefined {
  const old = byKey.get(keyOf(pipeline));
  return old === undefined ? undefined : forecast(renderPipeline(old), renderPipeline(pipeline));
}
