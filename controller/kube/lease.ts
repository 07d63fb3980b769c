/**
 * Leader election on a Lease: of several processes at most one leads.
 *
 * The contract:
 * 1. Leadership is only ours while we renew. A renewal that does not succeed for `renewDeadlineMs` ends it, well before
 *    `durationMs`, after which others may take the lease; then the signal of the work aborts and not one write may follow.
 * 2. Others are judged by what we observe, never by the times they wrote: clocks of different machines differ. A lease has
 *    expired when it did not change for its duration while we looked, measured by timers, which no clock adjustment moves.
 * 3. The lease is kept until the work has ended, and then given back, so that hand-over takes a retry and not a duration.
 * 4. A lost race for a write, a server that is away and a forbidden call are all the same: not the leader now, try again.
 */
import type { KubeObject } from '../../crds/kubernetes.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import { withDeadline } from '../runtime/deadline.ts';
import { toError } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { ApiError, type KubeClient } from './api.ts';
import {
  durationMsOf,
  holderOf,
  type LeaseIdentity,
  leaseKind,
  released,
  signOfLife,
  takeOrRenew,
} from './lease-record.ts';

export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

export interface LeaderElectionOptions {
  readonly client: Pick<KubeClient, 'get' | 'create' | 'update'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly namespace: string;
  readonly name: string;
  /** Unique to this process, for example `<pod>_<random>`: a restarted process is another candidate. */
  readonly identity: string;
  /** @default 15000 */
  readonly durationMs?: number;
  /** @default 10000 */
  readonly renewDeadlineMs?: number;
  /** @default 2000 */
  readonly retryPeriodMs?: number;
  /** Must not throw. */
  readonly onStartedLeading?: () => void;
  /** Must not throw. Called before the lease is given back. */
  readonly onStoppedLeading?: () => void;
}

/** Spread of the wait between two looks at a lease that others hold, so that candidates do not look in step. */
const retryJitter = 1.2;

