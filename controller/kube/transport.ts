/**
 * HTTP to one API server. All calls share one keep-alive pool, so a call costs no TLS handshake; watches, which hold a
 * connection for minutes, have a pool of their own and can never starve calls. HTTP/1.1 on purpose: with HTTP/2 one lost
 * packet stalls every call and every watch at once.
 *
 * Errors name the request as people would (`apply Bucket team-a/raw`) and never carry headers or bodies.
 */
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Clock } from '../runtime/clock.ts';
import { sleep } from '../runtime/clock.ts';
import { DeadlineError, withDeadline } from '../runtime/deadline.ts';
import { toError } from '../runtime/errors.ts';
import { ApiError } from './api.ts';
import { Authorizer } from './authorizer.ts';
import type { Connection } from './connection.ts';
import { RequestError } from './request-error.ts';
import { type Outcome, parseRetryAfter, retryDelayMs } from './retry.ts';
import { apiErrorFromBody, isRecord } from './status.ts';

export interface Call {
  /** As errors name it. */
  readonly describe: string;
  readonly verb: Verb;
  /** Kind for metrics. */
  readonly kind: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly contentType?: string;
  /** Sending it twice has the effect of sending it once. */
  readonly safe: boolean;
}

export type Verb = 'get' | 'list' | 'watch' | 'apply' | 'create' | 'update' | 'patch' | 'delete';

/** One HTTP exchange: a call that is sent three times reports three times. */
export interface RequestReport {
  readonly verb: Verb;
  readonly method: Call['method'];
  readonly kind: string;
  /** undefined when no answer came. */
  readonly code: number | undefined;
  /** Until the whole answer was read; for a watch, until its headers. */
  readonly durationMs: number;
  readonly host: string;
}

export interface TransportOptions {
  readonly clock: Clock;
  /** Whole call with all its retries; for a watch, until its headers. @default 30000 */
  readonly timeoutMs?: number;
  /** Connections for calls; further calls queue. @default 32 */
  readonly connections?: number;
  readonly userAgent?: string;
  /** Must not throw. */
  readonly onRequest?: (report: RequestReport) => void;
  /** A deprecation or field warning of the server. Must not throw. */
  readonly onWarning?: (describe: string, text: string) => void;
}

export class Transport {
  readonly #options: TransportOptions;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #authorizer: Authorizer;
  readonly #origin: string;
  readonly #host: string;
  readonly #prefix: string;
  readonly #calls: Dispatcher;
  readonly #watches: Dispatcher;
  #isClosed = false;

  constructor(connection: Connection, options: TransportOptions) {
    const server = new URL(connection.server);
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#clock = options.clock;
    this.#authorizer = new Authorizer(connection.auth, options.clock);
    this.#origin = server.origin;
    this.#host = server.host;
    this.#prefix = server.pathname.replace(/\/+$/, '');
    this.#calls = createDispatcher(connection, options.connections ?? 32);
    this.#watches = createDispatcher(connection, null);
  }

