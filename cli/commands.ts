/** What the commands print, as functions of what was read. Pure. */
import { stringify } from 'yaml';
import { overLimit } from '../charts/cost/limit.ts';
import { pictureOf } from '../charts/picture.ts';
import {
  type DocumentFault,
  keyOf,
  type ParsedPipelines,
  parsePipelines,
  twiceLines,
} from '../charts/pipeline-documents.ts';
import { renderPipeline } from '../charts/render.ts';
import { withoutTokens } from '../charts/unresolved.ts';
import { warningsFor } from '../crds/checks/all.ts';
import { KIND } from '../crds/identifiers.ts';
import type { Json } from '../crds/kubernetes.ts';
import { type Before, compareFile, leftBehind, nothingCompared, readBefore } from './against.ts';
import { costText, estimatePipeline } from './cost.ts';

export interface NamedText {
  readonly file: string;
  readonly text: string;
}

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 1;
}

/** By id of a rendered object, then by path in the live object. */
export type KnownValues = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** The earlier state that files are compared with, and whether what would happen to data, names or readers is a failure. */
export interface Against {
  readonly earlier?: NamedText;
  readonly strict?: boolean;
}

/** Nothing is printed when any file has a fault: half a stream applied would be half a pipeline. */
export function renderFiles(inputs: readonly NamedText[], values: unknown, against: Against = {}): CommandOutput {
  const known = knownValues(values);
  const { parsed, faults, compared } = compareFiles(inputs, against);
  const wrong = [...faults, ...twiceLines(parsed)];
  if (wrong.length > 0) return failed([...parsed.flatMap(passedOverLines), ...wrong]);
  if (compared.fails) return failed([...parsed.flatMap(passedOverLines), ...compared.lines]);
  const printable = parsed.flatMap(({ pipelines }) =>
    pipelines.map((pipeline) => withoutTokens(renderPipeline(pipeline), ({ from, path }) => known[from]?.[path])),
  );
  const open = printable.flatMap((pipeline) => pipeline.open);
  return {
    stdout: printable
      .flatMap(({ manifests }) => manifests.map((manifest) => stringify(manifest, { lineWidth: 0, version: '1.1' })))
      .join('---\n'),
    stderr: lines([
      ...parsed.flatMap(passedOverLines),
      ...compared.lines,
      ...open.map(({ id, from, path }) => `${id} needs ${path} of ${from}, known after apply`),
    ]),
    exitCode: 0,
  };
}

/** One mermaid flowchart a pipeline. */
export function drawFiles(inputs: readonly NamedText[]): CommandOutput {
  const { parsed, faults } = readFiles(inputs);
  const wrong = [...faults, ...twiceLines(parsed)];
  if (wrong.length > 0) return failed([...parsed.flatMap(passedOverLines), ...wrong]);
  const pictures = parsed.flatMap(({ pipelines }) =>
    pipelines.map((pipeline) => `---\ntitle: ${pipeline.metadata.name}\n---\n${pictureOf(renderPipeline(pipeline))}`),
  );
  return { stdout: pictures.join('\n'), stderr: lines(parsed.flatMap(passedOverLines)), exitCode: 0 };
}

/** What each pipeline costs in a month; against an earlier state, what changes by the edit. */
export function costFiles(inputs: readonly NamedText[], against: Against = {}): CommandOutput {
  const { parsed, faults, before, compared } = compareFiles(inputs, against);
  const wrong = [...faults, ...twiceLines(parsed)];
  if (wrong.length > 0) return failed([...parsed.flatMap(passedOverLines), ...wrong]);
  if (compared.fails) return failed([...parsed.flatMap(passedOverLines), ...compared.lines]);
  const texts = parsed.flatMap(({ pipelines }) =>
    pipelines.map((pipeline) => costText(pipeline, before?.byKey.get(keyOf(pipeline)))),
  );
  return {
    stdout: texts.join('\n'),
    stderr: lines([...parsed.flatMap(passedOverLines), ...compared.lines]),
    exitCode: 0,
  };
}

export function validateFiles(
  inputs: readonly NamedText[],
  options: { readonly warnings: boolean } & Against,
): CommandOutput {
  const { parsed, faults, compared } = compareFiles(inputs, options);
  const warnings = options.warnings ? parsed.flatMap(warningLines) : [];
  const valid = parsed.flatMap(({ file, pipelines }) =>
    pipelines.map(({ metadata }) => `${file}: ${KIND} ${metadata.name}: valid`),
  );
  return {
    stdout: lines([...valid, ...faults]),
    stderr: lines([...parsed.flatMap(passedOverLines), ...warnings, ...compared.lines]),
    exitCode: faults.length === 0 && !compared.fails ? 0 : 1,
  };
}

