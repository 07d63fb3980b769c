/**
 * Makes the behaviour of a kind out of its recording and of what no recording can tell: where in AWS it stands, what it
 * needs there, what AWS refuses. Everything else (what AWS says of arguments that are not set, late initialisation,
 * computed attributes, the form of drawn ids, whether the service has regions) is read from the file, so it is transcribed
 * nowhere.
 */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { Json, JsonObject } from '../../crds/kubernetes.ts';
import type { AwsObject } from './aws.ts';
import { serviceError } from './aws-fault.ts';
import { type Input, type KindBehaviour, type Operation, type Output, text } from './behaviour.ts';
import { type Identity, isComputed, transferred, unsetOf } from './recorded-values.ts';
import { RECORDED_ACCOUNT, type Recording, readRecording } from './recording.ts';

/** What no recording can tell. Every member has a default that fits most kinds. */
export interface Facts
  extends Partial<
    Pick<
      KindBehaviour,
      | 'service'
      | 'title'
      | 'creating'
      | 'address'
      | 'canonicalName'
      | 'recreate'
      | 'taken'
      | 'normalize'
      | 'requires'
      | 'refuses'
      | 'internals'
      | 'deletion'
    >
  > {
  /** SDK operations. @default Create<Kind>, Update<Kind>, Delete<Kind> */
  readonly calls?: Partial<Readonly<Record<Operation, string>>>;
  /** What AWS says of arguments that the recorded object was given, so that its recording cannot tell. */
  readonly unset?: JsonObject;
  /** Computed attributes that follow from other arguments or objects; the rest are the recorded ones, carried over. */
  readonly outputs?: Readonly<Record<string, Output>>;
}

export function fromRecording(kind: ManagedKind, facts: Facts = {}): KindBehaviour {
  const recording = readRecording(kind.key);
  const base = common(kind, facts);
  const { forProvider, addedToSpec, atProvider = {} } = recording;
  const resolved = Object.keys(addedToSpec).filter((key) => `${key}Ref` in forProvider || `${key}Refs` in forProvider);
  const late = Object.keys(addedToSpec).filter((key) => key !== 'tags' && !resolved.includes(key));
  const given = { ...forProvider, ...pick(addedToSpec, resolved) };
  const elsewhere = ['tags', 'tagsAll', ...Object.keys(facts.outputs ?? {})];
  const { values, within } = unsetOf(without(atProvider, elsewhere), given);
  const recorded = identityOf(recording, base.address);
  const computed = Object.keys(values).filter(
    (key) => !late.includes(key) && isComputed(values[key] ?? null, recorded),
  );
  return {
    ...base,
    evidence: { type: 'Recorded', recording },
    global: forProvider.region === undefined,
    drawn: drawnLike(text(atProvider, 'id')),
    unset: { values: { ...without(values, computed), ...facts.unset }, within },
    lateInitialized: pick(addedToSpec, late),
    outputs: (object, aws) => ({
      ...computedFor(object, pick(values, computed), recorded),
      ...base.outputs(object, aws),
    }),
  };
}

/** Facts of a kind that nobody could record, written by hand from the provider's schema. */
export interface UnseenFacts extends Facts {
  /** In a sentence: why there is no recording. */
  readonly why: string;
  readonly global?: boolean;
  readonly lateInitialized?: JsonObject;
}

export function notRecorded(kind: ManagedKind, facts: UnseenFacts): KindBehaviour {
  return {
    ...common(kind, facts),
    evidence: { type: 'NotRecorded', why: facts.why },
    global: facts.global ?? false,
    drawn: (uuid) => uuid,
    unset: { values: facts.unset ?? {}, within: {} },
    lateInitialized: facts.lateInitialized ?? {},
  };
}

type Common = Omit<KindBehaviour, 'evidence' | 'global' | 'drawn' | 'unset' | 'lateInitialized'>;

function common(kind: ManagedKind, facts: Facts): Common {
  const { calls, unset: _, outputs = {}, ...given } = facts;
  const service = facts.service ?? serviceName(kind);
  const words = kind.kind.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  const called = ({ name, desired }: Input) => name || text(desired, kind.namedBy ?? 'name');
  return {
    creating: 'creating',
    address: ({ name }) => (kind.identity === 'Named' ? name : undefined),
    title: (input) => `${service} ${words}${called(input) && ` (${called(input)})`}`,
    taken: (input) => serviceError(400, 'AlreadyExistsException', `${words} ${called(input)} already exists.`),
    requires: () => [],
    refuses: {},
    internals: () => ({}),
    ...given,
    kind,
    service,
    calls: { Create: `Create${kind.kind}`, Update: `Update${kind.kind}`, Delete: `Delete${kind.kind}`, ...calls },
    outputs: (object, aws) =>
      Object.fromEntries(
        Object.entries(outputs).flatMap(([key, output]) => {
          const value = output(object, aws);
          return value === undefined ? [] : [[key, value]];
        }),
      ),
  };
}

/** "S3", "KMS", "Glue": short ones are initials. */
function serviceName({ group }: ManagedKind): string {
  const service = group.split('.')[0] ?? group;
  return service.length <= 3 ? service.toUpperCase() : service.charAt(0).toUpperCase() + service.slice(1);
}

function identityOf(recording: Recording, address: KindBehaviour['address']): Identity {
  const desired = { ...recording.forProvider, ...recording.addedToSpec };
  const region = text(desired, 'region');
  const scope = { partition: 'aws', account: RECORDED_ACCOUNT, region };
  const known = address({ scope, name: recording.externalName ?? '', desired });
  return { ...scope, address: known ?? text(recording.atProvider ?? {}, 'id'), createdAt: '' };
}

function computedFor(object: AwsObject, values: JsonObject, recorded: Identity): JsonObject {
  const actual = { ...object.scope, address: object.address, createdAt: object.createdAt };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, transferred(value, recorded, actual)]));
}

/** "subnet-0123456789abcdef0" for a recorded "subnet-e85d4aa92e72145c0"; a UUID where the recorded id has no such form. */
function drawnLike(recordedId: string): (uuid: string) => string {
  const [, prefix, digits] = /^([a-z]+-)([0-9a-f]{8,})$/.exec(recordedId) ?? [];
  if (prefix === undefined || digits === undefined) return (uuid) => uuid;
  return (uuid) => prefix + uuid.replaceAll('-', '').slice(0, digits.length);
}

function pick(from: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}

function without(from: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(from).filter(([key]: [string, Json]) => !keys.includes(key)));
}
