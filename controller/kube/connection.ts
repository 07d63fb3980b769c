/** Where the API server is and who we are to it: plain data, found by load-connection.ts. */

export type Auth =
  | { readonly type: 'None' }
  | { readonly type: 'Token'; readonly token: string }
  /** Projected tokens rotate: the file is read again every minute, and at once after a 401. */
  | { readonly type: 'TokenFile'; readonly path: string }
  /** Exec plugins, OIDC, basic auth, impersonation: gives the headers to send, caching as it sees fit. */
  | { readonly type: 'Headers'; readonly headers: () => Promise<Readonly<Record<string, string>>> };

export interface Connection {
  /** `https://host:port`, with a path prefix when the API server sits behind one. */
  readonly server: string;
  /** PEM. Node's own roots when undefined. */
  readonly ca?: string;
  readonly skipTlsVerify?: boolean;
  /** Name to verify in the server's certificate when it is not the host of `server`. */
  readonly serverName?: string;
  /** PEM. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  /** `http://host:port` of a proxy that calls go through. */
  readonly proxy?: string;
  readonly auth: Auth;
  /** Namespace the credentials belong to; "default" when they name none. */
  readonly namespace: string;
  /** For logs: where this connection was read from. */
  readonly source: string;
}

export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}
