/** What security groups and routes of the network say again and again. */

/** All that AWS services and S3 are called by. */
export const HTTPS = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 } as const;

/** Of TCP. */
export const EVERY_PORT = { ipProtocol: 'tcp', fromPort: 0, toPort: 65535 } as const;

export const ANYTHING = { ipProtocol: '-1' } as const;

export const EVERYWHERE = '0.0.0.0/0';
