import { describe, expect, test } from '@jest/globals';
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import { FakeClock, settle } from '../runtime/fake-clock.ts';
import { silentLog } from '../runtime/log.ts';
import { ApiError, type CallOptions } from './api.ts';
import { LeaderElection, type LeaderElectionOptions, LeaseLostError } from './lease.ts';

/** One lease, as strict as the API server: optimistic locking, and times parsed as Go parses MicroTime. */
class FakeLeases {
  lease: KubeObject | undefined;
  /** What the next calls run into; `Hang` until the caller aborts. */
  fault: 'None' | 'Refuse' | 'Hang' = 'None';
  writes = 0;
  #version = 0;

  get spec(): Readonly<Record<string, unknown>> {
    return (this.lease?.spec ?? {}) as Readonly<Record<string, unknown>>;
  }

  async get(_: ResourceKind, __: string | undefined, ___: string, options: CallOptions = {}) {
    await this.#fail(options.signal);
    return this.lease;
  }

  async create(_: ResourceKind, object: KubeObject, options: CallOptions = {}): Promise<KubeObject> {
    await this.#fail(options.signal);
    if (this.lease !== undefined) throw new ApiError('create', 409, 'AlreadyExists', 'it exists');
    return this.#write(object);
  }

  async update(_: ResourceKind, object: KubeObject, options: CallOptions = {}): Promise<KubeObject> {
    await this.#fail(options.signal);
    if (this.lease === undefined) throw new ApiError('update', 404, 'NotFound', 'it is gone');
    if (object.metadata.resourceVersion !== this.lease.metadata.resourceVersion) {
      throw new ApiError('update', 409, 'Conflict', 'the object has been modified');
    }
    return this.#write(object);
  }

  /** Somebody else's write. */
  overwrite(spec: Readonly<Record<string, unknown>>): void {
    const { metadata = { name: 'operator', namespace: 'system' } } = this.lease ?? {};
    this.#write({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: { ...this.spec, ...spec } });
  }

  #write(object: KubeObject): KubeObject {
    for (const field of ['acquireTime', 'renewTime']) {
      const time = (object.spec as Record<string, unknown>)[field];
      if (time !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/.test(String(time))) {
        throw new ApiError('write', 400, 'BadRequest', `parsing time "${time}" as RFC3339Micro`);
      }
    }
    this.writes++;
    this.lease = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.#version) } };
    return this.lease;
  }

  async #fail(signal: AbortSignal | undefined): Promise<void> {
    if (this.fault === 'Refuse') throw new ApiError('lease', 500, 'InternalError', 'no');
    if (this.fault === 'Hang') {
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    }
  }
}

class Candidate {
  readonly stop = new AbortController();
  readonly election: LeaderElection;
  readonly log: string[] = [];
  /** Lets the work end after it was asked to stop. */
  finish: () => void = () => {};
  lostReason: unknown;
  readonly result: Promise<'Stopped' | 'Lost'>;

  constructor(clock: FakeClock, leases: FakeLeases, identity: string, options: Partial<LeaderElectionOptions> = {}) {
    this.election = new LeaderElection({
      client: leases,
      clock,
      log: silentLog,
      namespace: 'system',
      name: 'operator',
      identity,
      onStartedLeading: () => this.log.push('started'),
      onStoppedLeading: () => this.log.push('stopped'),
      ...options,
    });
    this.result = this.election.run((lost) => this.#work(lost), this.stop.signal);
  }

  #work(lost: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.finish = resolve;
      lost.addEventListener('abort', () => {
        this.lostReason = lost.reason;
        resolve();
      });
    });
  }
}

