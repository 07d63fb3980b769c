/** For tests: a real HTTP server on a free local port whose answers the test writes, down to broken connections. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Which TCP connection it came on. */
  readonly connection: number;
}

export type Answerer = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

export class ScriptedServer {
  readonly requests: SeenRequest[] = [];
  readonly #server: Server;
  #connections = 0;

  private constructor(answer: Answerer) {
    const numbers = new WeakMap<object, number>();
    this.#server = createServer((request, response) => {
      void this.#serve(request, response, numbers.get(request.socket) ?? 0, answer);
    });
    this.#server.on('connection', (socket) => numbers.set(socket, ++this.#connections));
  }

  static async start(answer: Answerer): Promise<ScriptedServer> {
    const scripted = new ScriptedServer(answer);
    await new Promise<void>((resolve) => scripted.#server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#connections;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    connection: number,
    answer: Answerer,
  ): Promise<void> {
    let body = '';
    request.setEncoding('utf8');
    for await (const chunk of request) body += chunk;
    const { method = '', url = '/', headers } = request;
    const [path = '', query = ''] = url.split('?', 2);
    const parameters = Object.fromEntries(new URLSearchParams(query));
    const seen: SeenRequest = { method, path, query: parameters, headers, body, connection };
    this.requests.push(seen);
    await answer(seen, response);
  }
}

export function sendJson(
  response: ServerResponse,
  code: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** A Status as the API server writes it. */
export function failure(code: number, reason: string, extra: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message: `${reason} by script`,
    ...extra,
  };
}
