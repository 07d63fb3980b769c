/**
 * The AWS of the simulation: what exists, whose it is, and everything that ever happened to it. It outlives any provider
 * process, as AWS does. Tests assert on it: the ledger is the truth about what a pipeline left behind.
 */
import type { JsonObject } from '../../crds/kubernetes.ts';
import { Faults } from './faults.ts';

/** Where in AWS a managed resource lives. */
export interface Scope {
  /** aws | aws-cn | aws-us-gov | aws-eusc */
  readonly partition: string;
  readonly account: string;
  /** Empty for global services. */
  readonly region: string;
}

/** `<service>.<Kind>`: "s3.Bucket". */
export type AwsType = `${string}.${string}`;
export type Tags = Readonly<Record<string, string>>;

/** The managed resource on whose behalf something was done. */
export interface Actor {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

export interface AwsAddress {
  readonly type: AwsType;
  readonly account: string;
  /** Empty for global services. */
  readonly region: string;
  /** Unique within type, account and region: bucket name, key id, "role:policy". */
  readonly address: string;
}

export interface AwsObject extends AwsAddress {
  readonly scope: Scope;
  /** Arguments as AWS has them. */
  readonly attributes: JsonObject;
  readonly tags: Tags;
  /** PendingDeletion counts as absent everywhere, but the object (a key) is still there. */
  readonly state: 'Active' | 'PendingDeletion';
  /** undefined: somebody else, outside the cluster. */
  readonly createdBy: Actor | undefined;
  readonly createdAt: string;
  /** What it is a part of and goes with. */
  readonly parents: readonly Pick<AwsAddress, 'type' | 'address'>[];
  /** Objects in a bucket; it can be deleted only when there are none. */
  readonly contents: number;
  /** What AWS knows of it and Terraform does not show: `{openShards: 8}`. */
  readonly internals: JsonObject;
}

export interface AwsEvent extends AwsAddress {
  readonly sequence: number;
  readonly at: string;
  /** Overwrite: a create call for an address that existed and may be written again. Edit: by hand, not by the provider. */
  readonly operation: 'Create' | 'Overwrite' | 'Update' | 'Delete' | 'Edit';
  readonly by: Actor | undefined;
}

export interface Creation extends AwsAddress {
  readonly scope: Scope;
  readonly attributes: JsonObject;
  readonly tags: Tags;
  readonly parents?: AwsObject['parents'];
  readonly internals?: JsonObject;
  readonly by: Actor | undefined;
}

export interface Filter extends Partial<AwsAddress> {
  readonly tags?: Tags;
  readonly state?: AwsObject['state'];
}

export class SimulatedAws {
  /** Faults on demand. They belong to the world, so a provider restart does not clear them. */
  readonly faults = new Faults();
  readonly #now: () => number;
  readonly #objects = new Map<string, AwsObject>();
  readonly #history: AwsEvent[] = [];

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#now();
  }

  /** The object if it is there and active. */
  find(address: AwsAddress): AwsObject | undefined {
    const object = this.#objects.get(keyOf(address));
    return object?.state === 'Active' ? object : undefined;
  }

  exists(filter: Filter): boolean {
    return this.list({ state: 'Active', ...filter }).length > 0;
  }

  /** Everything that matches, also what is pending deletion. Tags match when all of them are there. */
  list(filter: Filter = {}): readonly AwsObject[] {
    return [...this.#objects.values()].filter((object) => matches(object, filter));
  }

  byOwner(key: string, value: string): readonly AwsObject[] {
    return this.list({ tags: { [key]: value } });
  }

  /** Everything that happened, oldest first. */
  history(filter: Partial<AwsEvent> = {}): readonly AwsEvent[] {
    const wanted = Object.entries(filter);
    return this.#history.filter((event) => wanted.every(([key, value]) => event[key as keyof AwsEvent] === value));
  }

  /**
   * Objects of managed resources that made more than one in AWS: what a provider restart at a bad moment causes. One entry
   * per managed resource and type.
   */
  createdTwice(): readonly { readonly by: Actor; readonly type: AwsType; readonly addresses: readonly string[] }[] {
    const made = new Map<string, { readonly by: Actor; readonly type: AwsType; readonly addresses: string[] }>();
    for (const { operation, by, type, address } of this.#history) {
      if (operation !== 'Create' || by === undefined) continue;
      const key = `${by.uid} ${type}`;
      const entry = made.get(key) ?? { by, type, addresses: [] };
      if (!entry.addresses.includes(address)) entry.addresses.push(address);
      made.set(key, entry);
    }
    return [...made.values()].filter(({ addresses }) => addresses.length > 1);
  }

  create(creation: Creation): AwsObject {
    const { by, parents = [], internals = {}, ...rest } = creation;
    const before = this.find(creation);
    const object: AwsObject = {
      ...rest,
      parents,
      state: 'Active',
      createdBy: before?.createdBy ?? by,
      createdAt: before?.createdAt ?? this.#time(),
      contents: before?.contents ?? 0,
      internals,
    };
    this.#objects.set(keyOf(object), object);
    this.#record(before === undefined ? 'Create' : 'Overwrite', object, by);
    return object;
  }

  update(address: AwsAddress, change: Partial<Pick<AwsObject, 'attributes' | 'tags' | 'internals'>>, by: Actor): void {
    this.#change(address, change);
    this.#record('Update', address, by);
  }

  /** Deletes it with all its parts, or leaves it as pending deletion. */
  delete(address: AwsAddress, by: Actor | undefined, how: 'Now' | 'Pending' = 'Now'): void {
    const object = this.#objects.get(keyOf(address));
    if (object === undefined) return;
    this.#record('Delete', object, by);
    if (how === 'Pending') {
      this.#objects.set(keyOf(object), { ...object, state: 'PendingDeletion' });
      return;
    }
    this.#objects.delete(keyOf(object));
    for (const part of this.partsOf(object)) this.delete(part, by);
  }

  partsOf(whole: AwsAddress): readonly AwsObject[] {
    return this.list().filter(
      (object) =>
        object.account === whole.account &&
        object.parents.some((parent) => parent.type === whole.type && parent.address === whole.address),
    );
  }

  /** Somebody changes the object by hand; the provider finds out when it looks next. Throws when there is no such object. */
  edit(address: AwsAddress, change: Partial<Pick<AwsObject, 'attributes' | 'tags' | 'contents' | 'internals'>>): void {
    const object = this.#objects.get(keyOf(address));
    if (object === undefined) throw new Error(`there is no ${address.type} ${address.address} in ${address.account}`);
    const attributes = { ...object.attributes, ...change.attributes };
    this.#change(address, { ...change, attributes });
    this.#record('Edit', address, undefined);
  }

  #change(address: AwsAddress, change: Partial<AwsObject>): void {
    const object = this.#objects.get(keyOf(address));
    if (object !== undefined) this.#objects.set(keyOf(address), { ...object, ...change });
  }

  #record(
    operation: AwsEvent['operation'],
    { type, account, region, address }: AwsAddress,
    by: Actor | undefined,
  ): void {
    const sequence = this.#history.length + 1;
    this.#history.push({ sequence, at: this.#time(), operation, type, account, region, address, by });
  }

  #time(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}Z`;
  }
}

function keyOf({ type, account, region, address }: AwsAddress): string {
  return `${type}\n${account}\n${region}\n${address}`;
}

function matches(object: AwsObject, { tags = {}, ...fields }: Filter): boolean {
  return (
    Object.entries(fields).every(([key, value]) => value === undefined || object[key as keyof AwsObject] === value) &&
    Object.entries(tags).every(([key, value]) => object.tags[key] === value)
  );
}