describe('LeaderElection', () => {
  test('takes a lease that does not exist, with six fractional digits', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    const candidate = new Candidate(clock, leases, 'a');
    await settle();
    expect(candidate.election.isLeader).toBe(true);
    expect(leases.spec).toEqual({
      holderIdentity: 'a',
      leaseDurationSeconds: 15,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:00.000000Z',
      leaseTransitions: 0,
    });
    candidate.finish();
    await candidate.result;
  });

  test('renews every two seconds and keeps the time of acquisition', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    const candidate = new Candidate(clock, leases, 'a');
    await clock.advance(10_000);
    expect(leases.writes).toBe(6);
    expect(leases.spec).toMatchObject({
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:10.000000Z',
      leaseTransitions: 0,
    });
    candidate.finish();
    await candidate.result;
  });

  test('lets one of two candidates lead', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    const candidates = [new Candidate(clock, leases, 'a'), new Candidate(clock, leases, 'b')];
    await clock.advance(120_000);
    expect(candidates.map(({ election }) => election.isLeader)).toEqual([true, false]);
    for (const candidate of candidates) {
      candidate.stop.abort();
      candidate.finish();
      await candidate.result;
    }
    expect(clock.pending).toBe(0);
  });

  test('takes over after the holder was silent for its duration, as observed, whatever times it wrote', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    leases.overwrite({ holderIdentity: 'dead', leaseDurationSeconds: 15, renewTime: '2000-01-01T00:00:00.000000Z' });
    const candidate = new Candidate(clock, leases, 'a');
    await clock.advance(14_900);
    expect(candidate.election.isLeader).toBe(false);
    await clock.advance(5_000);
    expect(candidate.election.isLeader).toBe(true);
    expect(leases.spec).toMatchObject({ holderIdentity: 'a', leaseTransitions: 1 });
    candidate.finish();
    await candidate.result;
  });

  test('waits as long as the holder keeps renewing, even with a clock that stands still', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    leases.overwrite({ holderIdentity: 'other', leaseDurationSeconds: 15 });
    const candidate = new Candidate(clock, leases, 'a');
    for (let renewal = 0; renewal < 20; renewal++) {
      await clock.advance(10_000);
      leases.overwrite({ leaseTransitions: renewal });
    }
    expect(candidate.election.isLeader).toBe(false);
    candidate.stop.abort();
    expect(await candidate.result).toBe('Stopped');
  });

  test('keeps the lease until its work has ended, then gives it back for an immediate hand-over', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    const first = new Candidate(clock, leases, 'a');
    await settle();
    const second = new Candidate(clock, leases, 'b');
    first.stop.abort();
    await clock.advance(20_000);
    expect(leases.spec).toMatchObject({ holderIdentity: 'a', renewTime: '2026-01-01T00:00:20.000000Z' });
    first.finish();
    expect(await first.result).toBe('Stopped');
    expect(leases.spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
    await clock.advance(4_400);
    expect([first.log, second.election.isLeader]).toEqual([['started', 'stopped'], true]);
    second.finish();
    await second.result;
  });

  test.each(['Refuse', 'Hang'] as const)('is lost after ten seconds in which renewals %s', async (fault) => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    const candidate = new Candidate(clock, leases, 'a');
    await clock.advance(4_000);
    leases.fault = fault;
    await clock.advance(9_900);
    expect(candidate.lostReason).toBeUndefined();
    await clock.advance(100);
    expect(await candidate.result).toBe('Lost');
    expect(candidate.lostReason).toBeInstanceOf(LeaseLostError);
    expect(candidate.log).toEqual(['started', 'stopped']);
    expect(clock.pending).toBe(0);
  });

  test('survives an outage that is shorter than the deadline', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    const candidate = new Candidate(clock, leases, 'a');
    await clock.advance(2_000);
    leases.fault = 'Hang';
    await clock.advance(7_000);
    leases.fault = 'None';
    await clock.advance(60_000);
    expect(candidate.election.isLeader).toBe(true);
    candidate.finish();
    await candidate.result;
  });

  test('is lost at once when somebody else holds it, and does not take it away from them', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    const candidate = new Candidate(clock, leases, 'a');
    await settle();
    leases.overwrite({ holderIdentity: 'b' });
    await clock.advance(2_000);
    expect(await candidate.result).toBe('Lost');
    expect(leases.spec).toMatchObject({ holderIdentity: 'b' });
  });

  test('gives back nothing that somebody else holds by then', async () => {
    const leases = new FakeLeases();
    const candidate = new Candidate(new FakeClock(), leases, 'a');
    await settle();
    leases.overwrite({ holderIdentity: 'b' });
    candidate.finish();
    await candidate.result;
    expect(leases.spec).toMatchObject({ holderIdentity: 'b' });
  });

  test('keeps leading when somebody only annotated the lease, and when it was deleted', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    const candidate = new Candidate(clock, leases, 'a');
    await settle();
    leases.overwrite({});
    await clock.advance(2_000);
    leases.lease = undefined;
    await clock.advance(20_000);
    expect([candidate.election.isLeader, leases.spec.holderIdentity]).toEqual([true, 'a']);
    candidate.finish();
    await candidate.result;
  });

  test('keeps fields of the lease that it does not know', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    leases.overwrite({ strategy: 'OldestEmulationVersion' });
    const candidate = new Candidate(clock, leases, 'a');
    await settle();
    expect(leases.spec).toMatchObject({ holderIdentity: 'a', strategy: 'OldestEmulationVersion' });
    candidate.finish();
    await candidate.result;
  });

  test('waits out a server that is away when it starts', async () => {
    const clock = new FakeClock();
    const leases = new FakeLeases();
    leases.fault = 'Refuse';
    const candidate = new Candidate(clock, leases, 'a');
    await clock.advance(30_000);
    leases.fault = 'None';
    await clock.advance(4_400);
    expect(candidate.election.isLeader).toBe(true);
    candidate.finish();
    await candidate.result;
  });

  test('gives the lease back when the work fails, and hands on its error', async () => {
    const leases = new FakeLeases();
    const election = new LeaderElection({
      client: leases,
      clock: new FakeClock(),
      log: silentLog,
      namespace: 'system',
      name: 'operator',
      identity: 'a',
    });
    const error = new Error('work');
    const run = election.run(() => Promise.reject(error), new AbortController().signal);
    await expect(run).rejects.toBe(error);
    expect(leases.spec.holderIdentity).toBe('');
  });

  test.each([
    { durationMs: 10_000, why: 'others could take the lease before it is given up' },
    { renewDeadlineMs: 2_000, why: 'there would be time for no second try' },
    { identity: '', why: 'an empty holder means nobody' },
  ])('refuses settings because $why', (options) => {
    const { why: _, ...settings } = options;
    const build = () =>
      new LeaderElection({
        client: new FakeLeases(),
        clock: new FakeClock(),
        log: silentLog,
        namespace: 'system',
        name: 'operator',
        identity: 'a',
        ...settings,
      });
    expect(build).toThrow(RangeError);
  });
});
