/**
 * Notices a connection that is dead although nobody closed it (a node that changed, a NAT that forgot): nothing was heard for
 * `limitMs`. Hearing is cheap: it moves no timer, the one timer looks again at what is left of the limit.
 */
import type { Clock } from '../runtime/clock.ts';

export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

export class SilenceGuard {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #parent: AbortSignal;
  readonly #controller = new AbortController();
  readonly #forward = (): void => this.#controller.abort(this.#parent.reason);
  #heardAt: number;
  #cancel: () => void;

  constructor(clock: Clock, limitMs: number, parent: AbortSignal) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#parent = parent;
    this.#heardAt = clock.now();
    this.#cancel = clock.after(limitMs, () => this.#check());
    if (parent.aborted) this.#forward();
    parent.addEventListener('abort', this.#forward, { once: true });
  }

  /** Aborts with the parent, or with a SilenceError. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.#heardAt = this.#clock.now();
  }

  release(): void {
    this.#cancel();
    this.#parent.removeEventListener('abort', this.#forward);
  }

  #check(): void {
    const leftMs = this.#heardAt + this.#limitMs - this.#clock.now();
    if (leftMs > 0) this.#cancel = this.#clock.after(leftMs, () => this.#check());
    else this.#controller.abort(new SilenceError(`the server sent nothing for ${this.#limitMs / 1000} s`));
  }
}