export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #self: LeaseIdentity;
  readonly #renewDeadlineMs: number;
  readonly #retryPeriodMs: number;
  #lease: KubeObject | undefined;
  #expired = false;
  #cancelExpiry: () => void = () => {};
  #lastSign = '';
  #lastError = '';
  #holder = '';
  #isLeader = false;

  constructor(options: LeaderElectionOptions) {
    const { namespace, name, identity, durationMs = 15_000, renewDeadlineMs = 10_000, retryPeriodMs = 2_000 } = options;
    if (!(durationMs > renewDeadlineMs && renewDeadlineMs > retryPeriodMs * retryJitter && retryPeriodMs > 0)) {
      throw new RangeError(
        `leader election needs duration > renew deadline > ${retryJitter} × retry period, not ${durationMs}, ${renewDeadlineMs} and ${retryPeriodMs} ms`,
      );
    }
    if (identity === '') throw new RangeError('leader election needs an identity that is not empty');
    this.#options = options;
    this.#clock = options.clock;
    this.#log = options.log.child({ lease: `${namespace}/${name}` });
    this.#self = { namespace, name, identity, durationMs };
    this.#renewDeadlineMs = renewDeadlineMs;
    this.#retryPeriodMs = retryPeriodMs;
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  /**
   * Waits for the lease, then runs `work` under it. `work` must end soon after `stop` aborts, in good order and still leading,
   * and at once after its own signal aborts (with a LeaseLostError).
   *
   * @returns Stopped when `work` ended or `stop` aborted before there was a lease; Lost when the lease was lost
   * @throws what `work` throws, after the lease was given back
   */
  async run(work: (lost: AbortSignal) => Promise<void>, stop: AbortSignal): Promise<'Stopped' | 'Lost'> {
    try {
      return (await this.#acquire(stop)) ? await this.#lead(work) : 'Stopped';
    } finally {
      this.#cancelExpiry();
    }
  }

  async #acquire(stop: AbortSignal): Promise<boolean> {
    while (!stop.aborted) {
      if ((await this.#try(this.#renewDeadlineMs, stop)) === 'Held') return !stop.aborted || (await this.#release());
      await sleep(this.#clock, this.#retryPeriodMs * (1 + retryJitter * this.#clock.random()), stop);
    }
    return false;
  }

  async #lead(work: (lost: AbortSignal) => Promise<void>): Promise<'Stopped' | 'Lost'> {
    const lost = new AbortController();
    const over = new AbortController();
    this.#isLeader = true;
    this.#log.info({ identity: this.#self.identity }, 'started leading');
    this.#options.onStartedLeading?.();
    const renewing = this.#renew(lost, over.signal);
    try {
      await work(lost.signal);
    } finally {
      over.abort();
      await renewing;
      this.#isLeader = false;
      this.#options.onStoppedLeading?.();
      this.#log.info({ lost: lost.signal.aborted }, 'stopped leading');
      if (!lost.signal.aborted) await this.#release();
    }
    return lost.signal.aborted ? 'Lost' : 'Stopped';
  }

  /** Renews until `over`. Aborts `lost` when somebody else took the lease, or by a timer, whatever hangs, after the deadline. */
  async #renew(lost: AbortController, over: AbortSignal): Promise<void> {
    const lose = (why: string): void => lost.abort(new LeaseLostError(`lease ${this.#key} ${why}`));
    const expire = (): void => lose(`was not renewed within ${this.#renewDeadlineMs / 1000} s`);
    let cancel = this.#clock.after(this.#renewDeadlineMs, expire);
    while (!lost.signal.aborted) {
      await sleep(this.#clock, this.#retryPeriodMs, over);
      if (over.aborted) break;
      // Counted from before the attempt: others count from when it reached the server, which is later.
      const startedAt = this.#clock.now();
      const outcome = await this.#try(this.#renewDeadlineMs / 2, lost.signal);
      if (outcome === 'Taken') lose('was taken by another');
      if (outcome !== 'Held' || lost.signal.aborted) continue;
      cancel();
      cancel = this.#clock.after(this.#renewDeadlineMs - (this.#clock.now() - startedAt), expire);
    }
    cancel();
  }

  /** One attempt to take or renew. Never rejects. */
  async #try(limitMs: number, signal: AbortSignal): Promise<'Held' | 'Taken' | 'Failed'> {
    try {
      const outcome = await withDeadline(this.#clock, limitMs, signal, (bounded) => this.#takeOrRenew(bounded));
      this.#lastError = '';
      return outcome;
    } catch (thrown) {
      if (signal.aborted) return 'Failed';
      const error = toError(thrown);
      const level = error.message === this.#lastError ? 'debug' : 'warn';
      this.#log[level]({ error: error.message }, 'the lease could not be taken or renewed');
      this.#lastError = error.message;
      return 'Failed';
    }
  }

  async #takeOrRenew(signal: AbortSignal): Promise<'Held' | 'Taken'> {
    const { client } = this.#options;
    // What we wrote last is still the newest version unless somebody interfered; only then it has to be read.
    const held = this.#isLeader ? this.#lease : undefined;
    const lease = held ?? (await client.get(leaseKind, this.#self.namespace, this.#self.name, { signal }));
    if (lease !== undefined) this.#observe(lease);
    const step = takeOrRenew(lease, this.#self, this.#clock.now(), this.#expired);
    if (step.type === 'Wait') return 'Taken';
    try {
      this.#observe(
        step.type === 'Create'
          ? await client.create(leaseKind, step.lease, { signal })
          : await client.update(leaseKind, step.lease, { signal }),
      );
      return 'Held';
    } catch (error) {
      this.#lease = undefined;
      // Read again at once: a leader has to know whether it still is one.
      if (held !== undefined && isConflict(error)) return await this.#takeOrRenew(signal);
      throw error;
    }
  }

  /** Remembers the lease and starts its expiry anew when its holder gave a sign of life. */
  #observe(lease: KubeObject): void {
    const sign = signOfLife(lease);
    this.#lease = lease;
    if (sign === this.#lastSign) return;
    this.#lastSign = sign;
    this.#expired = false;
    this.#cancelExpiry();
    this.#cancelExpiry = this.#clock.after(durationMsOf(lease, this.#self.durationMs), () => {
      this.#expired = true;
    });
    const holder = holderOf(lease);
    if (holder !== this.#holder) this.#log.info({ holder }, 'the lease has a new holder');
    this.#holder = holder;
  }

  /** Never rejects: a lease that cannot be given back expires. */
  async #release(): Promise<false> {
    const { client } = this.#options;
    const { namespace, name, identity } = this.#self;
    try {
      await withDeadline(this.#clock, this.#renewDeadlineMs / 2, undefined, async (signal) => {
        const lease = await client.get(leaseKind, namespace, name, { signal });
        if (lease === undefined || holderOf(lease) !== identity) return;
        await client.update(leaseKind, released(lease, this.#clock.now()), { signal });
      });
    } catch (thrown) {
      this.#log.warn({ error: toError(thrown).message }, 'the lease could not be given back; it will expire');
    }
    return false;
  }

  get #key(): string {
    return `${this.#self.namespace}/${this.#self.name}`;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 409 || error.code === 404);
}
