/** For tests of watches: one collection of one kind behind a ScriptedServer, with faults to order. */
import type { ServerResponse } from 'node:http';
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import { type Answerer, failure, ScriptedServer, type SeenRequest, sendJson } from './scripted-server.ts';

export const widgetKind: ResourceKind = {
  group: 'example.com',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  namespaced: true,
};

export class FakeApi {
  /** Answers for the next lists and watches, in order, instead of the right ones. */
  readonly nextLists: Answerer[] = [];
  readonly nextWatches: Answerer[] = [];
  readonly #objects = new Map<string, KubeObject>();
  readonly #watches = new Set<ServerResponse>();
  #version = 100;
  #server: ScriptedServer | undefined;

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    api.#server = await ScriptedServer.start((request, response) => api.#answer(request, response));
    return api;
  }

  get server(): ScriptedServer {
    if (this.#server === undefined) throw new Error('the server has not been started');
    return this.#server;
  }

  get lists(): readonly SeenRequest[] {
    return this.server.requests.filter(({ query }) => query.watch === undefined);
  }

  get watches(): readonly SeenRequest[] {
    return this.server.requests.filter(({ query }) => query.watch !== undefined);
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  get version(): string {
    return String(this.#version);
  }

  /** Creates or changes an object. `silently`: no watch hears of it. */
  put(name: string, text: string, { silently = false } = {}): void {
    const type = this.#objects.has(name) ? 'MODIFIED' : 'ADDED';
    const object = {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name, namespace: 'ns', resourceVersion: String(++this.#version) },
      spec: { text },
    };
    this.#objects.set(name, object);
    if (!silently) this.send({ type, object });
  }

  remove(name: string, { silently = false } = {}): void {
    const object = this.#objects.get(name);
    this.#objects.delete(name);
    this.#version++;
    if (object === undefined || silently) return;
    this.send({
      type: 'DELETED',
      object: { ...object, metadata: { ...object.metadata, resourceVersion: this.version } },
    });
  }

  bookmark(): void {
    this.#version++;
    const object = { kind: 'Widget', apiVersion: 'example.com/v1', metadata: { resourceVersion: this.version } };
    this.send({ type: 'BOOKMARK', object });
  }

  send(event: unknown): void {
    for (const watch of this.#watches) watch.write(`${JSON.stringify(event)}\n`);
  }

  /** Resolves when the bytes have left. */
  async sendRaw(bytes: string): Promise<void> {
    const writes = [...this.#watches].map(
      (watch) => new Promise<void>((resolve) => watch.write(bytes, () => resolve())),
    );
    await Promise.all(writes);
  }

  /** As the server does when a watch's time is over. */
  endWatches(): void {
    for (const watch of this.#watches) watch.end();
    this.#watches.clear();
  }

  breakWatches(): void {
    for (const watch of this.#watches) watch.destroy();
    this.#watches.clear();
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  async #answer(request: SeenRequest, response: ServerResponse): Promise<void> {
    const isWatch = request.query.watch === 'true';
    const scripted = (isWatch ? this.nextWatches : this.nextLists).shift();
    if (scripted !== undefined) return await scripted(request, response);
    if (isWatch) this.#openWatch(response);
    else this.#list(request, response);
  }

  #openWatch(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    this.#watches.add(response);
    response.on('close', () => this.#watches.delete(response));
  }

  #list({ query }: SeenRequest, response: ServerResponse): void {
    const all = [...this.#objects.values()];
    const start = Number(query.continue ?? 0);
    const end = query.limit === undefined ? all.length : start + Number(query.limit);
    const metadata = { resourceVersion: this.version, continue: end < all.length ? String(end) : '' };
    sendJson(response, 200, { kind: 'WidgetList', metadata, items: all.slice(start, end) });
  }
}

export const answerStatus =
  (code: number, reason: string, headers: Readonly<Record<string, string>> = {}): Answerer =>
  (_, response) =>
    sendJson(response, code, failure(code, reason), headers);