interface ReadFiles {
  readonly parsed: readonly ParsedFile[];
  /** The earlier file, when one was given. */
  readonly before?: Before;
  readonly faults: readonly string[];
}

/** Each pipeline is judged as an update of its namesake in the earlier file. */
export function readFiles(inputs: readonly NamedText[], earlier?: NamedText): ReadFiles {
  const before = earlier === undefined ? undefined : readBefore(earlier);
  const parsed = inputs.map(({ file, text }) => ({ file, ...parsePipelines(text, before?.byKey) }));
  const faults = [...parsed, ...(before === undefined ? [] : [{ file: before.file, ...before.parsed }])].flatMap(
    ({ file, faults: found }) => found.map((fault) => faultLine(file, fault)),
  );
  return {
    parsed,
    ...(before === undefined ? {} : { before }),
    faults: [...faults, ...parsed.filter(isEmpty).map(emptyLine), ...parsed.flatMap((file) => tooDear(file, before))],
  };
}

interface ComparedFiles extends ReadFiles {
  readonly compared: { readonly lines: readonly string[]; readonly fails: boolean };
}

function compareFiles(inputs: readonly NamedText[], { earlier, strict = false }: Against): ComparedFiles {
  const read = readFiles(inputs, earlier);
  const { parsed, before, faults } = read;
  if (before === undefined || faults.length > 0) return { ...read, compared: { lines: [], fails: false } };
  const files = parsed.map(({ file, pipelines }) => compareFile(file, pipelines, before));
  return {
    ...read,
    faults: nothingCompared(parsed, before),
    compared: {
      lines: [...files.flatMap((file) => file.lines), ...leftBehind(parsed, before)],
      fails: strict && files.some((file) => file.isGrave),
    },
  };
}

/** What the controller would hold for its cost, as a new pipeline or as an edit of the earlier one. */
function tooDear({ file, pipelines }: ParsedFile, before: Before | undefined): readonly string[] {
  return pipelines.flatMap((pipeline) => {
    const limit = pipeline.spec.budget?.refuseAboveUSD;
    if (limit === undefined) return [];
    const earlier = before?.byKey.get(keyOf(pipeline));
    const carriedOut = earlier === undefined ? undefined : estimatePipeline(earlier).total;
    const wrong = overLimit({ limit, total: estimatePipeline(pipeline).total, carriedOut });
    const place = `${file}: ${KIND} ${pipeline.metadata.name}: spec.budget.refuseAboveUSD`;
    return wrong === undefined ? [] : [`${place}: ${limit}: ${wrong}`];
  });
}

function faultLine(file: string, { object, path, value, rule, remedy }: DocumentFault): string {
  return `${file}: ${object}: ${path}: ${value}: ${rule}${remedy === '' ? '' : `; ${remedy}`}`;
}

function warningLines({ file, pipelines }: ParsedFile): string[] {
  return pipelines.flatMap(({ metadata, spec }) =>
    warningsFor(spec).map(({ path, message }) => `${file}: ${KIND} ${metadata.name}: ${path}: warning: ${message}`),
  );
}

type ParsedFile = { readonly file: string } & ParsedPipelines;

/** A file in which there was nothing to check would otherwise pass as "nothing wrong". */
function isEmpty({ pipelines, faults }: ParsedPipelines): boolean {
  return pipelines.length + faults.length === 0;
}

export function passedOverLines({ file, passedOver }: ParsedFile): readonly string[] {
  return passedOver.map((object) => `${file}: ${object}: passed over, only ${KIND}s are looked at`);
}

function emptyLine({ file }: ParsedFile): string {
  return `${file}: holds no DataPipeline; write apiVersion: datapipelines.dev/v1alpha1 and kind: ${KIND}`;
}

export function failed(messages: readonly string[]): CommandOutput {
  return { stdout: '', stderr: lines(messages), exitCode: 1 };
}

function lines(messages: readonly string[]): string {
  return messages.map((message) => `${message}\n`).join('');
}

function knownValues(values: unknown): KnownValues {
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (values === null || values === undefined) return {};
  if (!isRecord(values) || !Object.values(values).every(isRecord)) {
    throw new Error(
      'the values file must map ids to maps of paths to values, such as {"kms.aws.m.upbound.io/Key/lake": {"status.atProvider.arn": "arn:aws:kms:…"}}',
    );
  }
  return values as KnownValues;
}
