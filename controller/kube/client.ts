/**
 * The KubeClient over HTTP, and the two further verbs that only a reflector needs. Bodies are sent exactly as given and
 * answers are handed out as the server sent them: plain JSON, times as text, nothing renamed, nothing revived.
 */
import type { Json, KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import type { Clock } from '../runtime/clock.ts';
import {
  ApiError,
  type ApplyOptions,
  type CallOptions,
  type DeleteOptions,
  type KubeClient,
  type KubeList,
  type ListOptions,
  type ListPageOptions,
} from './api.ts';
import type { Connection } from './connection.ts';
import { listPages } from './list-pager.ts';
import { collectionPath, keyOf, objectPath } from './paths.ts';
import { RequestError } from './request-error.ts';
import { isRecord } from './status.ts';
import { type Call, type RequestReport, Transport, type Verb } from './transport.ts';
import { readWatchEvents, type WatchEvent } from './watch-stream.ts';

export interface KubeClientOptions {
  readonly clock: Clock;
  /** Whole call with all its retries, per page of a list. @default 30000 */
  readonly timeoutMs?: number;
  /** Connections for calls, keep-alive. Watches have theirs. @default 32 */
  readonly connections?: number;
  readonly userAgent?: string;
  /** Every HTTP exchange, for metrics and for tests that count writes. Must not throw. */
  readonly onRequest?: (report: RequestReport) => void;
  /** Deprecations and other warnings of the server. Must not throw. */
  readonly onWarning?: (request: string, text: string) => void;
}

export interface WatchOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly resourceVersion: string;
  /** After this the server ends the watch by itself. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** What a reflector needs. */
export interface WatchClient {
  /** One page at a time, so that a caller can let go of each. @throws ApiError 410 when the list expired midway */
  pages(kind: ResourceKind, options?: ListPageOptions): AsyncIterable<KubeList>;
  /** Resolves when the server accepted. Iteration ends when the server ends the watch; an ERROR event throws its ApiError. */
  watch(kind: ResourceKind, options: WatchOptions): Promise<AsyncIterable<WatchEvent>>;
}

export interface HttpKubeClient extends KubeClient, WatchClient {
  /** Ends all connections; what is under way fails. */
  close(): Promise<void>;
}

export function createKubeClient(connection: Connection, options: KubeClientOptions): HttpKubeClient {
  return new UndiciKubeClient(new Transport(connection, options));
}

const mostListRestarts = 3;

class UndiciKubeClient implements HttpKubeClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async get(
    kind: ResourceKind,
    namespace: string | undefined,
    name: string,
    options: CallOptions = {},
  ): Promise<KubeObject | undefined> {
    const path = objectPath(kind, namespace, name);
    try {
      return await this.#object(
        request('get', kind, keyOf(namespace, name), { method: 'GET', path, safe: true }),
        options,
      );
    } catch (error) {
      if (isMissingObject(error)) return undefined;
      throw error;
    }
  }

  async list(kind: ResourceKind, options: ListOptions = {}): Promise<KubeList> {
    for (let restarts = 0; ; restarts++) {
      try {
        // A list that keeps expiring between its pages is read in one piece at last.
        const paged = restarts < mostListRestarts ? options : { ...options, pageSize: 0 };
        return await collect(this.pages(kind, paged));
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 410) || restarts >= mostListRestarts) throw error;
      }
    }
  }

  pages(kind: ResourceKind, options: ListPageOptions = {}): AsyncIterable<KubeList> {
    const path = collectionPath(kind, options.namespace);
    return listPages(kind, options, async (query) => {
      const call = request('list', kind, options.namespace, { method: 'GET', path, query, safe: true });
      return parse(call, await this.#transport.call(call, options.signal));
    });
  }

  async watch(kind: ResourceKind, options: WatchOptions): Promise<AsyncIterable<WatchEvent>> {
    const call = request('watch', kind, options.namespace, {
      method: 'GET',
      path: collectionPath(kind, options.namespace),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        labelSelector: options.labelSelector,
        resourceVersion: options.resourceVersion,
        timeoutSeconds: String(options.timeoutSeconds),
      },
      safe: true,
    });
    return readWatchEvents(call.describe, await this.#transport.stream(call, options.signal));
  }

  async apply(kind: ResourceKind, object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    return await this.#apply(kind, object, options);
  }

  async applyStatus(kind: ResourceKind, object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    return await this.#apply(kind, object, options, 'status');
  }

  async #apply(
    kind: ResourceKind,
    object: KubeObject,
    options: ApplyOptions,
    subresource?: 'status',
  ): Promise<KubeObject> {
    const { name, namespace } = object.metadata;
    const call = request('apply', kind, keyOf(namespace, name), {
      subresource,
      method: 'PATCH',
      path: objectPath(kind, namespace, name, subresource),
      query: {
        fieldManager: options.fieldManager,
        force: String(options.force),
        fieldValidation: 'Strict',
        dryRun: options.dryRun === true ? 'All' : undefined,
      },
      body: JSON.stringify(object),
      contentType: 'application/apply-patch+yaml',
      safe: true,
    });
    try {
      return await this.#object(call, options);
    } catch (error) {
      throw asBadRequest(error, call.describe);
    }
  }

  async create(kind: ResourceKind, object: KubeObject, options: CallOptions = {}): Promise<KubeObject> {
    const { name, namespace } = object.metadata;
    const call = request('create', kind, keyOf(namespace, name), {
      method: 'POST',
      path: collectionPath(kind, namespace),
      query: strict,
      body: JSON.stringify(object),
      contentType: 'application/json',
      safe: false,
    });
    return await this.#object(call, options);
  }

  async update(kind: ResourceKind, object: KubeObject, options: CallOptions = {}): Promise<KubeObject> {
    return await this.#update(kind, object, options);
  }

  async updateStatus(kind: ResourceKind, object: KubeObject, options: CallOptions = {}): Promise<KubeObject> {
    return await this.#update(kind, object, options, 'status');
  }

  async #update(
    kind: ResourceKind,
    object: KubeObject,
    options: CallOptions,
    subresource?: 'status',
  ): Promise<KubeObject> {
    const { name, namespace } = object.metadata;
    const call = request('update', kind, keyOf(namespace, name), {
      subresource,
      method: 'PUT',
      path: objectPath(kind, namespace, name, subresource),
      query: strict,
      body: JSON.stringify(object),
      contentType: 'application/json',
      // Sent twice, a guarded replace could report our own first success as a conflict.
      safe: false,
    });
    return await this.#object(call, options);
  }

  async mergePatch(
    kind: ResourceKind,
    namespace: string | undefined,
    name: string,
    patch: Json,
    options: CallOptions = {},
  ): Promise<KubeObject> {
    const call = request('patch', kind, keyOf(namespace, name), {
      method: 'PATCH',
      path: objectPath(kind, namespace, name),
      query: strict,
      body: JSON.stringify(patch),
      contentType: 'application/merge-patch+json',
      safe: !isGuarded(patch),
    });
    return await this.#object(call, options);
  }

  async delete(
    kind: ResourceKind,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): Promise<boolean> {
    const call = request('delete', kind, keyOf(namespace, name), {
      method: 'DELETE',
      path: objectPath(kind, namespace, name),
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(options.uid !== undefined && { preconditions: { uid: options.uid } }),
      }),
      contentType: 'application/json',
      safe: true,
    });
    try {
      await this.#transport.call(call, options.signal);
      return true;
    } catch (error) {
      if (isMissingObject(error)) return false;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  async #object(call: Call, options: CallOptions): Promise<KubeObject> {
    const object = parse(call, await this.#transport.call(call, options.signal));
    if (!isKubeObject(object)) throw new RequestError(call.describe, 'Malformed', 'the answer is no Kubernetes object');
    return object;
  }
}

