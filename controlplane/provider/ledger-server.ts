/** The ledger over HTTP on loopback, for scripts: `GET /ledger` gives what exists in AWS, what happened, what was made twice. */
import { createServer, type Server } from 'node:http';
import type { SimulatedAws } from './aws.ts';

export interface LedgerServer {
  /** http://127.0.0.1:PORT/ledger */
  readonly url: string;
  close(): Promise<void>;
}

/** @param port 0: any free one */
export async function serveLedger(aws: SimulatedAws, port: number): Promise<LedgerServer> {
  const server = createServer((request, response) => {
    const known = request.method === 'GET' && request.url === '/ledger';
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? ledgerOf(aws) : { error: 'only GET /ledger is answered here' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}/ledger`, close: () => close(server) };
}

function ledgerOf(aws: SimulatedAws): object {
  return { objects: aws.list(), createdTwice: aws.createdTwice(), history: aws.history() };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
