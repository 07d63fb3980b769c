/**
 * Giving guarded objects their full policies. Each was created by the provider exactly as rendered, under policies that
 * could not touch anything else; the second write changes nothing in AWS. So it comes last: when nothing is being created,
 * here or in other pipelines, and Ready does not wait for it. Should it fail, the object has failed and the pipeline is
 * not ready.
 *
 * One per pipeline. What is remembered may be lost: a promotion under way at a restart shows as progress until it is taken.
 */
import type { Child } from './child.ts';
import type { Plan, Write } from './plan.ts';
import type { Refusal } from './readiness.ts';

/** Nothing was created for so long: the controller has time. */
const CALM_MS = 500;
/** An object that takes hours to create must not leave its siblings unguarded against drift. */
const LONGEST_WAIT_MS = 60_000;

export class Promotions {
  #dueSinceMs: number | undefined;
  /** Generation that a promotion made, by object. */
  readonly #made = new Map<string, number>();
  readonly #refused = new Map<string, Refusal>();

  /**
   * Milliseconds until the promotions in a plan may be written; undefined when there are none.
   * @param lastCreationMs when the controller last created an object of any pipeline
   */
  waitMs({ objects }: Plan, lastCreationMs: number, nowMs: number): number | undefined {
    if (objects.every(({ write }) => write?.action !== 'Promote')) {
      this.#dueSinceMs = undefined;
      return undefined;
    }
    this.#dueSinceMs ??= nowMs;
    const latestMs = this.#dueSinceMs + LONGEST_WAIT_MS;
    const isBusy = objects.some(
      ({ state, write }) => state.state === 'Progressing' || (write !== undefined && write.action !== 'Promote'),
    );
    return Math.max(0, Math.min(latestMs, isBusy ? latestMs : lastCreationMs + CALM_MS) - nowMs);
  }

  /** A write went through. @param live the object as it stands now */
  written(action: Write['action'], { id, generation }: Child): void {
    this.#refused.delete(id);
    if (action === 'Promote') this.#made.set(id, generation);
  }

  refused(id: string, refusal: Refusal): void {
    this.#refused.set(id, refusal);
  }

  /** What the API server said to promotions, by object: it stands while they are held back, too. */
  get refusals(): ReadonlyMap<string, Refusal> {
    return this.#refused;
  }

  /** The only change that the provider may not have taken yet is its promotion. */
  isUnderWay({ id, generation }: Child): boolean {
    return this.#made.get(id) === generation;
  }
}