  /** Sends until there is an answer that stands; returns the text of a 2xx one. @throws ApiError, RequestError, abort reason */
  async call(call: Call, signal?: AbortSignal): Promise<string> {
    const deadline = this.#clock.now() + this.#timeoutMs;
    try {
      return await withDeadline(this.#clock, this.#timeoutMs, signal, async (bounded) => {
        const answer = await this.#answer(call, bounded, deadline);
        if (answer.code >= 200 && answer.code < 300) return answer.text;
        throw apiErrorFromBody(call.describe, answer.code, answer.text, answer.retryAfterMs);
      });
    } catch (error) {
      throw this.#translate(call, error, signal);
    }
  }

  /**
   * Opens a stream and returns its body once the server answered 200. The body ends with an error when `signal` aborts or the
   * connection breaks. Never retries. @throws as `call`
   */
  async stream(call: Call, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    signal.throwIfAborted();
    const link = new AbortController();
    const forward = (): void => link.abort(signal.reason);
    signal.addEventListener('abort', forward, { once: true });
    const cancel = this.#clock.after(this.#timeoutMs, () => link.abort(new DeadlineError(this.#timeoutMs)));
    try {
      const { response } = await this.#send(call, this.#watches, link.signal);
      if (response.statusCode !== 200) {
        const text = await response.body.text();
        throw apiErrorFromBody(call.describe, response.statusCode, text, this.#retryAfterMs(response));
      }
      response.body.once('close', () => signal.removeEventListener('abort', forward));
      // An abort before the caller began to read would otherwise be an error event that nobody listens to, which ends a process.
      response.body.on('error', () => {});
      return response.body;
    } catch (error) {
      signal.removeEventListener('abort', forward);
      throw this.#translate(call, error, signal);
    } finally {
      cancel();
    }
  }

  /** Ends all connections; calls under way fail. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#calls.destroy(), this.#watches.destroy()]);
  }

  async #answer(call: Call, signal: AbortSignal, deadline: number): Promise<Answer> {
    for (let retries = 0; ; retries++) {
      const attempt = await this.#attempt(call, signal);
      signal.throwIfAborted();
      const remainingMs = deadline - this.#clock.now();
      const delayMs = retryDelayMs(attempt.outcome, { safe: call.safe, retries, remainingMs }, () =>
        this.#clock.random(),
      );
      if (delayMs === undefined) {
        if (attempt.answer !== undefined) return attempt.answer;
        throw attempt.error;
      }
      await sleep(this.#clock, delayMs, signal);
      signal.throwIfAborted();
    }
  }

  async #attempt(
    call: Call,
    signal: AbortSignal,
  ): Promise<
    { outcome: Outcome; answer: Answer; error?: never } | { outcome: Outcome; answer?: never; error: unknown }
  > {
    try {
      const { response, text } = await this.#send(call, this.#calls, signal, true);
      const answer = { code: response.statusCode, text, retryAfterMs: this.#retryAfterMs(response) };
      return { outcome: { type: 'Response', ...answer }, answer };
    } catch (error) {
      // Credentials that cannot be read will not be there in a second either, nor will a pool that was closed.
      if (error instanceof RequestError || this.#isClosed) throw error;
      return { outcome: { type: 'Failure', unsent: unsentCodes.has(codeOf(error)) }, error };
    }
  }

  /** One exchange, repeated once with fresh credentials when the server refused those we had. */
  async #send(call: Call, dispatcher: Dispatcher, signal: AbortSignal, readBody = false): Promise<Exchange> {
    const exchange = await this.#exchange(call, dispatcher, signal, readBody, false);
    if (exchange.response.statusCode !== 401 || !this.#authorizer.canRefresh) return exchange;
    if (!readBody) await exchange.response.body.dump();
    return await this.#exchange(call, dispatcher, signal, readBody, true);
  }

  async #exchange(
    call: Call,
    dispatcher: Dispatcher,
    signal: AbortSignal,
    readBody: boolean,
    refresh: boolean,
  ): Promise<Exchange> {
    const credentials = await this.#credentials(call, refresh);
    const startedAt = this.#clock.now();
    let code: number | undefined;
    try {
      const response = await dispatcher.request({
        origin: this.#origin,
        path: this.#prefix + call.path + queryText(call.query),
        method: call.method,
        headers: {
          accept: 'application/json',
          'user-agent': this.#options.userAgent ?? 'kube-client',
          ...(call.contentType !== undefined && { 'content-type': call.contentType }),
          ...credentials,
        },
        body: call.body ?? null,
        signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      this.#forwardWarnings(call, response.headers.warning);
      const text = readBody ? await response.body.text() : '';
      code = response.statusCode;
      return { response, text };
    } finally {
      const { verb, method, kind } = call;
      const durationMs = this.#clock.now() - startedAt;
      this.#options.onRequest?.({ verb, method, kind, code, durationMs, host: this.#host });
    }
  }

  #retryAfterMs(response: Dispatcher.ResponseData): number | undefined {
    const header = response.headers['retry-after'];
    return parseRetryAfter(Array.isArray(header) ? header[0] : header, this.#clock.now());
  }

  async #credentials(call: Call, refresh: boolean): Promise<Readonly<Record<string, string>>> {
    try {
      return await this.#authorizer.headers(refresh);
    } catch (cause) {
      throw new RequestError(call.describe, 'Credentials', 'the credentials for the API server cannot be read', cause);
    }
  }

  #forwardWarnings(call: Call, header: string | string[] | undefined): void {
    if (header === undefined || this.#options.onWarning === undefined) return;
    for (const text of warningTexts(header)) this.#options.onWarning(call.describe, text);
  }

  #translate(call: Call, error: unknown, signal: AbortSignal | undefined): unknown {
    if (error instanceof ApiError || error instanceof RequestError) return error;
    if (signal?.aborted) return signal.reason;
    if (error instanceof DeadlineError) {
      return new RequestError(call.describe, 'Timeout', `no answer within ${error.limitMs / 1000} s`, error);
    }
    const code = codeOf(error);
    const hint = code === '' ? toError(error).message : code;
    return new RequestError(call.describe, 'Connection', `the connection to the API server failed (${hint})`, error);
  }
}

interface Answer {
  readonly code: number;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
}

interface Exchange {
  readonly response: Dispatcher.ResponseData;
  /** Empty when the body was left to be read as a stream. */
  readonly text: string;
}

/** Failures before a byte of the request left. */
const unsentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function codeOf(error: unknown): string {
  return isRecord(error) && typeof error.code === 'string' ? error.code : '';
}

function createDispatcher(connection: Connection, connections: number | null): Dispatcher {
  const tls = {
    ...(connection.ca !== undefined && { ca: connection.ca }),
    ...(connection.clientCertificate ?? {}),
    ...(connection.serverName !== undefined && { servername: connection.serverName }),
    rejectUnauthorized: connection.skipTlsVerify !== true,
    timeout: 10_000,
  };
  const pool = { connections, pipelining: 1, allowH2: false, keepAliveTimeout: 60_000 };
  return connection.proxy === undefined
    ? new Agent({ ...pool, connect: tls })
    : new ProxyAgent({
        ...pool,
        uri: connection.proxy,
        requestTls: tls,
        // A tunnel for what is encrypted; plain HTTP is handed to the proxy, which may refuse to tunnel to just any port.
        proxyTunnel: connection.server.startsWith('https:'),
      });
}

function queryText(query: Call['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) parameters.set(name, value);
  return parameters.size === 0 ? '' : `?${parameters}`;
}

/** Texts of `Warning: 299 - "text"` headers (RFC 7234 §5.5), several of which may be joined by commas. */
function warningTexts(header: string | string[]): string[] {
  const joined = Array.isArray(header) ? header.join(', ') : header;
  return [...joined.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
