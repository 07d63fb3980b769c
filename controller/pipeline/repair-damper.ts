/**
 * Two writers that disagree about a field would repair each other for ever. Repairs of one object are free at first;
 * when they keep coming, the pause between two of them doubles, and the object is named as being in an update loop.
 */

const FREE_REPAIRS = 4;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
/** After so long without a repair the object counts as calm again. */
const CALM_AFTER_MS = 20 * 60_000;

interface History {
  count: number;
  lastMs: number;
}

export class RepairDamper {
  readonly #histories = new Map<string, History>();

  /** Milliseconds until this object may be repaired again; 0: now. */
  pauseMs(id: string, nowMs: number): number {
    const history = this.#histories.get(id);
    if (history === undefined) return 0;
    if (nowMs - history.lastMs > CALM_AFTER_MS) {
      this.#histories.delete(id);
      return 0;
    }
    if (history.count < FREE_REPAIRS) return 0;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (history.count - FREE_REPAIRS));
    return Math.max(0, history.lastMs + pause - nowMs);
  }

  repaired(id: string, nowMs: number): void {
    const history = this.#histories.get(id);
    this.#histories.set(id, { count: (history?.count ?? 0) + 1, lastMs: nowMs });
  }
}
