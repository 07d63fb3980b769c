/**
 * What a change of pipelines does, as Markdown for the comment that a reviewer reads: first what would be held, replaced, let go
 * or break readers, then what changes in managed resources. Pure.
 */
import { awsName } from '../charts/claims.ts';
import { usd } from '../charts/cost/estimate.ts';
import { keyOf } from '../charts/pipeline-documents.ts';
import { renderPipeline } from '../charts/render.ts';
import type { Rendered } from '../charts/rendered.ts';
import { type Foreseen, forecast } from '../controller/pipeline/forecast.ts';
import type { DataPipeline } from '../crds/datapipeline.ts';
import { isGrave, wordOf } from './against.ts';
import { type CommandOutput, failed, type NamedText, passedOverLines, readFiles } from './commands.ts';
import { estimatePipeline } from './cost.ts';
import { differences, type ObjectChange } from './differences.ts';
import { cell, code, table } from './markdown.ts';

/** GitHub refuses comments of more than 65,536 characters. */
const LONGEST = 60_000;
const ROWS = 100;
const NOTHING: Rendered = { objects: [], parts: [] };

/** A pipeline that the earlier file lacks is new; one that only stands there is named at the end. */
export function reviewFiles(inputs: readonly NamedText[], earlier: NamedText): CommandOutput {
  const { parsed, faults, before } = readFiles(inputs, earlier);
  if (faults.length > 0) return failed([...parsed.flatMap(passedOverLines), ...faults]);
  const old = before?.byKey ?? new Map<string, DataPipeline>();
  const pipelines = parsed.flatMap((file) => file.pipelines);
  const now = new Set(pipelines.map(keyOf));
  const sections = pipelines.flatMap((pipeline) => sectionOf(pipeline, old.get(keyOf(pipeline))));
  const left = [...old.keys()].filter((key) => !now.has(key)).map(leftSection);
  return { stdout: withinLimit([...sections, ...left]), stderr: '', exitCode: 0 };
}

function sectionOf(pipeline: DataPipeline, old: DataPipeline | undefined): readonly string[] {
  const before = old === undefined ? NOTHING : renderPipeline(old);
  const after = renderPipeline(pipeline);
  const changes = differences(before, after);
  if (changes.length === 0) return [];
  const foreseen = old === undefined ? [] : forecast(before, after);
  const grave = foreseen.filter(isGrave);
  const ordered = [...grave, ...foreseen.filter((each) => !isGrave(each))];
  const verdict = old === undefined ? 'New.' : verdictOn(grave.length);
  const heading = `## ${code(keyOf(pipeline))}\n\n${verdict} ${costLine(pipeline, old)}\n`;
  const effects = foreseen.length === 0 ? [] : [cut(['', 'part', 'what happens'], ordered.map(effectRow))];
  return [[heading, ...effects, details(changes)].join('\n')];
}

function verdictOn(grave: number): string {
  if (grave === 0) return 'Nothing is lost or replaced.';
  return `**${grave === 1 ? 'One thing' : `${grave} things`} to look at.**`;
}

function costLine(pipeline: DataPipeline, old: DataPipeline | undefined): string {
  const now = usd(estimatePipeline(pipeline).total);
  const was = old === undefined ? undefined : usd(estimatePipeline(old).total);
  if (was === now) return `About ${now} USD a month, as before.`;
  return was === undefined ? `About ${now} USD a month.` : `About ${now} USD a month instead of ${was}.`;
}

function effectRow(foreseen: Foreseen): readonly string[] {
  const word = wordOf(foreseen);
  return [isGrave(foreseen) ? `**${word}**` : word, code(foreseen.component), cell(foreseen.message)];
}

function details(changes: readonly ObjectChange[]): string {
  const count = (what: ObjectChange['what']): number => changes.filter((change) => change.what === what).length;
  const rows = changes.flatMap(changeRows);
  const summary = `Managed resources: ${count('Added')} added, ${count('Changed')} changed, ${count('Removed')} removed`;
  const listed = cut(['', 'part', 'managed resource', 'field', 'before', 'after'], rows);
  return `<details><summary>${summary}</summary>\n\n${listed}\n</details>\n`;
}

function cut(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const more = rows.length > ROWS ? `\n…and ${rows.length - ROWS} more.\n` : '';
  return `${table(head, rows.slice(0, ROWS))}${more}`;
}

function changeRows({ what, object, fields }: ObjectChange): readonly (readonly string[])[] {
  const name = awsName(object) ?? object.manifest.metadata.name;
  const head = [what.toLowerCase(), code(object.component), `${object.kind.kind} ${code(name)}`];
  if (fields.length === 0) return [[...head, '', '', '']];
  const value = (text: string | undefined): string => (text === undefined ? '' : code(text));
  return fields.map(({ field, from, to }) => [...head, code(field), value(from), value(to)]);
}

function leftSection(key: string): string {
  return `## ${code(key)}\n\n**It stands no longer in these files.** Applying them does nothing to it; a tool that prunes deletes it, and AWS keeps its data.\n`;
}

/** Whole sections, so that no table ends in its middle. */
function withinLimit(sections: readonly string[]): string {
  if (sections.length === 0) return 'No pipeline changes.\n';
  const [first = '', ...others] = sections;
  let text = first;
  for (const [index, section] of others.entries()) {
    if (text.length + section.length > LONGEST) {
      return `${text}\n…and ${others.length - index} more pipelines; \`--diff\` with fewer files tells of them.\n`;
    }
    text += `\n${section}`;
  }
  return text;
}
