import { describe, expect, test } from '@jest/globals';
import type { Json, KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import { FakeClock, settle } from '../runtime/fake-clock.ts';
import { silentLog } from '../runtime/log.ts';
import { ApiError } from './api.ts';
import { type EventInput, EventRecorder } from './events.ts';

const widget = { apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'ns', name: 'w', uid: 'u-1' };
const applied: EventInput = { type: 'Normal', reason: 'Applied', action: 'Apply', note: 'applied 3 objects' };

class FakeEvents {
  readonly created: KubeObject[] = [];
  readonly patches: { readonly name: string; readonly patch: Json }[] = [];
  refusal: Error | undefined;
  hold: Promise<void> = Promise.resolve();

  async create(_: ResourceKind, object: KubeObject): Promise<KubeObject> {
    await this.hold;
    if (this.refusal !== undefined) throw this.refusal;
    this.created.push(object);
    return object;
  }

  async mergePatch(_: ResourceKind, __: string | undefined, name: string, patch: Json): Promise<KubeObject> {
    await this.hold;
    if (this.refusal !== undefined) throw this.refusal;
    this.patches.push({ name, patch });
    return { apiVersion: '', kind: '', metadata: { name } };
  }
}

function aRecorder() {
  const clock = new FakeClock();
  const client = new FakeEvents();
  const recorder = new EventRecorder({
    client,
    clock,
    log: silentLog,
    reportingController: 'example.com/operator',
    reportingInstance: 'operator-0',
  });
  return { clock, client, recorder };
}

describe('EventRecorder', () => {
  test('writes a complete events.k8s.io/v1 object beside the thing', async () => {
    const { client, recorder } = aRecorder();
    recorder.record(widget, { ...applied, related: { ...widget, kind: 'Part', name: 'p', uid: 'u-2' } });
    await settle();
    expect(client.created).toEqual([
      {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: { name: expect.stringMatching(/^w\.[0-9a-f]{16}$/), namespace: 'ns' },
        eventTime: '2026-01-01T00:00:00.000000Z',
        type: 'Normal',
        reason: 'Applied',
        action: 'Apply',
        note: 'applied 3 objects',
        regarding: widget,
        related: { ...widget, kind: 'Part', name: 'p', uid: 'u-2' },
        reportingController: 'example.com/operator',
        reportingInstance: 'operator-0',
      },
    ]);
  });

  test('counts repetitions in one series, written at most once a minute', async () => {
    const { clock, client, recorder } = aRecorder();
    recorder.record(widget, applied);
    for (let second = 0; second < 50; second++) {
      await clock.advance(1_000);
      recorder.record(widget, applied);
    }
    expect([client.created.length, client.patches.length]).toEqual([1, 0]);
    await clock.advance(60_000);
    expect(client.patches).toEqual([
      {
        name: client.created[0]?.metadata.name,
        patch: { series: { count: 51, lastObservedTime: '2026-01-01T00:00:50.000000Z' } },
      },
    ]);
  });

  test.each([
    { what: 'object', regarding: { ...widget, uid: 'u-2' }, input: applied },
    { what: 'reason', regarding: widget, input: { ...applied, reason: 'Other' } },
    { what: 'note', regarding: widget, input: { ...applied, note: 'applied 4 objects' } },
  ])('makes another event for another $what', async ({ regarding, input }) => {
    const { client, recorder } = aRecorder();
    recorder.record(widget, applied);
    recorder.record(regarding, input);
    await settle();
    expect(new Set(client.created.map(({ metadata }) => metadata.name)).size).toBe(2);
  });

  test('begins a new event after six quiet minutes', async () => {
    const { clock, client, recorder } = aRecorder();
    recorder.record(widget, applied);
    await clock.advance(6 * 60_000 + 1);
    recorder.record(widget, applied);
    await settle();
    expect([client.created.length, client.patches.length]).toEqual([2, 0]);
  });

  test('cuts off an object that causes very many, and no other object', async () => {
    const { clock, client, recorder } = aRecorder();
    for (let n = 0; n < 100; n++) recorder.record(widget, { ...applied, note: `note ${n}` });
    recorder.record({ ...widget, uid: 'u-2' }, applied);
    await clock.advance(0);
    for (let turn = 0; turn < 20; turn++) await settle();
    expect([client.created.length, recorder.dropped]).toEqual([26, 75]);
  });

  test('keeps a bounded number of unsent events, the newest', async () => {
    const { client, recorder } = aRecorder();
    let release = (): void => {};
    client.hold = new Promise((resolve) => {
      release = resolve;
    });
    for (let n = 0; n < 500; n++) recorder.record({ ...widget, uid: `u-${n}` }, { ...applied, note: `note ${n}` });
    release();
    await recorder.close();
    expect(client.created.length).toBe(201);
    expect(client.created.at(-1)?.note).toBe('note 499');
  });

  test('cuts a long note between characters', async () => {
    const { client, recorder } = aRecorder();
    recorder.record(widget, { ...applied, note: 'ü'.repeat(2_000) });
    await settle();
    const note = String(client.created[0]?.note);
    expect(note).toMatch(/^ü+…$/);
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
  });

  test('swallows refusals', async () => {
    const { client, recorder } = aRecorder();
    client.refusal = new ApiError('create', 403, 'Forbidden', 'the namespace is being terminated');
    recorder.record(widget, applied);
    await settle();
    client.refusal = undefined;
    recorder.record(widget, { ...applied, note: 'another' });
    await settle();
    expect([client.created.length, recorder.dropped]).toEqual([1, 1]);
  });

  test('makes an event anew that the server has forgotten', async () => {
    const { clock, client, recorder } = aRecorder();
    recorder.record(widget, applied);
    await settle();
    client.refusal = new ApiError('patch', 404, 'NotFound', 'expired');
    recorder.record(widget, applied);
    await clock.advance(60_000);
    client.refusal = undefined;
    recorder.record(widget, applied);
    await clock.advance(60_000);
    expect(client.created.map(({ series }) => series)).toEqual([
      undefined,
      { count: 3, lastObservedTime: '2026-01-01T00:01:00.000000Z' },
    ]);
  });

  test('puts events of cluster-scoped objects into the namespace "default"', async () => {
    const { client, recorder } = aRecorder();
    recorder.record({ apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'u' }, applied);
    await settle();
    expect(client.created[0]?.metadata.namespace).toBe('default');
  });

  test('sends what is open when it is closed, and takes nothing more', async () => {
    const { clock, client, recorder } = aRecorder();
    recorder.record(widget, applied);
    await settle();
    recorder.record(widget, applied);
    await recorder.close();
    recorder.record(widget, { ...applied, note: 'late' });
    await settle();
    expect([client.created.length, client.patches.length, clock.pending]).toEqual([1, 1, 0]);
  });
});
