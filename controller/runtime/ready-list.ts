/** Keys that may be worked on now: highest priority first, first come first served within one, each key at most once. */
export class ReadyList {
  /** Few levels ever exist, so the highest is found by looking at all. */
  readonly #levels = new Map<number, Set<string>>();
  readonly #priorityOf = new Map<string, number>();

  get size(): number {
    return this.#priorityOf.size;
  }

  /** How many keys wait, by priority. */
  get sizes(): ReadonlyMap<number, number> {
    return new Map([...this.#levels].map(([priority, keys]) => [priority, keys.size]));
  }

  priorityOf(key: string): number | undefined {
    return this.#priorityOf.get(key);
  }

  /** A key that is listed already keeps its place, unless its priority rises: then it goes to the end of the higher level. */
  put(key: string, priority: number): void {
    const listed = this.#priorityOf.get(key);
    if (listed !== undefined && listed >= priority) return;
    if (listed !== undefined) this.#drop(key, listed);
    this.#priorityOf.set(key, priority);
    const level = this.#levels.get(priority);
    if (level === undefined) this.#levels.set(priority, new Set([key]));
    else level.add(key);
  }

  take(): string | undefined {
    if (this.#levels.size === 0) return undefined;
    const priority = Math.max(...this.#levels.keys());
    for (const key of this.#levels.get(priority) ?? []) {
      this.#drop(key, priority);
      return key;
    }
    return undefined;
  }

  clear(): void {
    this.#levels.clear();
    this.#priorityOf.clear();
  }

  #drop(key: string, priority: number): void {
    this.#priorityOf.delete(key);
    const level = this.#levels.get(priority);
    level?.delete(key);
    if (level?.size === 0) this.#levels.delete(priority);
  }
}
