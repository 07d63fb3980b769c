import { afterEach, describe, expect, test } from '@jest/globals';
import { S3 } from '../../charts/kinds/s3.ts';
import { SimulatedAws } from './aws.ts';
import { foreignObject } from './foreign.ts';
import { type LedgerServer, serveLedger } from './ledger-server.ts';

describe('the ledger over HTTP', () => {
  let server: LedgerServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  test('tells what exists and what happened, and answers nothing else', async () => {
    const aws = new SimulatedAws(() => 0);
    foreignObject(aws, S3.Bucket, 'theirs', { tags: { owner: 'them' } });
    server = await serveLedger(aws, 0);

    const ledger: unknown = await (await fetch(server.url)).json();
    expect(ledger).toMatchObject({
      objects: [{ type: 's3.Bucket', address: 'theirs', tags: { owner: 'them' } }],
      createdTwice: [],
      history: [{ operation: 'Create', address: 'theirs' }],
    });
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(404);
    expect((await fetch(new URL('/', server.url))).status).toBe(404);
  });
});
