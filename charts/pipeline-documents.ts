/**
 * DataPipelines out of YAML text: parsed, checked offline and completed with the defaults, or every fault named. What is passed
 * over is named too: who reads "valid" must not believe that more was checked than was.
 */
import type { DataPipeline } from '../crds/datapipeline.ts';
import { API_VERSION, GROUP, KIND } from '../crds/identifiers.ts';
import { applyDefaults } from '../crds/validate/defaults.ts';
import { type Fault, fault } from '../crds/validate/fault.ts';
import { nearest } from '../crds/validate/nearest.ts';
import { validateDataPipeline } from '../crds/validate/validate.ts';
import { type FoundObject, objectsIn } from './kube-objects.ts';

const NONE: ReadonlyMap<string, DataPipeline> = new Map();

export interface ParsedPipelines {
  /** As stored: complete with defaults. Only those without fault. */
  readonly pipelines: readonly DataPipeline[];
  readonly faults: readonly DocumentFault[];
  /** Objects of other kinds, like "document 1, Namespace team-a": a file may hold them beside its pipelines. */
  readonly passedOver: readonly string[];
}

export interface DocumentFault extends Fault {
  /** Kind and name of the object; "document 2" for what is none. */
  readonly object: string;
}

/** With `previous`, by key, each is judged as an update of its namesake there. */
export function parsePipelines(text: string, previous: ReadonlyMap<string, DataPipeline> = NONE): ParsedPipelines {
  const { objects, faults: notObjects } = objectsIn(text);
  const pipelines: DataPipeline[] = [];
  const faults: DocumentFault[] = notObjects.map(({ place, ...rest }) => ({ object: place, ...rest }));
  const passedOver: string[] = [];
  const places = new Map<string, string>();
  for (const found of objects) {
    const object = `${found.kind} ${nameOf(found)}`;
    const slip = slipOf(found);
    if (slip !== undefined) faults.push({ object, ...slip });
    else if (!isPipeline(found)) passedOver.push(`${found.place}, ${object}`);
    else {
      const old = previous.get(keyOfFound(found));
      const wrong = [...twice(found, places), ...validateDataPipeline(found.value, old).map(asWritten(found))];
      faults.push(...wrong.map((each) => ({ object, ...each })));
      if (wrong.length === 0) pipelines.push(applyDefaults(found.value));
    }
  }
  return { pipelines, faults, passedOver };
}

/** Where the pipeline lives, "namespace/name": what two files must not both say when they are applied together. */
export function keyOf({ metadata }: DataPipeline): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}

function keyOfFound(found: FoundObject): string {
  const { name, namespace = 'default' } = metadataOf(found);
  return `${String(namespace)}/${String(name)}`;
}

function isPipeline({ apiVersion, kind }: FoundObject): boolean {
  return apiVersion === API_VERSION && kind === KIND;
}

/** An object that was meant to be a DataPipeline: kubectl would refuse it, or worse, another operator take it. */
function slipOf({ apiVersion, kind }: FoundObject): Fault | undefined {
  const [group = ''] = apiVersion.split('/');
  if (nearest(kind, [KIND]) === undefined || nearest(group, [GROUP]) === undefined) return undefined;
  if (kind !== KIND) return fault(['kind'], kind, `there is no kind ${kind} in ${GROUP}`, `write ${KIND}`);
  if (apiVersion === API_VERSION) return undefined;
  return fault(['apiVersion'], apiVersion, `no ${KIND} has this apiVersion`, `write ${API_VERSION}`);
}

/** kubectl would apply both, and the later one would win. */
function twice(found: FoundObject, places: Map<string, string>): readonly Fault[] {
  const { name } = metadataOf(found);
  if (typeof name !== 'string') return [];
  const key = keyOfFound(found);
  const earlier = places.get(key);
  if (earlier === undefined) {
    places.set(key, found.place);
    return [];
  }
  const rule = `${found.place} is the same object as ${earlier}, ${key}`;
  return [fault(['metadata', 'name'], name, rule, 'give it a name of its own, or remove one of the two')];
}

/** A word that YAML took for a number or a truth is shown and advised with the letters that stand in the text. */
function asWritten({ written }: FoundObject): (fault: Fault) => Fault {
  let words: ReadonlyMap<string, string> | undefined;
  return (given) => {
    words ??= written();
    const word = words.get(given.path);
    if (word === undefined) return given;
    const remedy = given.remedy.replace(`"${given.value}"`, () => JSON.stringify(word));
    return { ...given, value: word, remedy, message: `${given.rule}; ${remedy}` };
  };
}

function metadataOf({ value }: FoundObject): Readonly<Record<string, unknown>> {
  return typeof value.metadata === 'object' && value.metadata !== null ? { ...value.metadata } : {};
}

function nameOf(found: FoundObject): string {
  return String(metadataOf(found).name ?? '(without a name)');
}

/** Files are applied as one stream: of two objects of one name the later would win. A line per object too many. */
export function twiceLines(
  parsed: readonly { readonly file: string; readonly pipelines: readonly DataPipeline[] }[],
): string[] {
  const files = new Map<string, string>();
  return parsed.flatMap(({ file, pipelines }) =>
    pipelines.flatMap((pipeline) => {
      const key = keyOf(pipeline);
      const earlier = files.get(key);
      files.set(key, earlier ?? file);
      return earlier === undefined ? [] : [`${file}: ${KIND} ${key} stands in ${earlier} too; leave one of them out`];
    }),
  );
}