const strict = { fieldValidation: 'Strict' } as const;

function request(
  verb: Verb,
  kind: ResourceKind,
  key: string | undefined,
  call: Omit<Call, 'verb' | 'kind' | 'describe'> & { readonly subresource?: string | undefined },
): Call {
  const { subresource, ...rest } = call;
  const what = subresource === undefined ? verb : `${verb} ${subresource} of`;
  return {
    ...rest,
    verb,
    kind: kind.kind,
    describe: key === undefined ? `${what} ${kind.kind}` : `${what} ${kind.kind} ${key}`,
  };
}

function parse(call: Call, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestError(call.describe, 'Malformed', 'the answer is not JSON', cause);
  }
}

function isKubeObject(value: unknown): value is KubeObject {
  return isRecord(value) && typeof value.kind === 'string' && isRecord(value.metadata);
}

/** A patch that names a resourceVersion fails when repeated after its own success. */
function isGuarded(patch: Json): boolean {
  return isRecord(patch) && isRecord(patch.metadata) && patch.metadata.resourceVersion !== undefined;
}

function isMissingObject(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

/**
 * The server answers an apply whose fields its schema does not have with a bare 500, where it answers a create with 400. It is the
 * object's fault and does not pass, so callers get the same answer for both.
 */
function asBadRequest(error: unknown, describe: string): unknown {
  const isSchemaError =
    error instanceof ApiError && error.code === 500 && error.message.includes('failed to create typed patch object');
  if (!isSchemaError) return error;
  const message = error.message.slice(`${describe}: `.length);
  return new ApiError(describe, 400, 'BadRequest', message, error.details, error);
}

async function collect(pages: AsyncIterable<KubeList>): Promise<KubeList> {
  const items: KubeObject[] = [];
  let resourceVersion = '';
  for await (const page of pages) {
    resourceVersion = page.resourceVersion;
    for (const item of page.items) items.push(item);
  }
  return { resourceVersion, items };
}
